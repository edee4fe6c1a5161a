import { idFault } from '../cloud/http/request';
import { entryOf, idText, type JsonObject } from '../cloud/json';
import { timeOf } from '../output/times';
import { isKeptName, number, optional, record, tableOf, text } from './state';

/* All times of a ledger are whole seconds, as in the cloud. */
export const hour = 3600;
export const day = 24 * hour;

/** How late a row may show up in a list, measured against the newest one. */
export const lookBack = 2 * day;
/** The cloud forgets its rows after about 90 days. */
const forgottenAfter = 100 * day;
/** More open rows than any account has; the oldest of more are lost. */
const mostOpen = 5000;
/** So many that are done are remembered however many are open. */
const leastDone = 300;

/** A row of a dated list. */
export interface Row {
	id: string;
	/** Seconds. */
	time: number;
	value: JsonObject;
	/** Whether no row below says how old it is: then it counts as new as the one above. */
	isUnplaced?: true;
}

type Entry = [time: number, printer: string, told?: string];

/**
 * What is known of a dated list. A row is new while its time is at or after `floor` and its id stands
 * neither in `open` nor in `done`. Of our own clock there is only `emptyAt`, so a ledger that was rolled
 * back to an earlier one repeats nothing that was told together with it.
 */
export interface Ledger {
	/** Every row before this moment that is not open has been dealt with. */
	floor: number;
	/** Rows of which more may be told: id to time, serial number of the printer, and the steps that were told. */
	open: { [id: string]: Entry };
	/** Rows at or after `floor` that nothing more is told of: id to time. */
	done: { [id: string]: number };
	/** Where the list had no rows when the trigger began, which may have been a mistake of the cloud. */
	emptyAt?: number;
}

/** What of a row can be told: a letter for each step, and when it came to it, in milliseconds. */
export interface Steps {
	reached: { [letter: string]: number };
	/** Whether it comes to no other. */
	isOver: boolean;
}

export interface LedgerRules {
	stepsOf: (row: Row) => Steps;
	printerOf: (row: JsonObject) => string;
	/**
	 * How many rows are remembered, an open one counting double, as it takes twice the room; beyond them the
	 * oldest are remembered by `floor` alone.
	 */
	mostKnown: number;
}

export interface Change {
	row: Row;
	/** Whether it is the first that is told of the row. */
	isNew: boolean;
	/** The letters of the steps that are new. */
	steps: string;
}

export interface Followed {
	/** Oldest row first. */
	changes: Change[];
	ledger: Ledger;
}

