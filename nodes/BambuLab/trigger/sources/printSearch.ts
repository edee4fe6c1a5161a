import type { Send } from '../../cloud/client';
import { idText, type JsonObject } from '../../cloud/json';
import type { Ledger } from '../ledger';
import {
	chronological,
	day,
	furtherPage,
	hour,
	newestTime,
	readPage,
	type Newest,
} from '../readNewest';
import { outcomeOf } from './printSteps';

export const printList = '/v1/user-service/my/tasks';

/** A list may be ordered by creation, which comes some minutes before the start; seconds. */
export const orderSlack = hour;
/** What a poll may ask for beside the newest prints. */
const maxRequests = 5;
/** So many rows of a page may have a start that is much too early. */
const maxCorrected = 4;
/** A printer prints one after the other, so what it prints is among its newest. */
export const newestOfPrinter = 20;
const hourMs = hour * 1000;
/**
 * An open print older than a day is looked for only once in this part of its age (a quarter of an hour
 * per day), since some stay "running" for ever. One that was looked for in vain was deleted as a rule, and
 * is not to cost more than such an old one.
 */
const looksPerAge = 96;

interface Open {
	id: string;
	/** Seconds, against the newest print. */
	age: number;
	/** Seconds. */
	start: number;
	printer: string;
}

/** A reading of a list below the newest rows, some pages a poll. */
interface Search {
	/** Whose list it is; empty for that of all printers. */
	printer: string;
	offset: number;
	/** Seconds; what is older is not looked for. */
	until: number;
	sought: Open[];
}

export interface Searched {
	/** Rows that stand below the newest ones: lists without a gap, each newest first. */
	below: JsonObject[][];
	/** Open prints that may stand below, and were not looked for to the end since they were read last. */
	pending: Set<string>;
	/** Why one could not be read. */
	failure?: { error: unknown };
}

/**
 * Looks below the newest rows of the list of prints: for open prints, in the list of their printer, and
 * each hour for prints that showed up late. Takes five requests a poll at most, and goes on with the next.
 */
export class PrintSearch {
	/** By the id of an open print, when it was looked for last; milliseconds of this process. */
	private readonly lookedAt = new Map<string, number>();
	/** Open prints that were looked for in vain. */
	private readonly missed = new Set<string>();
	private searches: Search[] = [];
	private lateLookAt = performance.now();

	/** @param now seconds */
	async look(send: Send, known: Ledger, newest: Newest, now: number): Promise<Searched> {
		const found: Searched = { below: [], pending: new Set() };
		if (newest.isWhole) return found;
		const open = this.plan(known, newest, now);
		for (let left = maxRequests; left > 0; left--) {
			const ofAll = this.searches.find(({ printer }) => printer === '');
			const ofPrinter = this.searches.find(({ printer }) => printer !== '');
			// Old prints of many printers must not hold up the list of all, nor that them.
			const search = left === 1 ? (ofPrinter ?? ofAll) : (ofAll ?? ofPrinter);
			if (search === undefined) break;
			// What is looked for further down must not cost the news.
			const isDone = await this.goOn(send, search, found, now).catch((error: unknown) => {
				found.failure = { error };
				for (const { id } of search.sought) this.lookedAt.delete(id);
				search.sought = [];
				return true;
			});
			if (!isDone) continue;
			this.searches = this.searches.filter((each) => each !== search);
			for (const { id } of search.sought) this.missed.add(id);
		}
		found.pending = new Set(open.filter((id) => !this.missed.has(id)));
		return found;
	}

	/**
	 * Begins to look for the open prints that are not among the newest rows and whose turn it is.
	 * @returns all that are not
	 */
	private plan({ open, floor }: Ledger, { rows }: Newest, now: number): string[] {
		const listed = chronological(rows, 'startTime', now);
		const ids = new Set(listed.map(({ id }) => id));
		for (const memory of [this.lookedAt, this.missed]) {
			for (const id of memory.keys()) {
				if (open[id] === undefined || ids.has(id)) memory.delete(id);
			}
		}
		const times = listed.map(({ time }) => time);
		const newest = newestTime(times, now);
		// A row that was corrected to an earlier start does not show that the page reaches so far back.
		const listedFrom = Math.max(0, ...times.slice(0, maxCorrected + 1));
		const at = performance.now();
		const lookedAt = (id: string) => this.lookedAt.get(id) ?? -Infinity;
		const all = Object.entries(open)
			.filter(([id, [time]]) => !ids.has(id) && time - orderSlack <= listedFrom)
			.map(([id, [time, printer]]) => ({ id, age: newest - time, start: time, printer }));
		const due = all
			.filter(({ id, age }) => at - lookedAt(id) >= pauseMs(age))
			.sort((a, b) => (lookedAt(a.id) < lookedAt(b.id) ? -1 : 1));
		const young = due.filter(({ age }) => age <= day);
		const isMany = new Set(young.map(({ printer }) => printer)).size > maxRequests;
		const lists = new Map<string, Open[]>();
		for (const each of due) {
			// Where many are young, to read the list takes fewer requests than to ask each printer.
			const list = isMany && each.age <= day ? '' : each.printer;
			lists.set(list, [...(lists.get(list) ?? []), each]);
		}
		const isSearched = (list: string) => this.searches.some(({ printer }) => printer === list);
		const isLateLook = at - this.lateLookAt >= hourMs && !isSearched('');
		if (isLateLook) {
			this.lateLookAt = at;
			lists.set('', lists.get('') ?? []);
		}
		for (const [printer, sought] of lists) {
			if (isSearched(printer)) continue;
			const starts = sought.map(({ start }) => start);
			if (isLateLook && printer === '') starts.push(floor);
			const until = Math.min(...starts) - orderSlack;
			const offset = printer === '' ? rows.length - 1 : 0;
			this.searches.push({ printer, offset, until, sought });
			for (const { id } of sought) this.lookedAt.set(id, at);
		}
		return all.map(({ id }) => id);
	}

	/** Reads one page more. */
	private async goOn(
		send: Send,
		search: Search,
		{ below }: Searched,
		now: number,
	): Promise<boolean> {
		const { printer, offset, until, sought } = search;
		const { rows, total = Infinity } = await readPage(send, printList, {
			...(printer !== '' && { deviceId: printer }),
			limit: offset === 0 ? newestOfPrinter : furtherPage,
			offset,
		});
		// The last of one page is the first of the next. Alone it does not show how old it is.
		if (offset === 0 || rows.length > 1) below.push(rows);
		const found = new Map(rows.map((row) => [idText(row.id), row]));
		// A row that stands there twice must not make it skip another.
		search.offset += Math.max(1, found.size - 1);
		search.sought = sought.filter(({ id }) => !found.has(id));
		for (const { id, age } of sought) {
			const row = found.get(id);
			if (row === undefined) continue;
			this.missed.delete(id);
			// A young one, and one that ended and waits, is looked for again with the next poll.
			if (age <= day || outcomeOf(row, now * 1000) !== undefined) this.lookedAt.delete(id);
		}
		const oldest = chronological(rows, 'startTime', now)[0]?.time ?? 0;
		const isEnd = rows.length < 2 || search.offset + 1 >= total || oldest < until;
		return isEnd || (printer !== '' && search.sought.length === 0);
	}
}

/** How long an open print is not looked for again; milliseconds. */
function pauseMs(age: number): number {
	return (Math.max(day, age) / looksPerAge) * 1000;
}
