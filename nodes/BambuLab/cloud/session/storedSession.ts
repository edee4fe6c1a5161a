import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, textOrEmpty, type JsonObject } from '../json';
import {
	fingerprint,
	hasOwnSession,
	isSendable,
	sessionMark,
	type BambuCredentials,
} from './readCredentials';

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
