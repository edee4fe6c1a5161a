/** An item of the trigger, as far as it is looked at. */
export interface ToldEvent {
	event: string;
	eventId: string;
	previousStatus?: string;
	/** What a printer's event says of it. */
	printer?: { printerSerial: string; status: string };
}

export interface EventTally {
	lost: string[];
	repeated: string[];
	unexpected: string[];
	/** Changes of a printer's status that do not begin where the one before ended. */
	brokenChains: string[];
}

/** The cloud gives changes of a printer no id of their own: those are counted by printer. */
const countedByPrinter = ['deviceOffline', 'deviceOnline'];
const statusChanged = 'deviceStatusChanged';

function keyOf({ event, eventId }: ToldEvent): string {
	return countedByPrinter.includes(event) ? eventId.split(':').slice(0, 2).join(':') : eventId;
}

function countsOf(keys: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

/** The id of a printer's event has behind the serial number how far the telling had come. */
function orderOf({ eventId }: ToldEvent): number {
	return parseInt(eventId.split(':')[2] ?? '', 36);
}

/** Each printer's changes must lead from its status at the beginning to the one at the end. */
function brokenChains(
	told: ToldEvent[],
	atFirst: Map<string, string>,
	atLast: Map<string, string>,
): string[] {
	const status = new Map(atFirst);
	const broken: string[] = [];
	const changes = told.filter(({ event }) => event === statusChanged);
	for (const change of changes.sort((one, other) => orderOf(one) - orderOf(other))) {
		const { eventId, previousStatus, printer } = change;
		if (printer === undefined) continue;
		const before = status.get(printer.printerSerial);
		if (before !== undefined && before !== previousStatus) broken.push(eventId);
		status.set(printer.printerSerial, printer.status);
	}
	const unfinished = [...atLast].filter(([serial, last]) => (status.get(serial) ?? last) !== last);
	return [...broken, ...unfinished.map(([serial, last]) => `${serial} is ${last}`)];
}

/**
 * Compares what was told with what happened.
 *
 * @param expected each event, and how often; a printer's outages by its serial number
 * @param atFirst the status of each printer that was online, in the words of the items
 */
export function tallyEvents(
	told: ToldEvent[],
	expected: Map<string, number>,
	atFirst: Map<string, string>,
	atLast: Map<string, string>,
): EventTally {
	const ids = countsOf(told.map(({ eventId }) => eventId));
	const counts = countsOf(told.filter(({ event }) => event !== statusChanged).map(keyOf));
	const tooMany = [...counts].filter(([key, count]) => count > (expected.get(key) ?? count));
	const repeated = [...ids].filter(([, count]) => count > 1);
	return {
		lost: [...expected].flatMap(([key, count]) => ((counts.get(key) ?? 0) < count ? key : [])),
		repeated: [...new Set([...tooMany, ...repeated].map(([key]) => key))],
		unexpected: [...counts.keys()].filter((key) => !expected.has(key)),
		brokenChains: brokenChains(told, atFirst, atLast),
	};
}

/** What is wrong with the rows of a bulk job; undefined where each is there once. */
export function flawOf(got: number[], expected: number[]): string | undefined {
	const ids = new Set(got);
	const missing = expected.filter((id) => !ids.has(id));
	if (missing.length > 0) return `${missing.length} missing, such as ${missing[0]}`;
	return ids.size < got.length ? `${got.length - ids.size} repeated` : undefined;
}

export interface Sample {
	/** Seconds since the start. */
	at: number;
	/** Bytes. */
	rss: number;
	/** Bytes, after a collection of garbage. */
	heapUsed: number;
	external: number;
	/** Values in the memories of our own modules, by variable. */
	held: Record<string, number>;
	/** What n8n stores for the trigger; bytes. */
	stateBytes: number;
}

export interface Growth {
	early: number;
	late: number;
}

/** Of a run of 30 minutes, minutes 5 to 10 beside minutes 25 to 30. */
export const EARLY = [1 / 6, 1 / 3] as const;
export const LATE = [5 / 6, 1] as const;

export function windowsOf(samples: Sample[], seconds: number): { early: Sample[]; late: Sample[] } {
	const within = ([from, until]: readonly [number, number]) =>
		samples.filter(({ at }) => at > from * seconds && at <= until * seconds);
	return { early: within(EARLY), late: within(LATE) };
}

export function median(values: number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
	return (low + high) / 2;
}

export function totalHeld({ held }: Sample): number {
	return Object.values(held).reduce((sum, count) => sum + count, 0);
}
