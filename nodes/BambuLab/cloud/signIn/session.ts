import { createHash } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { readCredentials, type BambuCredentials } from '../credentials';
import { CloudProblem } from '../errors';
import { textOrEmpty } from '../json';
import { isTokenDead, signIn, type HttpRequest } from './login';
import { signInOnce, type Session } from './memory';

/**
 * Tells whose session a stored token is. n8n keeps the token when the user edits the account, so a
 * token counts only while this value is unchanged.
 */
export function fingerprint(credentials: BambuCredentials): string {
	const { apiUrl, authentication, account, password, accessToken } = credentials;
	const secret = { accessToken, password, verificationCode: '' }[authentication];
	return createHash('sha256')
		.update(JSON.stringify([apiUrl, authentication, account.toLowerCase(), secret]))
		.digest('hex');
}

/** The token to send; empty where none was obtained for exactly these settings. */
function currentToken(credentials: BambuCredentials): string {
	if (credentials.authentication === 'accessToken') return credentials.accessToken;
	return credentials.sessionFor === fingerprint(credentials) ? credentials.sessionToken : '';
}

function missing(message: string, description: string): CloudProblem {
	return new CloudProblem({ name: 'credentialIncomplete', message, description });
}

function assertComplete(credentials: BambuCredentials): void {
	const { authentication, accessToken, account, password, verificationCode } = credentials;
	if (authentication === 'accessToken') {
		if (accessToken !== '') return;
		throw missing(
			'The Bambu Lab credential holds no access token',
			'Paste one into it, or choose another way to sign in.',
		);
	}
	if (account === '') {
		throw missing(
			'The Bambu Lab credential holds no account',
			'Enter the e-mail address or phone number you use for Bambu Lab.',
		);
	}
	if (authentication === 'password' && password === '') {
		throw missing(
			'The Bambu Lab credential holds no password',
			'Enter it, or choose another way to sign in.',
		);
	}
	if (authentication === 'verificationCode' && verificationCode === '') {
		throw missing(
			'The Bambu Lab credential needs a new verification code',
			'Enter the code that Bambu Lab sends when you sign in on its website, and save.',
		);
	}
}

function stored(credentials: BambuCredentials, session: Session): IDataObject {
	return {
		sessionToken: session.token,
		sessionFor: fingerprint(credentials),
		sessionExpiresAt:
			session.expiresAt === undefined ? '' : new Date(session.expiresAt).toISOString(),
		sessionSince: new Date().toISOString(),
		// A code works once: what stays stored could only fail.
		...(credentials.authentication === 'verificationCode' ? { verificationCode: '' } : {}),
	};
}

/**
 * n8n's `preAuthentication`: called without a stored token, and again after any 401. Returns what n8n
 * shall store with the credential.
 * @throws CloudProblem with the sentence for the user; never a raw HTTP error, on which n8n would
 * sign in a second time.
 */
export async function openSession(
	httpRequest: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const credentials = readCredentials(data);
	const { authentication, verificationCode, accessToken, sessionToken } = credentials;
	const key = fingerprint(credentials);
	const spentToken = sessionToken === '' ? '' : currentToken(credentials);
	if (authentication === 'accessToken') {
		assertComplete(credentials);
		if (spentToken === '') return stored(credentials, { token: accessToken });
	}
	const memoryKey = authentication === 'verificationCode' ? `${key}:${verificationCode}` : key;
	const session = await signInOnce(memoryKey, spentToken, async () => {
		// A 401 is not always about the token: one that still works elsewhere is kept.
		if (spentToken !== '' && !(await isTokenDead(httpRequest, credentials.apiUrl, spentToken))) {
			return { token: spentToken };
		}
		if (authentication === 'accessToken') throw deadAccessToken();
		assertComplete(credentials);
		return await signIn(httpRequest, credentials);
	});
	return session.token === spentToken ? { sessionToken: spentToken } : stored(credentials, session);
}

function deadAccessToken(): CloudProblem {
	return new CloudProblem({
		name: 'tokenDead',
		message: 'The Bambu Lab access token has expired or is not valid',
		description:
			'Get a new one by signing in to Bambu Lab again, paste it into the credential, and save. Check the region there too: a token works only where the account was made.',
		status: 401,
	});
}

/**
 * n8n's `authenticate`: sends the request to the credential's region and signs it. A request to any
 * other host, also by a redirect, stays unsigned. Without a token for these settings it stays
 * unsigned too: the API's 401 then makes n8n call `openSession`.
 */
export function authorize(
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const credentials = readCredentials(data);
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
