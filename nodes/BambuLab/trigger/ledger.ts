import { entryOf, type JsonObject } from '../cloud/json';
import { day, newestTime, type Row } from './readNewest';
import { number, optional, record, tableOf, text } from './state';

/* All times of a ledger are whole seconds, as in the cloud. */

/** How late a row may show up in a list, measured against the newest one. */
export const lookBack = 2 * day;
/** The cloud forgets its rows after about 90 days. */
const forgottenAfter = 100 * day;
/** More open rows than any account has; the oldest of more are lost. */
const maxOpen = 5000;
/** So many that are done are remembered however many are open. */
const minDone = 300;
/** Clocks of computers that know the time differ by less. */
const clockSlack = 300;

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
	maxKnown: number;
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
function compact({ floor, open, done }: Ledger, { maxKnown }: LedgerRules, now: number): Ledger {
	const openNewestFirst = Object.entries(open).sort(([, [a]], [, [b]]) => b - a);
	const doneNewestFirst = Object.entries(done).sort(([, a], [, b]) => b - a);
	const maxDone = Math.max(minDone, maxKnown - 2 * openNewestFirst.length);
	const times = [doneNewestFirst[0]?.[1] ?? 0, openNewestFirst[0]?.[1][0] ?? 0];
	const newest = newestTime(times, now);
	const newFloor = Math.max(
		floor,
		newest - lookBack,
		(doneNewestFirst[maxDone]?.[1] ?? -1) + 1,
		(openNewestFirst[maxOpen]?.[1][0] ?? -1) + 1,
	);
	return {
		floor: newFloor,
		open: Object.fromEntries(
			openNewestFirst.slice(0, maxOpen).filter(([, [time]]) => time >= newest - forgottenAfter),
		),
		done: Object.fromEntries(doneNewestFirst.filter(([, time]) => time >= newFloor)),
	};
}

function entry(time: number, printer: string, told: string): Entry {
	return told === '' ? [time, printer] : [time, printer, told];
}

function untold(reached: Steps['reached'], told: string): string {
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

/** Which rows of the past are told when the trigger begins. */
export interface Beginning {
	isStartTold: (row: Row) => boolean;
	/** Steps that they came to since this moment are told; milliseconds. */
	from: number;
	/** What an earlier life of the trigger knew: nothing of that is told again. */
	earlier?: Ledger | undefined;
	/**
	 * Where more rows may stand below these, which are history: how new they may be, in seconds.
	 * Undefined where there are none.
	 */
	cutAt: number | undefined;
}

/**
 * The ledger to begin with, and what is told of the past.
 * @param rows oldest first
 * @param now seconds
 */
export function begin(
	rows: Row[],
	{ isStartTold, from, earlier, cutAt }: Beginning,
	rules: LedgerRules,
	now: number,
): Followed {
	const ledger: Ledger = { floor: 0, open: {}, done: {} };
	for (const row of rows) {
		const known = earlier && entryOf(earlier.open, row.id);
		const isNew = earlier === undefined || !isKnown(earlier, row);
		if (isNew && isStartTold(row)) continue;
		const { reached, isOver } = rules.stepsOf(row);
		const past = Object.keys(reached).filter((letter) => (reached[letter] ?? 0) < from);
		const told = [...new Set([...(known?.[2] ?? ''), ...past])].join('');
		const mayGoOn = (isNew || known !== undefined) && (!isOver || untold(reached, told) !== '');
		if (mayGoOn) ledger.open[row.id] = entry(row.time, '', told);
		else ledger.done[row.id] = row.time;
	}
	const { changes, ledger: next } = follow(ledger, rows, { ...rules, maxKnown: Infinity }, now);
	return { changes, ledger: compact({ ...next, floor: cutAt ?? 0 }, rules, now) };
}

/**
 * How new a row may be that stands below these; undefined where none does.
 * @param rows oldest first
 * @param slack how much newer than the row above it, in seconds
 */
export function cutBelow(
	rows: Row[],
	{ isWhole, slack, now }: { isWhole: boolean; slack: number; now: number },
): number | undefined {
	if (isWhole) return undefined;
	const times = rows.map(({ time }) => time);
	const [oldest = 0] = times;
	// A clock of ours that is behind must not count, nor a row from the future.
	const newest = Math.max(newestTime(times, now), times[times.length >> 1] ?? 0);
	return Math.max(oldest + 1, Math.min(oldest + slack, newest + 1));
}

/**
 * From when on rows are told that stand in a list which was empty at the beginning; milliseconds. Where it
 * goes back further than a clock can be wrong, it was not really empty, and holds history.
 */
export function firstSince(emptyAt: number, rows: Row[], isWhole: boolean): number {
	// Where no row has a time, it is 0.
	const isHistory = !isWhole || rows.some(({ time }) => time > 0 && time < emptyAt - lookBack);
	return isHistory ? (emptyAt - clockSlack) * 1000 : 0;
}

export const isLedger = record({
	floor: number,
	open: tableOf(
		(entry) => Array.isArray(entry) && number(entry[0]) && text(entry[1]) && text(entry[2] ?? ''),
	),
	done: tableOf(number),
	emptyAt: optional(number),
});
