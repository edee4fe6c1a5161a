import { isSendable } from './credentials';
import { finiteNumber, textOrEmpty, type JsonObject } from '../json';
import type { Session } from './signInCache';

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
