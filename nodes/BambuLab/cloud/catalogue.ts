import type { Failure } from './failure';
import { finiteNumber, isObject } from './json';

/** From what arrived to what the user reads. */
export interface CatalogueRow {
	name: string;
	when: (failure: Failure) => boolean;
	message: string | ((failure: Failure) => string);
	next: string | ((failure: Failure) => string);
}

const notTheApi =
	'Check the region or API URL in the credential. A proxy or a gateway between n8n and Bambu Lab may also have answered.';
const tryLater = 'Nothing has to be changed here; try again in a few minutes.';

function isJson({ json }: Failure): boolean {
	return isObject(json);
}

function hasStatus(...statuses: number[]): (failure: Failure) => boolean {
	return ({ status }) => status !== undefined && statuses.includes(status);
}

function isCloudflare({ headers, isHtml, text }: Failure): boolean {
	return isHtml && (/cloudflare/i.test(text) || headers['cf-ray'] !== undefined);
}

function isCaptcha({ json, code, status }: Failure): boolean {
	return status === 418 || code === 418 || (isObject(json) && json.captchaId !== undefined);
}

function isCloudflareChallenge(failure: Failure): boolean {
	const { headers, text, isHtml, status } = failure;
	if (status === undefined || status < 400) return false;
	return (
		headers['cf-mitigated'] !== undefined ||
		(isHtml && /just a moment|challenges\.cloudflare\.com/i.test(text))
	);
}

