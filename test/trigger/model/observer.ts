import type { IDataObject } from 'n8n-workflow';

import type { Figure } from './makerPage';

/** What the user of a story listens for. */
export interface Scope {
	events: string[];
	deviceIds: string[];
	messageTypes: string[];
	/** By what prints are chosen: names of filters in printChoice.ts; none for all. */
	prints?: string[] | undefined;
	/** Which changes of a status are chosen, in the words of the user; missing where no story is about them. */
	statusFrom?: string[] | undefined;
	statusTo?: string[] | undefined;
}

/** What of the past is told on publishing; seconds. */
export interface Opening {
	since: number;
	tellRunning: boolean;
}

export const fromNow: Opening = { since: Infinity, tellRunning: false };

export interface Reading {
	at: number;
	/** The printer that was asked for, where it was one. */
	serial: string | undefined;
	/** The spools that it shows, with what is left on them. */
	spools?: Array<{ id: number; grams: number | null }> | undefined;
	/** The figures on MakerWorld that it shows. */
	figures?: Figure[] | undefined;
}

/** What a poll was, seen from outside. All times are true seconds. */
export interface PollView {
	began: number;
	/** The true answers that came of its source. */
	readings: Reading[];
	wasAsked: boolean;
	/** Whether the source was asked at all, each answer was true, and nothing was thrown away. */
	isClean: boolean;
	/** Whether what it read may have been thrown away, as by an activation that failed. */
	isDropped: boolean;
	/** Whether the cloud refused to say something of a printer that was there a moment ago. */
	isRefused: boolean;
	/** Whether everything must have come by now, however seldom it is looked for. */
	isLast: boolean;
}

export function isChosen({ deviceIds }: Scope, device: string): boolean {
	return deviceIds.length === 0 || deviceIds.includes(device);
}

export function listensFor({ events }: Pick<Scope, 'events'>, names: readonly string[]): boolean {
	return names.some((name) => events.includes(name));
}

/** Somebody who knows the truth, and the promises, and compares what the trigger tells with them. */
export interface Observer {
	/** Its events are counted from now on; `isAgain` where an earlier life keeps the trigger from repeats. */
	begin(opening: Opening, isAgain: boolean): void;
	/** Nothing is known of the source until it can be read: then the trigger begins anew. */
	beginLater(): void;
	/** The user has published other settings; what is new in them counts from now on. */
	changeScope(scope: Scope): void;
	/** n8n has stored what the trigger knows. */
	store(): void;
	/** n8n goes on, from what it stored last; `isRestart` where what lived in the process is gone, too. */
	rollBack(isRestart: boolean): void;
	/**
	 * n8n goes on from what it stored before the account was away for a while. What the return to it
	 * made past may come now, since nothing of that return was stored.
	 */
	forgive(): void;
	/** What a poll brings. @throws Error where that is repeated, not wanted, or not true. */
	receive(items: IDataObject[], view: PollView): void;
	/** After a poll. @throws Error where something is lost. */
	verify(view: PollView): void;
}
