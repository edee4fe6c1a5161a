import {
	finiteNumber,
	idText,
	isObject,
	parseJson,
	textOrEmpty,
	type JsonObject,
} from '../cloud/json';
import type { BambuCredentials } from '../cloud/session/credentials';

export const dayMs = 24 * 3_600_000;

/** Tokens are opaque; only where one is a JWT does it tell its own end, in seconds. */
function endInToken(token: string): number | undefined {
	const parts = token.split('.');
	if (parts.length !== 3) return undefined;
	const claims = parseJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
	const seconds = isObject(claims) ? finiteNumber(claims.exp) : undefined;
	// Beyond this there is no date; such a claim says nothing.
	return seconds === undefined || Math.abs(seconds) > 8.64e12 ? undefined : seconds * 1000;
}

/** When the session ends, in milliseconds; undefined where nobody said. */
export function sessionEnd({
	authentication,
	accessToken,
	sessionToken,
	sessionExpiresAt,
}: BambuCredentials): number | undefined {
	const isPasted = authentication === 'accessToken';
	const stored = isPasted ? undefined : finiteNumber(Date.parse(sessionExpiresAt));
	return stored ?? endInToken(isPasted ? accessToken : sessionToken);
}

/** What a workflow may know of the sign-in: everything but the token. */
export function sessionStatus(
	credentials: BambuCredentials,
	preferences: unknown,
	now: number,
): JsonObject {
	const { authentication, account, sessionSince, apiUrl } = credentials;
	const user = isObject(preferences) ? preferences : {};
	const end = sessionEnd(credentials);
	return {
		signedIn: true,
		method: authentication,
		account: authentication === 'accessToken' ? null : account,
		userId: idText(user.uid) || null,
		userName: textOrEmpty(user.name) || null,
		apiUrl,
		signedInSince: authentication === 'accessToken' ? null : sessionSince || null,
		expiresAt: end === undefined ? null : new Date(end).toISOString(),
		daysLeft: end === undefined ? null : Math.floor((end - now) / dayMs),
		renewsItself: authentication === 'password',
	};
}