/** Seconds until the server wants to hear from us again. */
export function waitOf({ headers }: Failure): number | undefined {
	const header = headers['retry-after'];
	if (header === undefined) return undefined;
	const seconds = finiteNumber(header) ?? (Date.parse(header) - Date.now()) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

function waitText(failure: Failure): string {
	const seconds = waitOf(failure);
	if (seconds === undefined) return 'Wait some minutes, and ask less often.';
	const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
	return `Wait ${wait}, and ask less often.`;
}

/** The first row that fits names the problem. Sources: the API reference's sections on Cloudflare, sign-in and errors. */
export const catalogue: readonly CatalogueRow[] = [
	{
		name: 'timeout',
		when: ({ interruption }) => interruption === 'timeout',
		message: ({ host }) => `${host} did not answer in time`,
		next: tryLater,
	},
	{
		name: 'cutOff',
		when: ({ interruption }) => interruption === 'cutOff',
		message: ({ host }) => `The connection to ${host} broke off before the answer was complete`,
		next: tryLater,
	},
	{
		name: 'aborted',
		when: ({ interruption }) => interruption === 'aborted',
		message: 'The request was stopped',
		next: 'The execution was cancelled, or it ran into its time limit.',
	},
	{
		name: 'refusedByHost',
		when: ({ interruption }) => interruption === 'refusedByHost',
		message: ({ host }) => `This n8n does not allow requests to ${host}`,
		next: 'Add the host to the allowed domains of the credential, or ask the administrator of this n8n.',
	},
	{
		name: 'unreachable',
		when: ({ interruption }) => interruption === 'unreachable',
		message: ({ host }) => `${host} cannot be reached`,
		next: 'Check the internet connection of the machine that runs n8n, and the region or API URL in the credential.',
	},
	{
		name: 'untrusted',
		when: ({ interruption }) => interruption === 'untrusted',
		message: ({ host }) => `No secure connection to ${host} could be made`,
		next: 'Its certificate is not trusted here: a proxy between n8n and Bambu Lab may have put its own in place, or the API URL in the credential is wrong.',
	},
	{
		name: 'notSent',
		when: ({ interruption }) => interruption === 'unknown',
		message: 'n8n could not send the request',
		next: 'Check the credential that is chosen in the node.',
	},
	{
		name: 'captcha',
		when: isCaptcha,
		message: 'Bambu Lab asks for a captcha, which n8n cannot solve',
		next: 'Wait some hours, or sign in with a browser on the same network, then try again.',
	},
	{
		name: 'cloudflareChallenge',
		when: isCloudflareChallenge,
		message: 'Cloudflare, which guards the Bambu Lab cloud, asks for a browser check',
		next: 'Try again later, or sign in once with a browser on the same network.',
	},
	{
		name: 'cloudflareRateBlock',
		when: (failure) => failure.status === 429 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, has paused requests from this network',
		next: waitText,
	},
	{
		name: 'cloudflareUnderAttack',
		when: (failure) =>
			failure.status === 503 && failure.headers['cf-ray'] !== undefined && !isJson(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, lets nobody through at the moment',
		next: tryLater,
	},
	{
		name: 'cloudflareBlock',
		when: (failure) => failure.status === 403 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, blocked this network',
		next: 'Wait some hours, or run n8n from another network. Your account data is not the cause.',
	},
	{
		name: 'accountUnknown',
		when: ({ step, apiWords }) => step !== 'request' && /not registered/i.test(apiWords),
		message: 'This account is not registered in this region',
		next: 'Check the account, and the region in the credential: accounts of mainland China are phone numbers and live apart from all others.',
	},
	{
		name: 'wrongPassword',
		when: ({ step, status, code }) => step === 'passwordLogin' && status === 400 && code === 2,
		message: 'Bambu Lab refused the account or the password',
		next: 'Check both in the credential. Accounts made with Google or Apple have no password: use a verification code or an access token.',
	},
	{
		name: 'codeExpired',
		when: ({ step, status, code }) => step === 'codeLogin' && status === 400 && code === 1,
		message: 'The verification code has expired',
		next: 'Clear the field, ask Bambu Lab for a new code, and enter that.',
	},
	{
		name: 'codeWrong',
		when: ({ step, status, code }) => step === 'codeLogin' && status === 400 && code === 2,
		message: 'The verification code is wrong',
		next: 'Enter the newest code that Bambu Lab sent: each new one makes the earlier ones useless.',
	},
	{
		name: 'codeUsed',
		when: ({ step, status }) => step === 'codeLogin' && status === 400,
		message: 'The verification code was used already',
		next: 'Clear the field, ask Bambu Lab for a new code, and enter that.',
	},
	{
		name: 'webPage',
		when: ({ isHtml, status = 0 }) => isHtml && status >= 300 && status < 429,
		message: ({ host }) => `${host} answered with a web page instead of the Bambu Lab API`,
		next: notTheApi,
	},
	{
		name: 'signInRefused',
		when: ({ step, status }) =>
			step !== 'request' && status !== undefined && status >= 400 && status < 429,
		message: 'Bambu Lab refused the sign-in',
		next: 'Check the account, its password, and the region in the credential.',
	},
	{
		// n8n has renewed the session before it lets a 401 through, so the sign-in itself seems sound.
		name: 'unauthorized',
		when: hasStatus(401),
		message: 'Bambu Lab refused this request as not signed in, although the sign-in seems to work',
		next: 'Try again in a few minutes. If it stays, sign in anew: open the credential, paste a new access token or enter the password again, and save.',
	},
	{
		name: 'forbidden',
		when: hasStatus(403),
		message: 'Bambu Lab does not allow this request',
		next: 'The thing belongs to another account, or only Bambu Lab’s own applications may ask for it.',
	},
	{
		name: 'notFound',
		when: hasStatus(404, 405),
		message: 'Bambu Lab knows nothing under this id or address',
		next: 'Check the id. Bambu Lab may also have changed or removed this part of its cloud.',
	},
	{
		name: 'quota',
		when: ({ code }) => code === 14,
		message: 'The limit of your Bambu Lab account for this kind of thing is reached',
		next: 'Delete some first, then try again.',
	},
	{
		name: 'rateLimited',
		when: hasStatus(429),
		message: 'Bambu Lab received too many requests',
		next: waitText,
	},
	{
		name: 'serverTrouble',
		when: ({ status, code }) => code === -1 || (status !== undefined && status >= 500),
		message: ({ status }) =>
			status === undefined || status < 500
				? 'The Bambu Lab cloud has trouble'
				: `The Bambu Lab cloud has trouble (status ${status})`,
		next: tryLater,
	},
	{
		name: 'badParameter',
		when: hasStatus(400, 409, 415, 422),
		message: 'Bambu Lab did not accept a parameter',
		next: 'Check the values in the node.',
	},
	{
		name: 'refused',
		when: (failure) =>
			isJson(failure) && ((failure.code ?? 0) !== 0 || (failure.status ?? 0) >= 400),
		message: 'Bambu Lab refused the request',
		next: 'Check the values in the node.',
	},
];

export const unexpectedAnswer: CatalogueRow = {
	name: 'unexpectedAnswer',
	when: () => true,
	message: ({ host }) => `${host} answered with something that is not the Bambu Lab API's JSON`,
	next: notTheApi,
};
