import { isObject } from '../json';
import {
	hasStatus,
	notTheApi,
	tryLater,
	waitText,
	type Catalogue,
	type CatalogueRow,
	type Failure,
} from './failure';
import type { NetworkFailure } from './networkFailure';

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
		(isHtml && /just a moment|checking your browser|challenges\.cloudflare\.com/i.test(text))
	);
}

const networkFailures: { [name in NetworkFailure]: Omit<CatalogueRow, 'when'> } = {
	timeout: {
		message: ({ host }) => `${host} did not answer in time`,
		next: tryLater,
	},
	cutOff: {
		message: ({ host }) => `The connection to ${host} broke off before the answer was complete`,
		next: tryLater,
	},
	aborted: {
		message: 'The request was stopped',
		next: 'The execution was cancelled, or it ran into its time limit.',
	},
	refusedByHost: {
		cause: 'configuration-invalid',
		message: ({ host }) => `This n8n does not allow requests to ${host}`,
		next: 'Add the host to the allowed domains of the credential, or ask the administrator of this n8n.',
	},
	unreachable: {
		message: ({ host }) => `${host} cannot be reached`,
		next: 'Check the internet connection of the machine that runs n8n, and the region or API URL in the credential.',
	},
	untrusted: {
		cause: 'configuration-invalid',
		message: ({ host }) => `n8n could not connect to ${host} securely`,
		next: 'Its certificate is not trusted here: a proxy between n8n and Bambu Lab may have put its own in place, or the API URL in the credential is wrong.',
	},
	notSent: {
		cause: 'configuration-invalid',
		message: 'n8n could not send the request',
		next: 'Check the credential that is chosen in the node.',
	},
};

export const networkRows: Catalogue = Object.fromEntries(
	Object.entries(networkFailures).map(([name, row]) => [
		name,
		{ ...row, when: ({ networkFailure }) => networkFailure === name },
	]),
);

/** What stands before the service answered in its place. */
export const gatewayRows = {
	captcha: {
		when: isCaptcha,
		message: 'Bambu Lab asks for a captcha, which n8n cannot solve',
		next: 'Wait some hours, or sign in with a browser on the same network, then try again.',
	},
	cloudflareChallenge: {
		when: isCloudflareChallenge,
		message: 'Cloudflare, which guards the Bambu Lab cloud, asks for a browser check',
		next: 'Try again later, or sign in once with a browser on the same network.',
	},
	cloudflareRateBlock: {
		cause: 'rate-limited',
		when: (failure) => failure.status === 429 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, has paused requests from this network',
		next: waitText,
	},
	cloudflareUnderAttack: {
		when: (failure) =>
			failure.status === 503 && failure.headers['cf-ray'] !== undefined && !isObject(failure.json),
		message: 'Cloudflare, which guards the Bambu Lab cloud, lets nobody through at the moment',
		next: tryLater,
	},
	cloudflareBlock: {
		when: (failure) => failure.status === 403 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, blocked this network',
		next: 'Wait some hours, or run n8n from another network. Your account is not the cause.',
	},
} satisfies Catalogue;

/** The service answered; what it says fits any kind of request. A code says more than a status, which many share. */
export const answerRows = {
	webPage: {
		when: ({ isHtml, status = 0 }) => isHtml && status >= 300 && status < 429,
		message: ({ host }) => `${host} answered with a web page instead of the Bambu Lab API`,
		next: notTheApi,
	},
	signInRefused: {
		cause: 'credential-invalid',
		when: ({ step, status }) =>
			step !== 'request' && status !== undefined && status >= 400 && status < 429,
		message: 'Bambu Lab refused the sign-in',
		next: 'Check the account, its password, and the region in the credential.',
	},
	unauthorized: {
		// n8n has renewed the session before it lets a 401 through, so the sign-in itself seems sound.
		when: hasStatus(401),
		message: 'Bambu Lab treated this request as not signed in, although the sign-in seems to work',
		next: 'Try again in a few minutes. If it stays, sign in again: open the credential, paste a new access token or enter the password again, and save.',
	},
	quota: {
		cause: 'quota-exhausted',
		when: ({ code }) => code === 14,
		message: 'Your Bambu Lab account has reached its limit for this kind of thing',
		next: 'Delete some first, then try again.',
	},
	forbidden: {
		cause: 'configuration-invalid',
		when: hasStatus(403),
		message: 'Bambu Lab does not allow this request',
		next: 'It belongs to another account, or only Bambu Lab’s own applications may ask for it.',
	},
	notFound: {
		cause: 'configuration-invalid',
		when: hasStatus(404, 405),
		message: 'Bambu Lab has nothing under this ID or address',
		next: 'Check the ID. Bambu Lab may also have changed or removed this part of its cloud.',
	},
	rateLimited: {
		cause: 'rate-limited',
		when: hasStatus(429),
		message: 'Bambu Lab received too many requests',
		next: waitText,
	},
	serverTrouble: {
		when: ({ status, code }) => code === -1 || (status !== undefined && status >= 500),
		message: ({ status }) =>
			status === undefined || status < 500
				? 'The Bambu Lab cloud is having trouble'
				: `The Bambu Lab cloud is having trouble (status ${status})`,
		next: tryLater,
	},
	badParameter: {
		cause: 'configuration-invalid',
		when: hasStatus(400, 409, 415, 422),
		message: 'Bambu Lab did not accept a parameter',
		next: 'Check the values in the node.',
	},
	refused: {
		cause: 'configuration-invalid',
		when: (failure) =>
			isObject(failure.json) && ((failure.code ?? 0) !== 0 || (failure.status ?? 0) >= 400),
		message: 'Bambu Lab refused the request',
		next: 'Check the values in the node.',
	},
	unexpectedAnswer: {
		when: () => true,
		message: ({ host }) => `${host} answered with something that is not the Bambu Lab API's JSON`,
		next: notTheApi,
	},
} satisfies Catalogue;

export type AnswerProblem = keyof typeof gatewayRows | keyof typeof answerRows;
