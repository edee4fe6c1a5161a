import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { readCredentials, type BambuCredentials } from '../credentials';
import { textOrEmpty } from '../json';
import { codeWasSent } from './codeSending';
import { codeRequestedAt, currentToken } from './stored';

/**
 * n8n's `authenticate`: sends the request to the credential's region and signs it. A request to any
 * other host, also by a redirect, stays unsigned. Without a token for these settings it stays
 * unsigned too: the API's 401 then makes n8n call `openSession`.
 * @throws CloudProblem while a code is on its way that only the user can enter.
 */
export function authorize(
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const credentials = readCredentials(data);
	const sentAt = codeRequestedAt(credentials);
	if (sentAt !== undefined && credentials.verificationCode === '') {
		throw codeWasSent(credentials.account, sentAt);
	}
	const headers: IDataObject = Object.fromEntries(
		Object.entries(options.headers ?? {}).filter(([name]) => !/^authorization$/i.test(name)),
	);
	const address = textOrEmpty(options.url) || textOrEmpty('uri' in options ? options.uri : '');
	const baseURL = options.baseURL ?? credentials.apiUrl;
	const isOurs = isOwnHost(credentials, address, baseURL);
	const token = isOurs ? currentToken(credentials) : '';
	if (token !== '') headers.Authorization = `Bearer ${token}`;
	return {
		...options,
		...(address.startsWith('/') ? { baseURL } : {}),
		headers,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

function isOwnHost(
	{ apiUrl, webUrl }: BambuCredentials,
	address: string,
	baseURL: string,
): boolean {
	try {
		const { origin } = new URL(address, baseURL);
		return origin === apiUrl || origin === webUrl;
	} catch {
		return false;
	}
}
