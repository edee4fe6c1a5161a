import type { IDataObject } from 'n8n-workflow';

/** What the user of a story listens for. */
export interface Scope {
	events: string[];
	deviceIds: string[];
	messageTypes: string[];
}

/** What of the past is told on publishing; seconds. */
export interface Opening {
	since: number;
	tellRunning: boolean;
}

export const fromNow: Opening = { since: Infinity, tellRunning: false };

/** The moment of a poll. */
export interface PollTime {
	/** Seconds on the clock of n8n, which may be wrong. */
	now: number;
	/** Whether everything must have come by now, however seldom it is looked for. */
	isLast: boolean;
}

/** A perfect observer of one source: it expects of each poll what a poll could see. */
export interface Observer {
	/** A trigger begins here; `isAgain` where an earlier life of it keeps it from repeats. */
	begin(opening: Opening, isAgain: boolean): void;
	/** The user has published other settings; what is new in them counts from now on. */
	changeScope(scope: Scope, now: number): void;
	/** Before a poll. The result tells, after it has worked, what is lost. */
	expect(time: PollTime): () => string[];
	/** @throws Error where an event is repeated, not wanted, or not true. */
	receive(item: IDataObject, now: number): void;
	/**
	 * n8n goes on from what it stored before the account was away for a while. What the return to it
	 * made past may come now, since nothing of that return was stored.
	 */
	forgive(): void;
	/** n8n started again: what lived in the process alone is gone. */
	restart(): void;
}

export function isChosen({ deviceIds }: Scope, device: string): boolean {
	return deviceIds.length === 0 || deviceIds.includes(device);
}

export function listensFor({ events }: Scope, names: readonly string[]): boolean {
	return names.some((name) => events.includes(name));
}
