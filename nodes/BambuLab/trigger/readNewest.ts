import type { Send } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/cloudError';
import { idFault, type CloudRequest } from '../cloud/http/request';
import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { readHits, readPages, type Page } from '../cloud/list/pages';
import { timeOf } from '../output/times';
import { survivesCopy } from './state';

/** One page is enough for most polls, so the first is no larger than it must be. */
const firstPage = 50;
export const furtherPage = 100;

/**
 * Reads a page of a list.
 * @throws CloudError where the body holds none: taken for an empty one, it would be a false baseline
 */
function pageIn(body: unknown, isFirst: boolean): Page {
	const page = readHits(body);
	const isList = isObject(body) && (Array.isArray(body.hits) || page.total === 0);
	const isContradiction = isFirst && page.rows.length === 0 && (page.total ?? 0) > 0;
	if (!isList || isContradiction) throw incompleteAnswer('the list that was asked for');
	return page;
}

/** One page alone. */
export async function readPage(
	send: Send,
	path: string,
	query: { limit: number; offset: number; deviceId?: string },
): Promise<Page> {
	return pageIn(await send({ method: 'GET', path, query }), query.offset === 0);
}

/**
 * A page of a list of which no total is known: empty ones may come as null, or not at all.
 * @throws CloudError where the body holds none
 */
export function pageWithoutTotal(body: unknown, isFirst: boolean): Page {
	if (!isObject(body) || textOrEmpty(body.error) !== '') return pageIn(body, isFirst);
	return pageIn({ ...body, hits: body.hits ?? [] }, isFirst);
}

export interface Newest {
	/** Newest first. */
	rows: JsonObject[];
	/** Whether reading ended for the number of pages, so that more may stand below. */
	isCut: boolean;
	/** Whether the list has no more rows than these. */
	isWhole: boolean;
}

export interface NewestWanted {
	/** Whether nothing that is wanted can stand below the rows. */
	isEnough: (rows: JsonObject[], page: JsonObject[]) => boolean;
	maxPages: number;
}

/** Reads the newest rows of a list, and where a reading was cut off goes on with the next. */
export class NewestRows {
	/** The rows of a reading that was cut off, newest first, without a gap. */
	private begun: JsonObject[] = [];
	/** How many rows the server last said there are. */
	private total: number | undefined;
	/** Whether it gave no more rows although it says that there are more. */
	private isShort = false;

	constructor(
		private readonly path: string,
		private readonly query: CloudRequest['query'] = {},
		private readonly pageOf = pageIn,
	) {}

	/** The pages of the list behind the rows that are known. */
	private walk(send: Send, above: JsonObject[] = []): AsyncGenerator<JsonObject[]> {
		let isFirst = above.length === 0;
		this.isShort = false;
		return readPages(send, {
			request: { method: 'GET', path: this.path, query: this.query },
			read: (body) => {
				const page = this.pageOf(body, isFirst);
				isFirst = false;
				this.total = page.total;
				return page;
			},
			above,
			firstPageSize: firstPage,
			pageSize: furtherPage,
			onIncomplete: () => (this.isShort = true),
		});
	}

	/** The pages, newest first; where one reaches what was read before, reading goes on below that. */
	private async *pages(send: Send): AsyncGenerator<JsonObject[]> {
		const { begun } = this;
		if (begun.length === 0) return yield* this.walk(send);
		const rows: JsonObject[] = [];
		for await (const page of this.walk(send)) {
			yield page;
			rows.push(...page);
			const ids = new Set(rows.map(({ id }) => idText(id)));
			const rest = begun.filter(({ id }) => !ids.has(idText(id)));
			if (rest.length === begun.length) continue;
			yield rest;
			return yield* this.walk(send, [...rows, ...rest]);
		}
	}

	/** @throws what a request throws; the rows read so far are kept for the next reading */
	async read(send: Send, { isEnough, maxPages }: NewestWanted): Promise<Newest> {
		const rows: JsonObject[] = [];
		let pages = 0;
		let isDone = false;
		try {
			for await (const page of this.pages(send)) {
				rows.push(...page);
				isDone = isEnough(rows, page);
				if (isDone) return { rows, isCut: false, isWhole: rows.length === this.total };
				if (++pages >= maxPages) return { rows, isCut: true, isWhole: false };
			}
			isDone = true;
			return { rows, isCut: false, isWhole: !this.isShort };
		} finally {
			if (isDone) this.begun = [];
			else if (rows.length > this.begun.length) this.begun = rows;
		}
	}
}

/* All times of rows are whole seconds, as in the cloud. */
export const hour = 3600;
export const day = 24 * hour;

/** A row of a dated list. */
export interface Row {
	id: string;
	/** Seconds. */
	time: number;
	value: JsonObject;
	/** Whether no row below says how old it is: then it counts as new as the one above. */
	isUnplaced?: true;
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
		if (idFault(id) !== undefined || !survivesCopy(id)) continue;
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
