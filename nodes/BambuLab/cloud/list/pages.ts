import type { Send } from '../client';
import { listHasGap, listHasNoEnd, problemOf } from '../errors/cloudError';
import type { CloudRequest } from '../http/request';
import { finiteNumber, idText, isObject, objectsIn, rowsByKey, type JsonObject } from '../json';
import { prefetch } from './prefetch';

/** More per page than this has not been seen to work. */
export const usualPageSize = 100;

/** No account has a tenth of it; a server that goes on beyond has no end. */
const rowCap = 1_000_000;
const maxRequests = 20_000;
/** So many pages in a row without a new row, or without a link to what is known, end the reading. */
const maxFruitless = 8;

export interface Page {
	rows: JsonObject[];
	/** How many rows the server says there are; undefined where it doesn't say. */
	total?: number | undefined;
}

/** Of a list that is not whole: `total` is undefined where the server repeated the same rows. */
export interface IncompleteList {
	read: number;
	total: number | undefined;
}

export interface PagedList {
	request: CloudRequest;
	read: (body: unknown) => Page;
	from?: number;
	/** The first rows, which were read before: reading goes on with the last of them. */
	above?: JsonObject[];
	pageSize?: number;
	firstPageSize?: number;
	/** How many pages may be read at once, where the server says how many rows there are. */
	concurrency?: number;
	maxRows?: number;
	/** Called once where the server gives no more rows although it says that there are. */
	onIncomplete?: (list: IncompleteList) => void;
}

export function readHits(body: unknown): Page {
	const { hits, total } = isObject(body) ? body : {};
	return { rows: objectsIn(hits), total: finiteNumber(total) };
}

const tooLarge = ['badParameter', 'refused'];

interface WalkedPage {
	at: number;
	length: number;
	rows: Map<string, JsonObject>;
	total: number | undefined;
}

class PageWalker {
	private readonly known = new Set<string>();
	private requests = 0;
	/** How many rows a page is asked for, and how many a page of this server has. */
	private limit: number;
	private size = 0;
	/** The offset behind the last known row. */
	private at: number;
	private total: number | undefined;
	private isRepeating = false;

	constructor(
		private readonly send: Send,
		private readonly list: PagedList,
	) {
		this.limit = list.pageSize ?? usualPageSize;
		this.at = list.from ?? 0;
	}

	private knownIn(rows: Map<string, JsonObject>): number {
		return [...rows.keys()].filter((key) => this.known.has(key)).length;
	}

	private take(rows: Map<string, JsonObject>): JsonObject[] {
		const fresh = [...rows].filter(([key]) => this.known.size < this.known.add(key).size);
		if (this.known.size > rowCap) throw listHasNoEnd(this.known.size);
		return fresh.map(([, row]) => row);
	}

	/** The rows of a page that stands where it should: without ids, one that is equal to another is not it. */
	private takePlaced({ rows }: WalkedPage): JsonObject[] | undefined {
		const [all, known] = [[...rows.values()], this.knownIn(rows)];
		if (known === rows.size || (known > 0 && all.some(({ id }) => idText(id)))) return undefined;
		this.take(rows);
		return all;
	}

	private async read(at: number, limit = this.limit): Promise<WalkedPage> {
		if (++this.requests > maxRequests) throw listHasNoEnd(this.known.size);
		const { request, read } = this.list;
		const query = { ...request.query, limit, offset: at };
		const { rows, total } = read(await this.send({ ...request, query }));
		return { at, total, length: rows.length, rows: rowsByKey(rows) };
	}

	/** A larger page than has been seen to work is asked for until the server refuses it. */
	private async readFirst(): Promise<WalkedPage> {
		return await this.read(this.at, this.list.firstPageSize).catch(async (error: unknown) => {
			const isTooLarge = tooLarge.includes(problemOf(error)?.name ?? '');
			if (this.limit <= usualPageSize || !isTooLarge) throw error as Error;
			this.limit = usualPageSize;
			return await this.read(this.at);
		});
	}

	/** The pages from `this.at` on, each beginning with so many rows of the one before. */
	private pagesAhead(overlap: number) {
		const { from = 0, maxRows = Infinity, concurrency = 1 } = this.list;
		return prefetch(async (at) => await this.read(at), {
			from: Math.max(0, this.at - overlap),
			step: this.size - overlap,
			end: Math.min(this.total ?? 0, from + maxRows),
			concurrency,
		});
	}

