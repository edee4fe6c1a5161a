import type { FailureCause } from '../cloud/errors/catalogueRow';

/** Why polls fail, since when, and what was said of it. Kept by one process. */
export interface Trouble {
	/** `outage` for all that passes by itself, else the name of the problem. */
	what: string;
	/** Milliseconds. */
	since: number;
	/** Milliseconds; undefined while no execution has shown it. */
	shownAt: number | undefined;
	/** Milliseconds; the cloud wants no request before. */
	quietUntil: number;
}

export interface PollFailure {
	name: string;
	cause: FailureCause;
	retryAfterSeconds?: number | undefined;
}

const passing: readonly FailureCause[] = [
	'rate-limited',
	'quota-exhausted',
	'temporarily-unavailable',
];
/** What only the user can mend is shown again after this. */
const remindAfterMs = 24 * 3_600_000;
const longestQuietMs = 3_600_000;

/**
 * Decides whether a failed poll becomes an error execution. What passes by itself is shown once,
 * when it has lasted; what the user has to mend is shown at once, and each day again.
 *
 * @param reportAfterMs how long an outage may last in silence
 * @param now milliseconds
 */
export function judge(
	before: Trouble | undefined,
	{ name, cause, retryAfterSeconds = 0 }: PollFailure,
	reportAfterMs: number,
	now: number,
): { trouble: Trouble; isToShow: boolean } {
	const isPassing = passing.includes(cause);
	const what = isPassing ? 'outage' : name;
	const known = before?.what === what ? before : undefined;
	const since = Math.min(known?.since ?? now, now);
	const isDue = isPassing
		? known?.shownAt === undefined && now - since >= reportAfterMs
		: known?.shownAt === undefined || Math.abs(now - known.shownAt) >= remindAfterMs;
	return {
		trouble: {
			what,
			since,
			shownAt: isDue ? now : known?.shownAt,
			quietUntil: now + Math.min(retryAfterSeconds * 1000, longestQuietMs),
		},
		isToShow: isDue,
	};
}

/** Whether the cloud has asked for silence until later. A clock that was set back ends the silence. */
export function isQuiet(trouble: Trouble | undefined, now: number): boolean {
	const left = (trouble?.quietUntil ?? 0) - now;
	return left > 0 && left <= longestQuietMs;
}
