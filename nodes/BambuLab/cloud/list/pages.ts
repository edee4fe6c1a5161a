import { problemNameOf } from '../errors/problem';
import { finiteNumber, isObject, objectsIn, type JsonObject } from '../json';
import { KnownRows, linkedPages, listHasGap, type Links } from './linkedPages';
import type { CloudRequest, QueryValue } from '../http/request';
import { Pool } from '../http/semaphore';
import { readAhead, type Page, type ReadPage } from './readAhead';
import type { Send } from '../client';

/** More per page than this has not been seen to work. */
export const usualPage = 100;

export type { Page };

export interface PagedList {
	/** The list's request without its paging parameters. */
	request: CloudRequest;
	/** Reads a page from a body. */
	read: (body: unknown) => Page;
	/** How many rows a page should have at most. */
	pageSize?: number;
	/** How many pages may be read at once, where the server says how many there are. */
	atOnce?: number;
	/** How many rows are wanted at most. */
	mostRows?: number;
	/** Called once when the server repeats its first page for any offset, so that the list stays incomplete. */
	onIncomplete?: () => void;
}

export function readHits(body: unknown): Page {
	const { hits, total } = isObject(body) ? body : {};
	const count = finiteNumber(total);
	return { rows: objectsIn(hits), ...(count === undefined ? {} : { total: count }) };
}

/** Where the total was wrong, pages side by side prove nothing: reads all again for what was missed or misplaced. */
async function refuseGaps(read: ReadPage, links: Links, first: Page): Promise<void> {
	const { known } = links;
	const top = new KnownRows();
	top.take(first.rows);
	let news = 0;
	let last = 0;
	let isBelowTop = false;
	const again = { ...links, from: -1, size: first.rows.length, known: new KnownRows() };
	for await (const rows of linkedPages(read, again)) {
		for (const row of rows) {
			if (!known.has(row)) news++;
			else if (!isBelowTop) {
				// What came in at the top meanwhile is not missing.
				if (top.has(row)) news = 0;
				isBelowTop = true;
			}
			const place = known.placeOf(row) ?? last;
			if (isBelowTop && (news > 0 || place < last)) throw listHasGap();
			last = place;
		}
	}
}

/** How servers say that a page is too large. */
const tooLarge = ['badParameter', 'refused'];

/**
 * The first page, asked to be larger than has been seen to work. Undefined where the server refuses
 * that, or gives less than it usually does, as for a limit that it does not understand.
 */
async function acceptedPage(read: ReadPage): Promise<Page | undefined> {
	const page = await read(0).catch((error: unknown) => {
		if (!tooLarge.includes(problemNameOf(error))) throw error;
		return undefined;
	});
	const isLess = page !== undefined && page.rows.length < usualPage;
	return isLess && page.rows.length !== page.total ? undefined : page;
}

/**
 * The pages of a list in the server's order, each row once by its id, several read at once where the
 * server says how many there are. While that total stays the same and the pages fit it without a row
 * on two of them, nothing has moved, and the pages stand side by side; from the first sign of a move
 * on, and where there is no total, they are linked by a row. Where the server ignores `offset`, asks
 * with `after`, which the first API notes name, then gives up.
 *
 * @throws UserError where rows may be missing
 */
export async function* readPages(send: Send, list: PagedList): AsyncGenerator<JsonObject[]> {
	const { request, pageSize = usualPage, atOnce = 1, mostRows = Infinity, onIncomplete } = list;
	let limit = pageSize;
	// Also those count whose reading was given up for another one.
	const pool = new Pool(atOnce);
	const ask = async (paging: { [key: string]: QueryValue }) => {
		const page = { ...request, query: { ...request.query, limit, ...paging } };
		return list.read(await pool.run(async () => await send(page)));
	};
	const read: ReadPage = async (offset) => await ask({ offset });
	const known = new KnownRows();

	let first = limit > usualPage ? await acceptedPage(read) : await read(0);
	if (first === undefined) {
		limit = usualPage;
		first = await read(0);
	}
	const { total = 0 } = first;
	const size = first.rows.length;
	if (size === 0) return;
	yield known.take(first.rows);
	if (total === size) return;

	let from = size - 1;
	const end = Math.min(total, mostRows);
	if (end > size) {
		for await (const page of readAhead(read, { from: size, step: size, end, atOnce })) {
			const isInPlace =
				page.total === total &&
				page.rows.length === Math.min(size, total - page.at) &&
				!page.rows.some((row) => known.has(row));
			if (!isInPlace) break;
			from = page.at + page.rows.length - 1;
			yield known.take(page.rows);
		}
		if (from + 1 === total) return;
	}
	const links: Links = { from, size, end, atOnce, mostRows, known };
	const ending = yield* linkedPages(read, links);
	if (ending === 'atLastRow' && from >= size) await refuseGaps(read, links, first);
	if (ending !== 'inCircles') return;
	for (;;) {
		const { rows } = await ask({ after: known.lastId });
		const fresh = known.take(rows);
		if (fresh.length === 0) return rows.length === 0 ? undefined : onIncomplete?.();
		yield fresh;
	}
}

export type RowTest = (row: JsonObject) => boolean;

export interface Wanted {
	limit: number;
	keep?: RowTest | undefined;
	/** True for a row of a sorted list behind which nothing is wanted. */
	stop?: RowTest | undefined;
}

/** The first `limit` rows that `keep` accepts, as they come; reads no page more than that takes. */
export async function* takePages(
	pages: AsyncIterable<JsonObject[]>,
	{ limit, keep = () => true, stop = () => false }: Wanted,
): AsyncGenerator<JsonObject[]> {
	let left = limit;
	for await (const page of pages) {
		const taken = page.filter(keep).slice(0, left);
		left -= taken.length;
		if (taken.length > 0) yield taken;
		const last = page.at(-1);
		if (left <= 0 || (last !== undefined && stop(last))) return;
	}
}