	async *pages(): AsyncGenerator<JsonObject[]> {
		const { above = [], from = 0, firstPageSize, onIncomplete } = this.list;
		if (above.length > 0) {
			this.at = this.take(rowsByKey(above)).length;
			this.size = this.limit;
		} else {
			const { rows, total, length } = await this.readFirst();
			this.total = total;
			this.size = length === (firstPageSize ?? this.limit) ? this.limit : length;
			this.at += rows.size;
			if (length > 0) yield this.take(rows);
			if (this.at === total) return;
		}
		if (this.known.size > 0) {
			if ((yield* this.parallel()) || (yield* this.linked())) return;
			await this.refuseGap();
		}
		const read = from + this.known.size;
		if (this.isRepeating || read < (this.total ?? 0)) onIncomplete?.({ read, total: this.total });
	}

	/** While the total stays, and the pages fit it without a row on two, nothing has moved. Gives whether it ended so. */
	private async *parallel(): AsyncGenerator<JsonObject[], boolean> {
		const { total = 0, size } = this;
		if (total <= this.at) return false;
		for await (const page of this.pagesAhead(0)) {
			const isFull = page.rows.size === Math.min(size, total - page.at);
			const placed = page.total === total && isFull ? this.takePlaced(page) : undefined;
			if (placed === undefined) return false;
			this.at = page.at + page.rows.size;
			yield placed;
		}
		return this.at === total;
	}

	/**
	 * Each page begins with the last row of the one before. Where a page holds no row that is known, rows above
	 * it have gone meanwhile, and the reading steps back until it meets one. Gives whether the end is as told.
	 */
	private async *linked(): AsyncGenerator<JsonObject[], boolean> {
		const [firstKey] = this.known;
		// A server that gives one row at a time leaves no room for a link.
		const overlap = this.size > 1 ? 1 : 0;
		/** Pages in a row without a link, without a new row, and without any although the list is longer. */
		let [gaps, fruitless, empty] = [0, 0, 0];
		let isFirstAgain = false;
		for (;;) {
			for await (const { at, rows, total, length } of this.pagesAhead(overlap)) {
				const isShorter = total !== undefined && total <= at;
				this.total = total;
				if (length === 0 && !isShorter) {
					// Where it stepped back and found nothing new, the list ends before an empty page.
					if (isFirstAgain || ++empty > (total === undefined ? 3 : 1)) return false;
				}
				if (at > 0 && overlap > 0 && this.knownIn(rows) === 0) {
					if (++gaps > maxFruitless) throw listHasGap();
					this.at = Math.max(0, at - this.size * 2 ** (gaps - 1)) + overlap;
					this.total = undefined;
					break;
				}
				const fresh = this.take(rows);
				if (fresh.length > 0) {
					yield fresh;
					[gaps, fruitless, empty] = [0, 0, 0];
				} else fruitless++;
				isFirstAgain = at === 0 && fruitless > 0;
				// Once, the first row may stand here as well because so many came in above it.
				const isFirst = at > 0 && length > 0 && [...rows.keys()][0] === firstKey;
				this.isRepeating = fruitless > maxFruitless || (isFirst && fruitless > 1);
				this.at = at + rows.size;
				if (this.at === total && !isFirst) return true;
				if (length <= overlap || this.isRepeating) return false;
				if (length !== this.size) break;
			}
		}
	}

	private async refuseGap(): Promise<void> {
		if (this.isRepeating || this.total === undefined || this.total <= this.at) return;
		const { rows } = await this.read(this.total - 1, 1);
		if (this.knownIn(rows) < rows.size) throw listHasGap();
	}
}

/**
 * The one page walker: the rows of a list in the server's order, each once by its id.
 *
 * Pages are as large as the first one came; several are read at once where the server says how many
 * rows there are. From the first sign that rows came or went, and where there is no total, pages are
 * linked by a row. Without a total, a page without new rows is the end. A list that ends before its total
 * gives its rows, and `onIncomplete` hears of it; one with rows missing in the middle is an error.
 *
 * What cannot be told: a wrong total just where a page ends; rows that come and go behind a total that
 * was told before; as many changes as a page has rows between two requests; equal rows without an id on
 * linked pages.
 */
export function readPages(send: Send, list: PagedList): AsyncGenerator<JsonObject[]> {
	return new PageWalker(send, list).pages();
}
