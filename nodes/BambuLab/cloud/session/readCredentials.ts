import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { regionOf, type Region } from '../http/region';
import { isObject, objectsIn, parseJson, textOrEmpty } from '../json';

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
function tokenInJson(text: string): string {
	const value = parseJson(text);
	const entries = Array.isArray(value) ? objectsIn(value) : [value];
	for (const entry of entries) {
		if (!isObject(entry)) continue;
		const ofCookie = entry.name === 'token' ? entry.value : '';
		const token = textOrEmpty(ofCookie || entry.accessToken || entry.access_token || entry.token);
		if (token !== '') return token;
	}
	return '';
}

/** The value of a cookie, a form field or a line of JSON, among others as a browser shows them. */
const namedToken =
	/(?:^|[\s;,&?{"'])(?:token|access_?token)["']?\s*[=:\t]\s*["']?([^\s;,&"'}\]]{16,})/i;
/** The value of an Authorization header, also in a curl command, up to the next header. */
const bearerToken = /(?:^|[\s"'`:])bearer[\s:]+["']?([^"'`,;]+?)["'`,;]*(?:$|["'`,;]|\n[\w-]+:)/i;
/** What is copied along before and behind a text. */
const wrapping = /^[\s"'`“”„‘’]+|[\s"'`“”‘’;,]+$/g;

/** A terminal or a mail breaks a long token into lines; words are shorter than those. */
function withoutBreaks(text: string): string {
	const pieces = text.split(/\s+/);
	const isBroken =
		pieces.slice(0, -1).every((piece) => piece.length >= 20) &&
		pieces.every((piece) => /^[\w.~+/=-]+$/.test(piece));
	return isBroken ? pieces.join('') : text;
}

/**
 * The token in what was pasted: people copy it in quotes, as a header, a cookie or JSON, with invisible
 * characters, or with the line breaks of a terminal. A text without a token comes out as it is.
 */
export function tokenIn(pasted: unknown): string {
	const text = textOrEmpty(pasted)
		.replace(/\p{Cf}/gu, '')
		.replace(wrapping, '');
	const inJson = /^[[{]/.test(text) ? tokenInJson(text) : '';
	const found = inJson || namedToken.exec(text)?.[1] || bearerToken.exec(text)?.[1] || text;
	return withoutBreaks(found.trim());
}

/** What a text without a token seems to be; undefined where it may be a token. */
export function notAToken(text: string): string | undefined {
	if (/^https?:\/\//i.test(text)) return 'a web address';
	if (/^</.test(text)) return 'a web page';
	if (/^[[{]/.test(text)) return 'JSON without a token';
	if (/^[^\s@]+@[^\s@]+\.\w+$/.test(text)) return 'an e-mail address';
	if (/^\d{4,8}$/.test(text)) return 'a verification code';
	if (/^\+?[\d\s().-]+$/.test(text)) return 'a number';
	if (/\w=[^=]/.test(text)) return 'cookies, none of which is called "token",';
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

/** One-way, so that no key of a memory tells what went into it. */
export function hashOf(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Tells whose session a stored token is. n8n keeps the token when the user edits the account, so a
 * token counts only while this value is unchanged. Six digits stand for the account, two for its
 * password: they notice nearly every change, and fit every 256th guess, so they confirm none. Where they
 * notice none, the account goes on with its own session.
 */
export function fingerprint(credentials: BambuCredentials): string {
	const { apiUrl, authentication, account, accessToken, password } = credentials;
	const pasted = authentication === 'accessToken' ? accessToken : '';
	const typed = authentication === 'password' ? password : '';
	const who = hashOf(apiUrl, authentication, account.toLowerCase(), pasted);
	return who.slice(0, 6) + hashOf(typed).slice(0, 2);
}

/** The fingerprint, and beside it which code the session came from. */
export function sessionMark(credentials: BambuCredentials): string {
	const { authentication, verificationCode } = credentials;
	const mark = fingerprint(credentials);
	if (authentication !== 'verificationCode' || verificationCode === '') return mark;
	return `${mark}:${hashOf(mark, verificationCode).slice(0, 8)}`;
}

/** Whether the stored session was obtained for exactly this account. */
export function hasOwnSession(credentials: BambuCredentials): boolean {
	const { sessionToken, sessionTokenMark } = credentials;
	return sessionToken !== '' && sessionTokenMark.split(':')[0] === fingerprint(credentials);
}
