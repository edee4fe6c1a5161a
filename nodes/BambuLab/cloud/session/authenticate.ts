import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { isSendable } from '../http/request';
import { textOrEmpty } from '../json';
import {
	codeRequestedAt,
	hasNewCode,
	readCredentials,
	sessionOf,
	waitsForCode,
	type BambuCredentials,
} from './credentials';
import { codeMissing, codeWasSent, isOnItsWay } from './verificationCode';

export const testHeader = 'x-n8n-credential-test';
export const refreshHeader = 'x-n8n-session-refresh';

type Purpose = 'test' | 'refresh' | 'other';

/** By the credential's data: n8n hands the same object to every step of one request, and to no other. */
export const purposes = new WeakMap<object, Purpose>();

function purposeIn({ headers = {} }: IHttpRequestOptions): Purpose {
	const names = Object.keys(headers).map((name) => name.toLowerCase());
	if (names.includes(testHeader)) return 'test';
	return names.includes(refreshHeader) ? 'refresh' : 'other';
}

/** n8n takes an error with this status for a refused token, and calls `preAuthentication`. */
function sessionToOpen(): Error {
	const error = new Error('The session of the Bambu Lab credential has to be opened first.');
	return Object.assign(error, { response: { status: 401 } });
}

/**
 * Sends the request to the credential's region and signs it; one to any other host, also by a redirect,
 * stays unsigned. Without a token for these settings, and for a test or a refresh, n8n is made to call
 * `preAuthentication`: that one does not see the request, and waits until it is known what it is for.
 */
export function authenticate(
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const credentials = readCredentials(data);
	const address = textOrEmpty(options.url) || textOrEmpty('uri' in options ? options.uri : '');
	const baseURL = options.baseURL ?? credentials.apiUrl;
	const isOurs = isOwnHost(credentials, address, baseURL);
	const token = isOurs ? sessionOf(credentials).token : '';
	const known = purposes.get(data);
	const purpose = known ?? purposeIn(options);
	purposes.set(data, purpose);
	const needsSession = isOurs && !isSendable(token) && !waitsForCode(credentials);
	if (known === undefined && (needsSession || purpose !== 'other')) throw sessionToOpen();
	refuseWithoutCode(credentials, purpose === 'test');
	const headers: IDataObject = Object.fromEntries(
		Object.entries(options.headers ?? {}).filter(
			([name]) => !['authorization', testHeader, refreshHeader].includes(name.toLowerCase()),
		),
	);
	if (isSendable(token)) headers.Authorization = `Bearer ${token}`;
	return {
		...options,
		...(address.startsWith('/') ? { baseURL } : {}),
		headers,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

/** A session that lives goes on while another code is awaited; only who tests hears of that code. */
function refuseWithoutCode(credentials: BambuCredentials, isTest: boolean): void {
	const sentAt = codeRequestedAt(credentials);
	const isAwaited = sentAt !== undefined && isOnItsWay(sentAt) && !hasNewCode(credentials);
	if (!waitsForCode(credentials) && !(isTest && isAwaited)) return;
	throw sentAt === undefined ? codeMissing() : codeWasSent(credentials.account, sentAt, isTest);
}

function isOwnHost({ apiUrl, webUrl }: BambuCredentials, address: string, base: string): boolean {
	// What the HTTP library takes for a whole address, such as "https:host", is none of our paths.
	const from = URL.canParse(address) ? undefined : base;
	return URL.canParse(address, from) && [apiUrl, webUrl].includes(new URL(address, from).origin);
}
