import type { Send } from '../../cloud/client';
import { idText, type JsonObject } from '../../cloud/json';
import { chronological, day, hour, newestTime, type Ledger, type Row } from '../ledger';
import { furtherPage, readPage, type Newest } from '../newest';

export const printList = '/v1/user-service/my/tasks';

/** A list may be ordered by creation, which comes some minutes before the start; seconds. */
export const orderSlack = hour;
/** What a poll may ask for beside the newest prints. */
const mostRequests = 5;
/** A printer prints one after the other, so what it prints is among its newest. */
const newestOfPrinter = 20;
const hourMs = hour * 1000;
/**
 * An open print older than a day is looked for only once in this part of its age (a quarter of an hour
 * per day), since some stay "running" for ever. One that was looked for in vain was deleted as a rule, and
 * is not to cost more than such an old one.
 */
const looksPerAge = 96;

/** The newest tasks of a printer, newest first; of all printers where the server knows no such filter. */
export async function readTasksOf(
	send: Send,
	deviceId: string,
	limit: number,
	offset = 0,
): Promise<JsonObject[]> {
	return (await readPage(send, printList, { deviceId, limit, offset })).rows;
}

interface Open {
	id: string;
	/** Seconds, against the newest print. */
	age: number;
	/** Seconds. */
	start: number;
	printer: string;
}

/** A reading of the list below its newest rows, some pages a poll. */
interface Descent {
	offset: number;
	/** Seconds; what is older is not looked for. */
	until: number;
}

export interface Searched {
	/** Rows that stand below the newest ones: lists without a gap, each newest first. */
	below: JsonObject[][];
	/** Why one could not be read. */
	failure?: { error: unknown };
}

/**
 * Looks below the newest rows of the list of prints: for open prints, by their printers, and each hour
 * for prints that showed up late. Takes five requests a poll at most, and goes on with the next.
 */
export class PrintSearch {
	/** By the id of an open print that is looked for now and then, when it was; milliseconds of this process. */
	private readonly lookedAt = new Map<string, number>();
	/** By printer, where its list is to be read on, as what is looked for stands further down. */
	private readonly places = new Map<string, number>();
	private descent: Descent | undefined;
	private lateLookAt = performance.now();
	private ignoresFilter = false;

	/** @param now seconds */
	async look(send: Send, known: Ledger, newest: Newest, now: number): Promise<Searched> {
		const found: Searched = { below: [] };
		if (newest.isWhole || newest.rows.length === 0) return found;
		const due = this.due(known, chronological(newest.rows, 'startTime', now), now);
		const isYoung = ({ age }: Open) => age <= day;
		const isAskable = ({ printer }: Open) => printer !== '' && !this.ignoresFilter;
		const isMany = printersOf(due.filter(isYoung).filter(isAskable)).length > mostRequests;
		// Where many are young, to read the list takes fewer requests than to ask each printer.
		const isAsked = (open: Open) => isAskable(open) && !(isMany && isYoung(open));
		this.plan(
			known,
			newest,
			due.filter((open) => !isAsked(open)),
		);
		const asked = due.filter(isAsked);
		const mostAsked = this.descent === undefined ? mostRequests : isMany ? 1 : mostRequests - 1;
		const printers = printersOf(asked).slice(0, mostAsked);
		for (const printer of printers) {
			const theirs = asked.filter((open) => open.printer === printer);
			await noting(found, async () => await this.ask(send, found, printer, theirs, now));
		}
		await noting(
			found,
			async () => await this.descend(send, found, mostRequests - printers.length, now),
		);
		return found;
	}

