import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { regionOf, type Region } from '../http/region';
import { isSendable } from '../http/request';
import { finiteNumber, textOrEmpty, type JsonObject } from '../json';
import { tokenIn } from './pastedToken';

const methods = ['accessToken', 'password', 'verificationCode'] as const;
export type SignInMethod = (typeof methods)[number];

export interface Session {
	token: string;
	refreshToken: string;
	/** When the token was obtained, and when it ends, in milliseconds; undefined where nobody said. */
	since?: number | undefined;
	expiresAt?: number | undefined;
}

export interface BambuCredentials extends Region {
	authentication: SignInMethod;
	/** Empty where none was pasted, or another way to sign in is chosen. */
	accessToken: string;
	account: string;
	password: string;
	verificationCode: string;
	totpSecret: string;
	/** The stored session, whosever it is; its token is empty before the first sign-in. */
	stored: Session;
	sessionTokenMark: string;
	/** For which account a code was sent, and when; empty where none is awaited. */
	codeRequest: string;
}

function momentOf(isoText: unknown): number | undefined {
	const moment = Date.parse(textOrEmpty(isoText));
	return Number.isNaN(moment) ? undefined : moment;
}

export function readCredentials(data: ICredentialDataDecryptedObject): BambuCredentials {
	const authentication = methods.find((method) => method === data.authentication) ?? 'accessToken';
	const token = textOrEmpty(data.sessionToken);
	return {
		...regionOf(data),
		authentication,
		accessToken: authentication === 'accessToken' ? tokenIn(data.accessToken) : '',
		account: textOrEmpty(data.account),
		password: typeof data.password === 'string' ? data.password : '',
		verificationCode: textOrEmpty(data.verificationCode).replace(/\s/g, ''),
		totpSecret: textOrEmpty(data.totpSecret),
		stored: {
			token,
			refreshToken: textOrEmpty(data.sessionRefreshToken) || token,
			since: momentOf(data.sessionSince),
			expiresAt: momentOf(data.sessionExpiresAt),
		},
		sessionTokenMark: textOrEmpty(data.sessionTokenMark),
		codeRequest: textOrEmpty(data.codeRequest),
	};
}

/** One-way, so that no key of a memory tells what went into it. */
export function hashOf(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Tells whose session a stored token is: n8n keeps the token when the user edits the account. Six digits
 * stand for the account, two for its password: they notice nearly every change, and fit every 256th guess, so
 * they confirm none. Where they notice none, the account goes on with its own session.
 */
export function fingerprint(credentials: BambuCredentials): string {
	const { apiUrl, authentication, account, accessToken, password } = credentials;
	const typed = authentication === 'password' ? password : '';
	const who = hashOf(apiUrl, authentication, account.toLowerCase(), accessToken);
	return who.slice(0, 6) + hashOf(typed).slice(0, 2);
}

/** The fingerprint, and beside it which code the session came from. */
function sessionMark(credentials: BambuCredentials): string {
	const { authentication, verificationCode } = credentials;
	const mark = fingerprint(credentials);
	if (authentication !== 'verificationCode' || verificationCode === '') return mark;
	return `${mark}:${hashOf(mark, verificationCode).slice(0, 8)}`;
}

/** The session to use: the stored one, if it is this account's, else a pasted token; the token may be empty. */
export function sessionOf(credentials: BambuCredentials): Session {
	const { accessToken, stored, sessionTokenMark } = credentials;
	const isOwn = stored.token !== '' && sessionTokenMark.split(':')[0] === fingerprint(credentials);
	return isOwn ? stored : { token: accessToken, refreshToken: accessToken };
}

/** An open form sends the code that the stored session comes from again with each save. */
export function hasNewCode(credentials: BambuCredentials): boolean {
	const { authentication, verificationCode, sessionTokenMark } = credentials;
	const isCode = authentication === 'verificationCode' && /^\d/.test(verificationCode);
	return isCode && sessionTokenMark !== sessionMark(credentials);
}

export function waitsForCode(credentials: BambuCredentials): boolean {
	const { authentication } = credentials;
	const hasNone = sessionOf(credentials).token === '' && !hasNewCode(credentials);
	return authentication === 'verificationCode' && hasNone;
}

export function codeRequestedAt(credentials: BambuCredentials): number | undefined {
	const [mark, sentAt] = credentials.codeRequest.split(' ');
	return mark === fingerprint(credentials) ? momentOf(sentAt) : undefined;
}

/** What n8n stores while a code is on its way, so that it is sent once. The word "new" is cleared, to count once. */
export function storedCodeRequest(
	credentials: BambuCredentials,
	sentAt: number,
	isSessionLiving: boolean,
): IDataObject {
	return {
		sessionToken: isSessionLiving ? credentials.stored.token : '',
		codeRequest: `${fingerprint(credentials)} ${new Date(sentAt).toISOString()}`,
		verificationCode: '',
	};
}

function isoTime(moment: number | undefined): string {
	return moment === undefined ? '' : new Date(moment).toISOString();
}

export function storedSession(credentials: BambuCredentials, session: Session): IDataObject {
	return {
		sessionToken: session.token,
		sessionRefreshToken: session.refreshToken,
		sessionTokenMark: sessionMark(credentials),
		sessionSince: isoTime(session.since),
		sessionExpiresAt: isoTime(session.expiresAt),
		codeRequest: '',
		// A code works once: what stays stored could only fail.
		...(credentials.authentication === 'verificationCode' ? { verificationCode: '' } : {}),
	};
}

/** A century; who says more says nothing, and of much more no date can be made. */
const maxLifeSeconds = 100 * 365 * 24 * 3600;

/** The session in a reply. Bambu Lab fills all fields in every case, the unused ones with "" or 0. */
export function sessionInReply(reply: JsonObject): Session | undefined {
	const token = textOrEmpty(reply.accessToken) || textOrEmpty(reply.token);
	if (!isSendable(token)) return undefined;
	const lifeSeconds = finiteNumber(reply.expiresIn) ?? 0;
	const isKnown = lifeSeconds > 0 && lifeSeconds < maxLifeSeconds;
	return {
		token,
		refreshToken: textOrEmpty(reply.refreshToken) || token,
		since: Date.now(),
		expiresAt: isKnown ? Date.now() + lifeSeconds * 1000 : undefined,
	};
}
