import type { Receipt } from './sink';

/** An execution, and the events that it was started with. */
export interface Firing {
	id: string;
	status: string;
	/** Milliseconds. */
	startedAt: number;
	eventIds: string[];
}

/** Milliseconds. */
export interface Kill {
	/** When n8n answered before it. */
	readyAt: number;
	killedAt: number;
	/** When n8n answered again. */
	backAt: number;
}

export interface ExpectedEvent {
	id: string;
	/** When it happened in the cloud; milliseconds. */
	at: number;
}

export interface Observation {
	expected: ExpectedEvent[];
	firings: Firing[];
	/** What left the workflow, without and with Remove Duplicates. */
	all: Receipt[];
	once: Receipt[];
	/** What left it when the executions that were cut off were retried. */
	retried: Receipt[];
	kills: Kill[];
}

/** Ids of events, sorted by what became of them. */
export interface Fates<T> {
	/** No execution has it. */
	lost: T;
	/** A second execution has it. */
	repeated: T;
	/** n8n was killed in its execution, before the step behind the trigger was done. */
	cutOff: T;
}

export interface Tally extends Fates<string[]> {
	/** They were cut off, and came through when their execution was retried. */
	cameBack: string[];
	/** They passed Remove Duplicates twice. */
	repeatedOnce: string[];
	/** n8n told them, and they never happened. */
	unexpected: string[];
	/** Executions that ended in an error, which no crash is. */
	failed: string[];
	/** How many of each are due to which kill. */
	perKill: Array<Fates<number>>;
}

function repeatsIn(ids: string[]): string[] {
	return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** The kill that comes first after a moment. */
function killAfter(kills: Kill[], at: number): number {
	return kills.findIndex(({ killedAt }) => killedAt >= at);
}

export function tallyOf({ expected, firings, all, once, retried, kills }: Observation): Tally {
	const tellings = new Map<string, number[]>();
	for (const { eventIds, startedAt } of firings) {
		for (const id of eventIds) tellings.set(id, [...(tellings.get(id) ?? []), startedAt]);
	}
	const firstTold = (id: string) => Math.min(...(tellings.get(id) ?? [Infinity]));
	const happened = new Map(expected.map(({ id, at }) => [id, at]));
	const passed = new Set(all.map(({ eventId }) => eventId));
	const ids = [...happened.keys()];
	const lost = ids.filter((id) => !tellings.has(id));
	const repeated = ids.filter((id) => (tellings.get(id) ?? []).length > 1);
	const cutOff = ids.filter((id) => tellings.has(id) && !passed.has(id));
	const countAt = (kill: number, found: string[], momentOf: (id: string) => number) =>
		found.filter((id) => killAfter(kills, momentOf(id)) === kill).length;
	return {
		lost,
		repeated,
		cutOff,
		cameBack: cutOff.filter((id) => retried.some(({ eventId }) => eventId === id)),
		repeatedOnce: repeatsIn(once.map(({ eventId }) => eventId)),
		unexpected: [...tellings.keys()].filter((id) => !happened.has(id)),
		failed: firings.filter(({ status }) => status === 'error').map(({ id }) => id),
		perKill: kills.map((_, kill) => ({
			lost: countAt(kill, lost, (id) => happened.get(id) ?? Infinity),
			repeated: countAt(kill, repeated, firstTold),
			cutOff: countAt(kill, cutOff, firstTold),
		})),
	};
}
