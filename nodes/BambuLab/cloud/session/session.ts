import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, textOrEmpty, type JsonObject } from '../json';
import { isSendable, type BambuCredentials } from './credentials';

export interface Session {
	token: string;
	refreshToken: string;
	/** When the token was obtained, and when it ends, in milliseconds; undefined where nobody said. */
	since?: number | undefined;
	expiresAt?: number | undefined;
}

/** A century; who says more says nothing, and of much more no date can be made. */
const longestLifeSeconds = 100 * 365 * 24 * 3600;

/** The session in a reply. Bambu Lab fills all fields in every case, the unused ones with "" or 0. */
export function sessionInReply(reply: JsonObject): Session | undefined {
	const token = textOrEmpty(reply.accessToken) || textOrEmpty(reply.token);
	if (!isSendable(token)) return undefined;
	const lifeSeconds = finiteNumber(reply.expiresIn) ?? 0;
	return {
		token,
		refreshToken: textOrEmpty(reply.refreshToken) || token,
		since: Date.now(),
		...(lifeSeconds > 0 && lifeSeconds < longestLifeSeconds
			? { expiresAt: Date.now() + lifeSeconds * 1000 }
			: {}),
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
function sessionMark(credentials: BambuCredentials): string {
	const { authentication, verificationCode } = credentials;
	const mark = fingerprint(credentials);
	if (authentication !== 'verificationCode' || verificationCode === '') return mark;
	return `${mark}:${hashOf(mark, verificationCode).slice(0, 8)}`;
}

/** Whether the stored session was obtained for exactly this account. */
function hasOwnSession(credentials: BambuCredentials): boolean {
	const { sessionToken, sessionTokenMark } = credentials;
	return sessionToken !== '' && sessionTokenMark.split(':')[0] === fingerprint(credentials);
}

/** The token to send; empty where there is none for exactly this account. */
export function currentToken(credentials: BambuCredentials): string {
	const { authentication, accessToken, sessionToken } = credentials;
	if (hasOwnSession(credentials)) return sessionToken;
	return authentication === 'accessToken' ? accessToken : '';
}

/**
 * Whether a code was typed that the stored session does not come from: an open form sends the code of
 * the stored session again with each save.
 */
export function hasNewCode(credentials: BambuCredentials): boolean {
	const { authentication, verificationCode, sessionTokenMark } = credentials;
	const isCode = authentication === 'verificationCode' && /^\d/.test(verificationCode);
	return isCode && sessionTokenMark !== sessionMark(credentials);
}

/** Whether nothing goes on until Bambu Lab has sent a code and the user has entered it. */
export function waitsForCode(credentials: BambuCredentials): boolean {
	const { authentication } = credentials;
	const hasNone = currentToken(credentials) === '' && !hasNewCode(credentials);
	return authentication === 'verificationCode' && hasNone;
}

function momentOf(isoText: string): number | undefined {
	const moment = Date.parse(isoText);
	return Number.isNaN(moment) ? undefined : moment;
}

/** When the code was sent that these credentials wait for, in milliseconds. */
export function codeRequestedAt(credentials: BambuCredentials): number | undefined {
	const [mark, sentAt = ''] = credentials.codeRequest.split(' ');
	return mark === fingerprint(credentials) ? momentOf(sentAt) : undefined;
}

/**
 * What n8n stores while a code is on its way: a code must be sent once, not once for every test. A session
 * that lives stays. The word "new" is cleared, so that it counts once.
 */
export function storedCodeRequest(
	credentials: BambuCredentials,
	sentAt: number,
	isSessionLiving: boolean,
): IDataObject {
	return {
		sessionToken: isSessionLiving ? credentials.sessionToken : '',
		codeRequest: `${fingerprint(credentials)} ${new Date(sentAt).toISOString()}`,
		verificationCode: '',
	};
}

function isoTime(moment: number | undefined): string {
	return moment === undefined ? '' : new Date(moment).toISOString();
}

/** What n8n stores of a session. */
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

/** The session of `currentToken`, as it was when it was obtained; a pasted token tells nothing of it. */
export function sessionOf(credentials: BambuCredentials): Session {
	const token = currentToken(credentials);
	if (!hasOwnSession(credentials)) return { token, refreshToken: token };
	const { refreshToken, sessionSince, sessionExpiresAt } = credentials;
	return {
		token,
		refreshToken: refreshToken || token,
		since: momentOf(sessionSince),
		expiresAt: momentOf(sessionExpiresAt),
	};
}
