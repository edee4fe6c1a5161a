import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import type { BambuCredentials } from './credentials';
import type { Session } from './signInCache';

/** One-way, so that neither the database nor a memory key tells what went into it. */
export function hashOf(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Tells whose session a stored token is. n8n keeps the token when the user edits the account, so a
 * token counts only while this value is unchanged.
 */
export function fingerprint(credentials: BambuCredentials): string {
	const { apiUrl, authentication, account, password, accessToken } = credentials;
	const secret = { accessToken, password, verificationCode: '' }[authentication];
	return hashOf(apiUrl, authentication, account.toLowerCase(), secret);
}

/** The fingerprint, and beside it which code the session came from. */
function sessionMark(credentials: BambuCredentials): string {
	const { authentication, verificationCode } = credentials;
	const mark = fingerprint(credentials);
	if (authentication !== 'verificationCode' || verificationCode === '') return mark;
	return `${mark}:${hashOf(mark, verificationCode)}`;
}

/**
 * A code that was just typed asks for a new session, also while the old one lives; the code of the
 * stored session, which an open form sends again with each save, does not.
 */
function isOwn(credentials: BambuCredentials): boolean {
	const { sessionTokenMark } = credentials;
	const mark = sessionMark(credentials);
	return sessionTokenMark === mark || sessionTokenMark.startsWith(`${mark}:`);
}

/**
 * Stands in the place of the token, with the time, while a code is on its way. n8n stores nothing
 * when a sign-in throws, and a code must be sent once, not once for every test and execution.
 */
const codeRequested = 'code-requested:';

/** The token to send; empty where none was obtained for exactly these settings. */
export function currentToken(credentials: BambuCredentials): string {
	const { authentication, accessToken, sessionToken } = credentials;
	if (authentication === 'accessToken') return accessToken;
	return isOwn(credentials) && !sessionToken.startsWith(codeRequested) ? sessionToken : '';
}

/** When the code was sent that these credentials wait for, in milliseconds. */
export function codeRequestedAt(credentials: BambuCredentials): number | undefined {
	const { sessionToken } = credentials;
	if (!sessionToken.startsWith(codeRequested) || !isOwn(credentials)) return undefined;
	const sentAt = Number(sessionToken.slice(codeRequested.length));
	return Number.isSafeInteger(sentAt) ? sentAt : undefined;
}

/** Whether nothing goes on until Bambu Lab has sent a code and the user has entered it. */
export function waitsForCode(credentials: BambuCredentials): boolean {
	const { authentication, verificationCode } = credentials;
	const hasCode = /^\d/.test(verificationCode);
	return authentication === 'verificationCode' && !hasCode && currentToken(credentials) === '';
}

/** What n8n stores while a code is on its way. The word "new" is cleared, so that it counts once. */
export function storedRequest(credentials: BambuCredentials, sentAt: number): IDataObject {
	return {
		sessionToken: `${codeRequested}${sentAt}`,
		sessionRefreshToken: '',
		sessionTokenMark: fingerprint(credentials),
		sessionSince: '',
		sessionExpiresAt: '',
		verificationCode: '',
	};
}

function isoTime(moment: number | undefined): string {
	return moment === undefined ? '' : new Date(moment).toISOString();
}

function momentOf(isoText: string): number | undefined {
	const moment = Date.parse(isoText);
	return Number.isNaN(moment) ? undefined : moment;
}

/** What n8n stores of a session. */
export function storedSession(credentials: BambuCredentials, session: Session): IDataObject {
	return {
		sessionToken: session.token,
		sessionRefreshToken: session.refreshToken,
		sessionTokenMark: sessionMark(credentials),
		sessionSince: isoTime(session.since),
		sessionExpiresAt: isoTime(session.expiresAt),
		// A code works once: what stays stored could only fail.
		...(credentials.authentication === 'verificationCode' ? { verificationCode: '' } : {}),
	};
}

/** The stored session, as it was when it was obtained. */
export function sessionIn(credentials: BambuCredentials): Session {
	const { refreshToken, sessionSince, sessionExpiresAt } = credentials;
	const token = currentToken(credentials);
	return {
		token,
		refreshToken: refreshToken || token,
		since: momentOf(sessionSince),
		expiresAt: momentOf(sessionExpiresAt),
	};
}
