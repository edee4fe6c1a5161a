import { idFault } from '../cloud/http/request';
import { idText, type JsonObject } from '../cloud/json';

/* All times of the trigger's state are whole seconds, as in the cloud. */
const hour = 3600;
export const day = 24 * hour;

/** How late a row may show up in a list, measured against the newest one. */
export const lookBack = 2 * day;
/** A list may be ordered by creation, which comes some minutes before the start. */
export const orderSlack = hour;
/** How far known ground is read into: a row may show up a little later than the next one did. */
export const lateSlack = 600;

export interface Row {
	id: string;
	/** Seconds. */
	time: number;
	value: JsonObject;
}

/** Milliseconds; undefined where the cloud gives no time, or a zero time. */
export function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' ? Date.parse(value) : NaN;
	return time > 0 ? time : undefined;
}

export function secondsOf(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

/** The rows oldest first, each id once. A row without a time takes the one of a neighbour. */
export function chronological(list: JsonObject[], timeKey: string): Row[] {
	// Of a row listed twice its first place counts: a repeat further down would pass for old ground.
	const seen = new Set<string>();
	const isFirst = ({ id }: JsonObject) => !seen.has(idText(id)) && seen.add(idText(id)) === seen;
	const oldestFirst = list.filter(isFirst).reverse();
	const times = oldestFirst.map((value) => timeOf(value[timeKey]));
	let time = secondsOf(times.find((each) => each !== undefined) ?? 0);
	const rows: Row[] = [];
	for (const [index, value] of oldestFirst.entries()) {
		const id = idText(value.id);
		const own = times[index];
		if (own !== undefined) time = secondsOf(own);
		// The one name that cannot be the key of an object, and what is no id at all.
		if (idFault(id) === undefined && id !== '__proto__') rows.push({ id, time, value });
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

/** Whether the rows, oldest first, reach so far into known ground that nothing late stands below. */
export function isDeepEnough(rows: Row[], isKnown: (row: Row) => boolean): boolean {
	const oldest = rows[0];
	if (oldest === undefined || !isKnown(oldest)) return false;
	const newestKnown = [...rows].reverse().find(isKnown);
	return newestKnown !== undefined && newestKnown.time - oldest.time >= lateSlack;
}
