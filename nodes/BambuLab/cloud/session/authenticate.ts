import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { isSendable, readCredentials, type BambuCredentials } from './credentials';
import { textOrEmpty } from '../json';
import { codeMissing, codeWasSent } from './codeSending';
import { noteTest } from './signInCache';
import { codeRequestedAt, currentToken, waitsForCode } from './storedSession';

/** Tells n8n's Test from all other requests; it is never sent. */
export const testMark = 'x-n8n-credential-test';

/** n8n takes an error with this status for a refused token, and calls `preAuthentication`. */
class SessionToOpen extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The session of the Bambu Lab credential has to be opened first.');
	}
}

/**
 * n8n's `authenticate`: sends the request to the credential's region and signs it. A request to any
 * other host, also by a redirect, stays unsigned. Without a token for these settings it stays
 * unsigned too: the API's 401 then makes n8n call `preAuthentication`. The request of n8n's Test goes
 * there first in any case: `preAuthentication` does not see the request, but may send a code for it.
 * @throws CloudError where a code is needed that only the user can enter.
 */
export function authorize(
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const credentials = readCredentials(data);
	if (isTest(options) && noteTest(data)) throw new SessionToOpen();
	if (waitsForCode(credentials)) {
		const sentAt = codeRequestedAt(credentials);
		throw sentAt === undefined ? codeMissing() : codeWasSent(credentials.account, sentAt);
	}
	const headers: IDataObject = Object.fromEntries(
		Object.entries(options.headers ?? {}).filter(
			([name]) => !['authorization', testMark].includes(name.toLowerCase()),
		),
	);
	const address = textOrEmpty(options.url) || textOrEmpty('uri' in options ? options.uri : '');
	const baseURL = options.baseURL ?? credentials.apiUrl;
	const isOurs = isOwnHost(credentials, address, baseURL);
	const token = isOurs ? currentToken(credentials) : '';
	if (isSendable(token)) headers.Authorization = `Bearer ${token}`;
	return {
		...options,
		...(address.startsWith('/') ? { baseURL } : {}),
		headers,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

function isTest({ headers }: IHttpRequestOptions): boolean {
	return headers?.[testMark] !== undefined;
}

function isOwnHost(
	{ apiUrl, webUrl }: BambuCredentials,
	address: string,
	baseURL: string,
): boolean {
	try {
		// What the HTTP library takes for a whole address, such as "https:host", is none of our paths.
		const { origin } = URL.canParse(address) ? new URL(address) : new URL(address, baseURL);
		return origin === apiUrl || origin === webUrl;
	} catch {
		return false;
	}
}
