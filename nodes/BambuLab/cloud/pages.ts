import { finiteNumber, idText, isObject, objectsIn, type JsonObject } from './json';
import type { CloudRequest, QueryValue } from './http';
import { readAhead } from './readAhead';
import type { Send } from './request';

/** More per page than this has not been seen to work. */
export const largestPage = 100;

export interface Page {
	rows: JsonObject[];
	/** How many rows the server says there are; undefined where it doesn't say. */
	total?: number;
}

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

/**
 * The pages of a list in the server's order, each row once by its id. Stops at the server's total, an
 * empty page, or a page without a new row; a short page alone is no end, since a server may give fewer
 * rows than asked. Where it ignores `offset`, asks once with the seed's `after`, then gives up.
 */
export async function* pagesOf(send: Send, list: PagedList): AsyncGenerator<JsonObject[]> {
	const { request, read, pageSize = largestPage, onIncomplete, atOnce = 1 } = list;
	const seen = new Set<string>();
	const ask = async (paging: { [key: string]: QueryValue }) =>
		read(await send({ ...request, query: { ...request.query, limit: pageSize, ...paging } }));
	const freshOf = (rows: JsonObject[]) =>
		rows.filter((row) => {
			const key = idText(row.id) || JSON.stringify(row);
			return !seen.has(key) && seen.add(key) === seen;
		});
	let offset = 0;
	let useAfter = false;
	let lastId = '';

	for (;;) {
		const page = await ask(useAfter ? { after: lastId } : { offset });
		const fresh = freshOf(page.rows);
		if (fresh.length > 0) yield fresh;
		if (page.rows.length === 0) return;
		// A total below what has come already is wrong, and no reason to stop.
		if (page.total === seen.size) return;

		const isFirst = offset === 0;
		offset += page.rows.length;
		lastId = idText(page.rows.at(-1)?.id);
		const end = Math.min(page.total ?? 0, list.mostRows ?? Infinity);
		if (isFirst && atOnce > 1 && end > offset) {
			for await (const stretch of readAhead((at) => ask({ offset: at }), page, end, atOnce)) {
				const more = freshOf(stretch.rows);
				if (more.length === 0) break;
				yield more;
				offset = stretch.end;
				lastId = idText(stretch.rows.at(-1)?.id);
			}
			if (page.total === seen.size) return;
		}
		if (fresh.length > 0) continue;
		if (useAfter) return onIncomplete?.();
		useAfter = true;
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
