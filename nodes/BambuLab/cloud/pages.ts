import { finiteNumber, idText, isObject, objectsIn, type JsonObject } from './json';
import type { CloudRequest, QueryValue } from './http';
import type { Send } from './request';

/** More per page than this has not been seen to work. */
export const largestPage = 50;

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
	const { request, read, pageSize = largestPage, onIncomplete } = list;
	const seen = new Set<string>();
	let offset = 0;
	let lastId = '';
	let useAfter = false;

	for (;;) {
		const paging: { [key: string]: QueryValue } = useAfter
			? { limit: pageSize, after: lastId }
			: { limit: pageSize, offset };
		const page = read(await send({ ...request, query: { ...request.query, ...paging } }));
		const fresh = page.rows.filter((row) => {
			const key = idText(row.id) || JSON.stringify(row);
			if (seen.has(key)) return false;
			seen.add(key);
			return true;
		});
		if (fresh.length > 0) yield fresh;
		if (page.rows.length === 0) return;
		// A total below what has come already is wrong, and no reason to stop.
		if (page.total === seen.size) return;

		offset += page.rows.length;
		lastId = idText(page.rows.at(-1)?.id);
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

/** The first `limit` rows that `keep` accepts; reads no page more than that takes. */
export async function takeRows(
	pages: AsyncIterable<JsonObject[]>,
	{ limit, keep = () => true, stop = () => false }: Wanted,
): Promise<JsonObject[]> {
	const taken: JsonObject[] = [];
	for await (const page of pages) {
		taken.push(...page.filter(keep));
		const last = page.at(-1);
		if (taken.length >= limit || (last !== undefined && stop(last))) break;
	}
	return taken.slice(0, limit);
}
