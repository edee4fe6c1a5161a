import { isObject } from '../json';
import { isJson, tryLater, waitText, type CatalogueRow } from './catalogueRow';
import type { Failure } from './failure';

/** No answer came. */
export const networkRows: readonly CatalogueRow[] = [
	{
		name: 'timeout',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'timeout',
		message: ({ host }) => `${host} did not answer in time`,
		next: tryLater,
	},
	{
		name: 'cutOff',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'cutOff',
		message: ({ host }) => `The connection to ${host} broke off before the answer was complete`,
		next: tryLater,
	},
	{
		name: 'aborted',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'aborted',
		message: 'The request was stopped',
		next: 'The execution was cancelled, or it ran into its time limit.',
	},
	{
		name: 'refusedByHost',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'refusedByHost',
		message: ({ host }) => `This n8n does not allow requests to ${host}`,
		next: 'Add the host to the allowed domains of the credential, or ask the administrator of this n8n.',
	},
	{
		name: 'unreachable',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'unreachable',
		message: ({ host }) => `${host} cannot be reached`,
		next: 'Check the internet connection of the machine that runs n8n, and the region or API URL in the credential.',
	},
	{
		name: 'untrusted',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'untrusted',
		message: ({ host }) => `No secure connection to ${host} could be made`,
		next: 'Its certificate is not trusted here: a proxy between n8n and Bambu Lab may have put its own in place, or the API URL in the credential is wrong.',
	},
	{
		name: 'notSent',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'notSent',
		message: 'n8n could not send the request',
		next: 'Check the credential that is chosen in the node.',
	},
];

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

/** What stands before the service answered in its place. */
export const gatewayRows: readonly CatalogueRow[] = [
	{
		name: 'captcha',
		cause: 'temporarily-unavailable',
		when: isCaptcha,
		message: 'Bambu Lab asks for a captcha, which n8n cannot solve',
		next: 'Wait some hours, or sign in with a browser on the same network, then try again.',
	},
	{
		name: 'cloudflareChallenge',
		cause: 'temporarily-unavailable',
		when: isCloudflareChallenge,
		message: 'Cloudflare, which guards the Bambu Lab cloud, asks for a browser check',
		next: 'Try again later, or sign in once with a browser on the same network.',
	},
	{
		name: 'cloudflareRateBlock',
		cause: 'rate-limited',
		when: (failure) => failure.status === 429 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, has paused requests from this network',
		next: waitText,
	},
	{
		name: 'cloudflareUnderAttack',
		cause: 'temporarily-unavailable',
		when: (failure) =>
			failure.status === 503 && failure.headers['cf-ray'] !== undefined && !isJson(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, lets nobody through at the moment',
		next: tryLater,
	},
	{
		name: 'cloudflareBlock',
		cause: 'temporarily-unavailable',
		when: (failure) => failure.status === 403 && isCloudflare(failure),
		message: 'Cloudflare, which guards the Bambu Lab cloud, blocked this network',
		next: 'Wait some hours, or run n8n from another network. Your account data is not the cause.',
	},
];