export function secondsOf(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

/**
 * The rows oldest first, each id once. A row without a time takes the one of a neighbour (where none has
 * one, the ends stand in), and one whose time is older than those below it was created after them, so it counts as no older.
 *
 * @param now seconds; a time far beyond it makes no other row newer
 */
export function chronological(list: JsonObject[], timeKey: string, now: number): Row[] {
	// Of a row listed twice its first place counts: a repeat further down would pass for old ground.
	const seen = new Set<string>();
	const isFirst = ({ id }: JsonObject) => !seen.has(idText(id)) && seen.add(idText(id)) === seen;
	const oldestFirst = list.filter(isFirst).reverse();
	const timesIn = (key: string) => oldestFirst.map((value) => timeOf(value[key]));
	const starts = timesIn(timeKey);
	const times = starts.some((each) => each !== undefined) ? starts : timesIn('endTime');
	const firstTime = times.findIndex((each) => each !== undefined);
	let neighbour = secondsOf(times[firstTime] ?? 0);
	let newestBelow = 0;
	const rows: Row[] = [];
	for (const [index, value] of oldestFirst.entries()) {
		const id = idText(value.id);
		const own = times[index];
		if (own !== undefined) neighbour = secondsOf(own);
		const time = Math.max(neighbour, newestBelow);
		if (time <= now + day) newestBelow = time;
		// The one name that cannot be the key of an object, and what is no id at all.
		if (idFault(id) !== undefined || !isKeptName(id)) continue;
		rows.push({ id, time, value, ...(index < firstTime && { isUnplaced: true }) });
	}
	return rows;
}

/** The newest time. One in the future counts as now, and a wrong clock of ours counts for nothing. */
export function newestTime(times: number[], now: number): number {
	return Math.min(
		now,
		times.reduce((newest, time) => Math.max(newest, time), 0),
	);
}

export function isKnown({ floor, open, done }: Ledger, { id, time }: Row): boolean {
	return Object.hasOwn(open, id) || Object.hasOwn(done, id) || time < floor;
}

/**
 * Whether the rows, oldest first, reach so far into known ground that nothing stands below which shows up
 * some seconds later than it should.
 * @param slack seconds
 */
export function isDeepEnough(ledger: Ledger, rows: Row[], slack: number): boolean {
	const [oldest] = rows;
	if (oldest === undefined || !isKnown(ledger, oldest)) return false;
	const newestKnown = [...rows].reverse().find((row) => isKnown(ledger, row));
	return newestKnown !== undefined && newestKnown.time - oldest.time >= slack;
}

/** Keeps the ledger small: what was dropped of `open` and `done` lies below the new floor. */
export function compact(
	{ floor, open, done }: Ledger,
	{ mostKnown }: LedgerRules,
	now: number,
): Ledger {
	const openNewestFirst = Object.entries(open).sort(([, [a]], [, [b]]) => b - a);
	const doneNewestFirst = Object.entries(done).sort(([, a], [, b]) => b - a);
	const mostDone = Math.max(leastDone, mostKnown - 2 * openNewestFirst.length);
	const times = [doneNewestFirst[0]?.[1] ?? 0, openNewestFirst[0]?.[1][0] ?? 0];
	const newest = newestTime(times, now);
	const newFloor = Math.max(
		floor,
		newest - lookBack,
		(doneNewestFirst[mostDone]?.[1] ?? -1) + 1,
		(openNewestFirst[mostOpen]?.[1][0] ?? -1) + 1,
	);
	return {
		floor: newFloor,
		open: Object.fromEntries(
			openNewestFirst.slice(0, mostOpen).filter(([, [time]]) => time >= newest - forgottenAfter),
		),
		done: Object.fromEntries(doneNewestFirst.filter(([, time]) => time >= newFloor)),
	};
}

export function entry(time: number, printer: string, told: string): Entry {
	return told === '' ? [time, printer] : [time, printer, told];
}

export function untold(reached: Steps['reached'], told: string): string {
	return Object.keys(reached)
		.filter((letter) => !told.includes(letter))
		.join('');
}

/**
 * Compares rows with what is known of them. Pure. What is done stays done, whatever the cloud says of it
 * later, and a row keeps the newest time that it ever had.
 *
 * @param rows oldest first
 * @param now seconds
 */
export function follow(ledger: Ledger, rows: Row[], rules: LedgerRules, now: number): Followed {
	const open = { ...ledger.open };
	const done = { ...ledger.done };
	const changes: Change[] = [];
	for (const row of rows) {
		const { id, time, value } = row;
		const known = entryOf(open, id);
		const doneAt = entryOf(done, id);
		// It is forgotten only when the place where it stands now is old.
		if (doneAt !== undefined) done[id] = Math.max(doneAt, time);
		if (doneAt !== undefined || (known === undefined && time < ledger.floor)) continue;
		const [knownTime = 0, knownPrinter = '', told = ''] = known ?? [];
		const newest = Math.max(time, knownTime);
		const { reached, isOver } = rules.stepsOf(row);
		const steps = untold(reached, told);
		if (isOver) {
			delete open[id];
			done[id] = newest;
		} else open[id] = entry(newest, rules.printerOf(value) || knownPrinter, told + steps);
		if (steps !== '' || known === undefined)
			changes.push({ row, isNew: known === undefined, steps });
	}
	return { changes, ledger: compact({ floor: ledger.floor, open, done }, rules, now) };
}

export const isLedger = record({
	floor: number,
	open: tableOf(
		(entry) => Array.isArray(entry) && number(entry[0]) && text(entry[1]) && text(entry[2] ?? ''),
	),
	done: tableOf(number),
	emptyAt: optional(number),
});
