import { isObject, type JsonObject } from '../cloud/json';
import { dayMs } from '../output/session';

/** A sign-in as a poll sees it. */
export interface SeenSession {
	/** Tells tokens apart and tells nothing of them; empty while there is none. */
	mark: string;
	/** Milliseconds; undefined where nobody said. */
	endsAt: number | undefined;
	renewsItself: boolean;
	/** What a workflow may know of it. */
	status: JsonObject;
}

/** The marks of the tokens whose end has been told, the latest last. */
export interface SessionState {
	told: string[];
}

export interface SessionEvent {
	id: string;
	/** Milliseconds. */
	occurredAt: number;
	status: JsonObject;
}

/** Tokens come and go in months; so many are never in use in turn. */
const mostTold = 8;

/** Whether somebody has to sign in again some day, and when that is known. */
export function hasKnownEnd(session: SeenSession): session is SeenSession & { endsAt: number } {
	return session.mark !== '' && session.endsAt !== undefined && !session.renewsItself;
}

export function sessionEventOf({ mark, status }: SeenSession, now: number): SessionEvent {
	return { id: mark, occurredAt: now, status };
}

/**
 * Tells once per token that its end is near. Pure, and without a look at the time of the last poll,
 * so a state that was rolled back to the one stored with the last event repeats nothing.
 *
 * @param session undefined where it was not looked at; then nothing changes
 * @param now milliseconds
 */
export function detectSession(
	state: SessionState | undefined,
	session: SeenSession | undefined,
	daysBefore: number,
	now: number,
): { events: SessionEvent[]; state: SessionState | undefined } {
	const told = state?.told ?? [];
	const isDue =
		session !== undefined &&
		hasKnownEnd(session) &&
		session.endsAt - now < daysBefore * dayMs &&
		!told.includes(session.mark);
	if (!isDue) return { events: [], state };
	return {
		events: [sessionEventOf(session, now)],
		state: { told: [...told, session.mark].slice(-mostTold) },
	};
}

export function isSessionState(value: unknown): value is SessionState {
	return (
		isObject(value) &&
		Array.isArray(value.told) &&
		value.told.every((mark) => typeof mark === 'string')
	);
}
