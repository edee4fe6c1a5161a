import { isObject, parseJson, textOrEmpty, type JsonObject } from '../cloud/json';
import { sessionOf, type BambuCredentials } from '../cloud/session/credentials';
import { isoTime, timeOf } from './times';
import { idValue } from './values';

export const dayMs = 24 * 3_600_000;

/** Tokens are opaque; only where one is a JWT does it tell its own end, in seconds. */
function endInToken(token: string): number | undefined {
	const parts = token.split('.');
	if (parts.length !== 3) return undefined;
	const claims = parseJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
	return isObject(claims) ? timeOf(claims.exp) : undefined;
}

/** When the session ends, in milliseconds; undefined where nobody said. */
export function sessionEnd(credentials: BambuCredentials): number | undefined {
	const { token, expiresAt } = sessionOf(credentials);
	return expiresAt ?? endInToken(token);
}

/** What a workflow may know of the sign-in: everything but the token. */
export function sessionStatus(
	credentials: BambuCredentials,
	preferences: unknown,
	now: number,
): JsonObject {
	const { authentication, account, apiUrl } = credentials;
	const { since } = sessionOf(credentials);
	const user = isObject(preferences) ? preferences : {};
	const end = sessionEnd(credentials);
	return {
		signedIn: true,
		method: authentication,
		account: authentication === 'accessToken' ? null : account,
		userId: idValue(user.uid),
		userName: textOrEmpty(user.name) || null,
		apiUrl,
		signedInAt: isoTime(since),
		expiresAt: isoTime(end),
		daysLeft: end === undefined ? null : Math.floor((end - now) / dayMs),
		renewsItself: authentication === 'password',
	};
}
