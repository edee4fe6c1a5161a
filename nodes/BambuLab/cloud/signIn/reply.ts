import { finiteNumber, textOrEmpty, type JsonObject } from '../json';
import type { Session } from './memory';

/** The session in a reply. Bambu Lab fills all fields in every case, the unused ones with "" or 0. */
export function sessionInReply(reply: JsonObject): Session | undefined {
	const token = textOrEmpty(reply.accessToken) || textOrEmpty(reply.token);
	if (token === '') return undefined;
	const lifeSeconds = finiteNumber(reply.expiresIn) ?? 0;
	return {
		token,
		refreshToken: textOrEmpty(reply.refreshToken) || token,
		since: Date.now(),
		...(lifeSeconds > 0 ? { expiresAt: Date.now() + lifeSeconds * 1000 } : {}),
	};
}
