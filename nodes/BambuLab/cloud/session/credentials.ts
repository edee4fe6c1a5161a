import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { regionOf, type Region } from '../http/region';
import { isObject, parseJson, textOrEmpty } from '../json';

export type SignInMethod = 'accessToken' | 'password' | 'verificationCode';

/** What the user typed into the credential, and the session that a sign-in stored beside it. */
export interface BambuCredentials extends Region {
	authentication: SignInMethod;
	/** Empty where what was pasted holds no token. */
	accessToken: string;
	account: string;
	password: string;
	verificationCode: string;
	totpSecret: string;
	sessionToken: string;
	sessionTokenMark: string;
	/** When the session began and when it ends (ISO 8601); empty where unknown. */
	sessionSince: string;
	sessionExpiresAt: string;
	/** What to exchange for a new token; empty before the first sign-in. */
	refreshToken: string;
	/** For which account a code was sent, and when; empty where none is awaited. */
	codeRequest: string;
}

const methods: readonly SignInMethod[] = ['accessToken', 'password', 'verificationCode'];

function isMethod(value: unknown): value is SignInMethod {
	return methods.some((method) => method === value);
}

/** Whether a text can be sent as a token: a header holds no blank, and no letter beyond ASCII. */
export function isSendable(token: string): boolean {
	return /^[\x21-\x7e]+$/.test(token);
}

/** The token in a JSON reply of a sign-in, or in a list of cookies that an extension exported. */
function tokenInJson(text: string): unknown {
	const value = parseJson(text);
	const cookies: unknown[] = Array.isArray(value) ? value : [];
	const cookie = cookies.find((entry) => isObject(entry) && entry.name === 'token');
	if (isObject(cookie)) return cookie.value;
	if (typeof value === 'string') return value;
	return isObject(value) ? value.accessToken || value.access_token || value.token : undefined;
}

/** The value of a cookie or form field that holds a token, among others as a browser shows them. */
const namedToken = /(?:^|[\s;,&?"'])(?:token|access_?token)["']?\s*[=:]\s*["']?([^\s;,&"']+)/i;

/**
 * The token in what was pasted: people copy it with quotes, with the scheme, as a cookie, as JSON, or
 * with the line breaks of a terminal. A text without a token comes out as it is.
 */
export function tokenIn(pasted: unknown): string {
	const text = textOrEmpty(pasted).replace(/^(?:-H\s*)?["']?authorization["']?\s*:\s*/i, '');
	const inJson = /^[[{"]/.test(text) ? textOrEmpty(tokenInJson(text)) : '';
	const named = namedToken.exec(text)?.[1] ?? '';
	const bare = (inJson || named || text)
		.replace(/^["'`]+|["'`;,]+$/g, '')
		.trim()
		.replace(/^bearer[\s:]+/i, '');
	// A terminal breaks a long token into lines; what is short would be words.
	const joined = bare.replace(/\s+/g, '');
	return joined.length >= 40 && isSendable(joined) ? joined : bare;
}

/** What a text without a token seems to be, to follow "found"; undefined where it may be a token. */
export function notAToken(text: string): string | undefined {
	if (/^https?:\/\//i.test(text)) return 'a web address';
	if (/^[[{<]/.test(text)) return 'JSON or a web page without a token in it';
	if (/^[^\s@]+@[^\s@]+\.\w+$/.test(text)) return 'an e-mail address';
	if (/^\d{4,8}$/.test(text)) return 'a verification code';
	if (/\w=[^=]/.test(text)) return 'cookies without one that is called "token"';
	if (/\s/.test(text)) return 'several words';
	return isSendable(text) ? undefined : 'characters that no token has';
}

/** @throws CloudError where a custom address is unusable. */
export function readCredentials(data: ICredentialDataDecryptedObject): BambuCredentials {
	return {
		...regionOf(data),
		authentication: isMethod(data.authentication) ? data.authentication : 'accessToken',
		accessToken: tokenIn(data.accessToken),
		account: textOrEmpty(data.account),
		password: typeof data.password === 'string' ? data.password : '',
		verificationCode: textOrEmpty(data.verificationCode).replace(/\s/g, ''),
		totpSecret: textOrEmpty(data.totpSecret),
		sessionToken: textOrEmpty(data.sessionToken),
		sessionTokenMark: textOrEmpty(data.sessionTokenMark),
		sessionSince: textOrEmpty(data.sessionSince),
		sessionExpiresAt: textOrEmpty(data.sessionExpiresAt),
		refreshToken: textOrEmpty(data.sessionRefreshToken),
		codeRequest: textOrEmpty(data.codeRequest),
	};
}
