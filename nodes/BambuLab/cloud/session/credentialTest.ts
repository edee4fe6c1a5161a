import type { ICredentialTestRequest } from 'n8n-workflow';

import { failureOfResponse } from '../errors/failure';
import { CloudError, explain } from '../errors/problem';
import { requestTimeoutMs, userAgent } from '../http/request';
import { testMark } from './authenticate';
import { preferencePath } from './login';

function sentence(status: number, text = ''): string {
	const answer = { status, headers: {}, text };
	return new CloudError(explain(failureOfResponse('request', 'The address', answer))).message;
}

function sentencesByStatus(notTheApi: string): { [status: number]: string } {
	return {
		301: notTheApi,
		302: notTheApi,
		303: notTheApi,
		307: notTheApi,
		308: notTheApi,
		// n8n has signed in, or asked whether the token lives, before it gives up on a 401.
		401: sentence(401),
		// Everybody may read their own preferences, so it is the network that is refused.
		403: sentence(403, '<html>Cloudflare'),
		404: notTheApi,
		418: sentence(418),
		429: sentence(429),
		500: sentence(500),
		502: sentence(502),
		503: sentence(503),
		504: sentence(504),
	};
}

/** What n8n's Test asks: the cheapest endpoint. */
export const testRequest: ICredentialTestRequest['request'] = {
	url: preferencePath,
	headers: { Accept: 'application/json', 'User-Agent': userAgent, [testMark]: 'true' },
	disableFollowRedirect: true,
	timeout: requestTimeoutMs,
};

/**
 * What n8n's Test says. Without these it shows the bare status text, and takes any web page that
 * answers with status 200 for a success. The type allows one kind of rule at a time, n8n both.
 */
export function testRules(): ICredentialTestRequest['rules'] {
	const notTheApi = sentence(200, '<html>');
	return [
		...Object.entries(sentencesByStatus(notTheApi)).map(([status, message]) => ({
			type: 'responseCode' as const,
			properties: { value: Number(status), message },
		})),
		{
			type: 'responseSuccessBody' as const,
			properties: { key: 'uid', value: undefined, message: notTheApi },
		},
	] as ICredentialTestRequest['rules'];
}
