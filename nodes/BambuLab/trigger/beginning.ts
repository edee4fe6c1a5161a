import { entryOf } from '../cloud/json';
import {
	compact,
	entry,
	follow,
	isKnown,
	lookBack,
	newestTime,
	untold,
	type Followed,
	type Ledger,
	type LedgerRules,
	type Row,
} from './ledger';

/** Clocks of computers that know the time differ by less. */
const clockSlack = 300;

/** Which rows of the past are told when the trigger begins. */
export interface Beginning {
	isStartTold: (row: Row) => boolean;
	/** @param at when the row came to the step; milliseconds */
	isStepTold: (at: number) => boolean;
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
	{ isStartTold, isStepTold, earlier, cutAt }: Beginning,
	rules: LedgerRules,
	now: number,
): Followed {
	const ledger: Ledger = { floor: 0, open: {}, done: {} };
	for (const row of rows) {
		const known = earlier && entryOf(earlier.open, row.id);
		const isNew = earlier === undefined || !isKnown(earlier, row);
		if (isNew && isStartTold(row)) continue;
		const { reached, isOver } = rules.stepsOf(row);
		const past = Object.keys(reached).filter((letter) => !isStepTold(reached[letter] ?? 0));
		const told = [...new Set([...(known?.[2] ?? ''), ...past])].join('');
		const mayGoOn = (isNew || known !== undefined) && (!isOver || untold(reached, told) !== '');
		if (mayGoOn) ledger.open[row.id] = entry(row.time, '', told);
		else ledger.done[row.id] = row.time;
	}
	const { changes, ledger: next } = follow(ledger, rows, { ...rules, mostKnown: Infinity }, now);
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
