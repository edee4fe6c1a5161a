import type { ICredentialTestRequest } from 'n8n-workflow';

import { answerError } from '../errors/cloudError';
import { requestTimeoutMs, userAgent } from '../http/request';
import { testHeader } from './authenticate';
import { preferencePath } from './login';

function sentence(status: number, text = ''): string {
	return answerError('request', 'The address', { status, headers: {}, text }).message;
}

export const testRequest: ICredentialTestRequest['request'] = {
	url: preferencePath,
	headers: { Accept: 'application/json', 'User-Agent': userAgent, [testHeader]: 'true' },
	disableFollowRedirect: true,
	timeout: requestTimeoutMs,
};

/** Without these n8n's Test shows the bare status text, and takes any web page of status 200 for a success. */
export function testRules(): ICredentialTestRequest['rules'] {
	const notTheApi = sentence(200, '<html>');
	const rule = (value: number, message: string) => ({
		type: 'responseCode' as const,
		properties: { value, message },
	});
	return [
		...[301, 302, 303, 307, 308, 404].map((status) => rule(status, notTheApi)),
		// n8n has signed in, or asked whether the token lives, before it gives up on a 401.
		...[401, 418, 429, 500, 502, 503, 504].map((status) => rule(status, sentence(status))),
		// Everybody may read their own preferences, so it is the network that is refused.
		rule(403, sentence(403, '<html>Cloudflare')),
		{
			type: 'responseSuccessBody' as const,
			properties: { key: 'uid', value: undefined, message: notTheApi },
		},
	] as ICredentialTestRequest['rules'];
}
