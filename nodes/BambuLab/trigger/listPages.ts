import { incompleteAnswer } from '../cloud/errors/problem';
import { idText, isObject, type JsonObject } from '../cloud/json';
import { readHits, type Page } from '../cloud/list/pages';
import type { Send } from '../cloud/client';

/** So many pages in a row without a new row can only come from a server that ignores the offset. */
const mostBarrenPages = 4;
const mostGaps = 8;
/** One page is enough for most polls, so the first is no larger than it must be. */
const firstPage = 50;
const furtherPage = 100;

/** @throws CloudError where the answer holds no list: taken for an empty one, it would be a false baseline. */
async function readPage(send: Send, path: string, offset: number): Promise<Page> {
	const limit = offset === 0 ? firstPage : furtherPage;
	const body = await send({ method: 'GET', path, query: { limit, offset } });
	const page = readHits(body);
	const isList = isObject(body) && (Array.isArray(body.hits) || page.total === 0);
	if (!isList) throw incompleteAnswer('the list that was asked for');
	return page;
}

/**
 * A list in pages, newest first, no row on two of them; exact although the list moves while it is
 * read. Each page begins with the last row of the one before: where that row is gone, rows above
 * were deleted and as many slipped past, so the reading goes back a page.
 */
async function* newestFirst(send: Send, path: string): AsyncGenerator<JsonObject[]> {
	const seen = new Set<string>();
	let offset = 0;
	let barren = 0;
	let gaps = 0;
	while (barren < mostBarrenPages) {
		const { rows, total } = await readPage(send, path, offset);
		const fresh = rows.filter(({ id }) => !seen.has(idText(id)));
		if (offset > 0 && fresh.length === rows.length && gaps < mostGaps) {
			gaps++;
			offset = Math.max(0, offset - firstPage);
			continue;
		}
		for (const { id } of fresh) seen.add(idText(id));
		barren = fresh.length === 0 ? barren + 1 : 0;
		if (fresh.length > 0) yield fresh;

		// A row listed twice takes no place of its own.
		const end = offset + new Set(rows.map(({ id }) => idText(id))).size;
		if (rows.length < 2 || end === total) return;
		offset = Math.max(0, end - 1);
	}
}

export interface Newest {
	/** Newest first. */
	rows: JsonObject[];
	/** Whether reading ended for the number of pages, so that more may stand below. */
	isCut: boolean;
}

/** The newest rows of a list, read on until `isEnough`, within some pages. */
export async function readNewest(
	send: Send,
	path: string,
	mostPages: number,
	isEnough: (rows: JsonObject[], page: JsonObject[]) => boolean,
): Promise<Newest> {
	const rows: JsonObject[] = [];
	let pages = 0;
	for await (const page of newestFirst(send, path)) {
		rows.push(...page);
		pages++;
		if (isEnough(rows, page)) break;
		if (pages >= mostPages) return { rows, isCut: true };
	}
	return { rows, isCut: false };
}

/** Almost two thousand rows; where the user asks for hours of the past, they may hold more. */
const mostBaselinePages = 20;
const mostPastPages = 200;
/** A manual test looks for its samples no further than this. */
export const mostSamplePages = 4;

/**
 * How many pages a baseline may read.
 * @param since what happened from then on is told; milliseconds
 */
export function baselinePages(since: number, now: number): number {
	return since < now ? mostPastPages : mostBaselinePages;
}
