import type { Failure } from './failure';
import { isObject } from '../json';
import { isJson, tryLater, waitText, type CatalogueRow } from './catalogueRow';

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
		cause: 'rate-limited',
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
];