	/** The open prints that are not among the newest rows and whose turn it is. */
	private due({ open }: Ledger, rows: Row[], now: number): Open[] {
		const listed = new Set(rows.map(({ id }) => id));
		for (const id of this.lookedAt.keys()) {
			if (open[id] === undefined || listed.has(id)) this.lookedAt.delete(id);
		}
		const times = rows.map(({ time }) => time);
		const newest = newestTime(times, now);
		const [oldest = 0] = times;
		const at = performance.now();
		const lookedAt = (id: string) => this.lookedAt.get(id) ?? -Infinity;
		return Object.entries(open)
			.filter(([id, [time]]) => !listed.has(id) && time - orderSlack <= oldest)
			.map(([id, [time, printer]]) => ({ id, age: newest - time, start: time, printer }))
			.filter(({ id, age }) => at - lookedAt(id) >= pauseMs(age))
			.sort((a, b) => (lookedAt(a.id) < lookedAt(b.id) ? -1 : 1));
	}

	/** Begins to read further down where prints are due that no printer is asked for, or late ones. */
	private plan({ floor }: Ledger, { rows }: Newest, unasked: Open[]): void {
		const isLateLookDue = performance.now() - this.lateLookAt >= hourMs;
		if (isLateLookDue) this.lateLookAt = performance.now();
		if (this.descent !== undefined || !(isLateLookDue || unasked.length > 0)) return;
		for (const open of unasked) this.note(open, true);
		const starts = unasked.map(({ start }) => start);
		const until = Math.min(...(isLateLookDue ? [floor, ...starts] : starts)) - orderSlack;
		this.descent = { offset: rows.length - 1, until };
	}

	/** A young print that was found is looked for again with the next poll. */
	private note({ id, age }: Open, isFound: boolean): void {
		if (age > day || !isFound) this.lookedAt.set(id, performance.now());
	}

	private async descend(
		send: Send,
		found: Searched,
		mostPages: number,
		now: number,
	): Promise<void> {
		const { descent } = this;
		if (descent === undefined) return;
		const tasks: JsonObject[] = [];
		found.below.push(tasks);
		for (let page = 0; page < mostPages; page++) {
			const query = { limit: furtherPage, offset: descent.offset };
			const { rows, total = Infinity } = await readPage(send, printList, query);
			tasks.push(...rows);
			descent.offset += Math.max(1, rows.length - 1);
			const oldest = chronological(rows, 'startTime', now)[0]?.time ?? 0;
			if (rows.length < 2 || descent.offset + 1 >= total || oldest < descent.until) {
				this.descent = undefined;
				return;
			}
		}
	}

	private async ask(
		send: Send,
		found: Searched,
		printer: string,
		sought: Open[],
		now: number,
	): Promise<void> {
		const offset = this.places.get(printer) ?? 0;
		const isDeep = offset > 0 || sought.some(({ age }) => age > day);
		const limit = isDeep ? furtherPage : newestOfPrinter;
		const tasks = await readTasksOf(send, printer, limit, offset);
		const theirs = tasks.filter(({ deviceId }) => idText(deviceId) === printer);
		found.below.push(theirs);
		// Then the next poll reads the list of all for it.
		this.ignoresFilter = theirs.length < tasks.length;
		if (this.ignoresFilter) return;
		const ids = new Set(theirs.map(({ id }) => idText(id)));
		const times = chronological(theirs, 'startTime', now).map(({ time }) => time);
		const [oldest = 0, newest = 0] = [times[0], times.at(-1)];
		const isBelow = ({ id, start }: Open) =>
			!ids.has(id) && theirs.length > 1 && start - orderSlack <= oldest;
		const isAbove = ({ id, start }: Open) => !ids.has(id) && offset > 0 && start > newest;
		for (const open of sought) {
			if (!isBelow(open) && !isAbove(open)) this.note(open, ids.has(open.id));
		}
		if (sought.some(isBelow)) this.places.set(printer, offset + theirs.length - 1);
		else this.places.delete(printer);
	}
}

/** What is looked for further down must not cost the news. */
async function noting(found: Searched, act: () => Promise<void>): Promise<void> {
	try {
		await act();
	} catch (error) {
		found.failure = { error };
	}
}

/** How long an open print is not looked for again; milliseconds. */
function pauseMs(age: number): number {
	return (Math.max(day, age) / looksPerAge) * 1000;
}

function printersOf(open: Open[]): string[] {
	return [...new Set(open.map(({ printer }) => printer))].filter((printer) => printer !== '');
}
