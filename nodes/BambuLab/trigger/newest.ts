import type { Send } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/problem';
import { idText, isObject, type JsonObject } from '../cloud/json';
import { readHits, type Page } from '../cloud/list/pages';

/** One page is enough for most polls, so the first is no larger than it must be. */
const firstPage = 50;
export const furtherPage = 100;
/** So many pages in a row without a new row can only come from a server that ignores the offset. */
const mostBarrenPages = 4;
const mostGaps = 8;

/** @throws CloudError where the answer holds no list: taken for an empty one, it would be a false baseline. */
export async function readPage(
	send: Send,
	path: string,
	query: { limit: number; offset: number; deviceId?: string },
): Promise<Page> {
	const body = await send({ method: 'GET', path, query });
	const page = readHits(body);
	const isList = isObject(body) && (Array.isArray(body.hits) || page.total === 0);
	const isContradiction = query.offset === 0 && page.rows.length === 0 && (page.total ?? 0) > 0;
	if (!isList || isContradiction) throw incompleteAnswer('the list that was asked for');
	return page;
}

/**
 * A list in pages, newest first, no row on two of them; exact although the list moves while it is
 * read. Each page begins with the last row of the one before: where that row is gone, rows above
 * were deleted and as many slipped past, so the reading goes back a page.
 *
 * @param from the place of the first row; `seen` holds the ids of the rows above it
 */
async function* newestFirst(
	send: Send,
	path: string,
	from = 0,
	seen = new Set<string>(),
): AsyncGenerator<{ page: JsonObject[]; isLast: boolean }> {
	let offset = from;
	let barren = 0;
	let gaps = 0;
	while (barren < mostBarrenPages) {
		const limit = offset === 0 ? firstPage : furtherPage;
		const { rows, total } = await readPage(send, path, { limit, offset });
		const fresh = rows.filter(({ id }) => !seen.has(idText(id)));
		if (offset > 0 && fresh.length === rows.length && gaps < mostGaps) {
			gaps++;
			offset = Math.max(0, offset - firstPage);
			continue;
		}
		for (const { id } of fresh) seen.add(idText(id));
		barren = fresh.length === 0 ? barren + 1 : 0;
		// A row listed twice takes no place of its own.
		const end = offset + new Set(rows.map(({ id }) => idText(id))).size;
		const isLast = rows.length < 2 || end === total;
		if (fresh.length > 0) yield { page: fresh, isLast: end === total };
		if (isLast) return;
		offset = Math.max(0, end - 1);
	}
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
	mostPages: number;
}

/** Reads the newest rows of a list, and where a reading was cut off goes on with the next. */
export class NewestRows {
	/** The rows of a reading that was cut off, newest first, without a gap. */
	private begun: JsonObject[] = [];

	constructor(private readonly path: string) {}

	/** @throws what a request throws; the rows read so far are kept for the next reading */
	async read(send: Send, { isEnough, mostPages }: NewestWanted): Promise<Newest> {
		const { begun } = this;
		const rows: JsonObject[] = [];
		let isMet = begun.length === 0;
		let pages = 0;
		let isDone = false;
		try {
			let reader = newestFirst(send, this.path);
			for (;;) {
				const { value, done } = await reader.next();
				if (done === true) break;
				const { page, isLast } = value;
				pages++;
				rows.push(...page);
				if (!isMet && this.goOn(rows, page)) {
					isMet = true;
					reader = newestFirst(send, this.path, rows.length - 1, idsOf(rows));
				}
				isDone = isEnough(rows, page);
				if (isDone) return { rows, isCut: false, isWhole: isLast };
				if (pages >= mostPages) return { rows, isCut: true, isWhole: false };
			}
			isDone = true;
			return { rows, isCut: false, isWhole: true };
		} finally {
			if (isDone) this.begun = [];
			else if (rows.length > begun.length) this.begun = rows;
		}
	}

	/** Adds what an earlier reading has read below the page, where the page reaches it. */
	private goOn(rows: JsonObject[], page: JsonObject[]): boolean {
		const ids = idsOf(page);
		const isListed = ({ id }: JsonObject) => ids.has(idText(id));
		if (!this.begun.some(isListed)) return false;
		const above = idsOf(rows);
		rows.push(...this.begun.filter(({ id }) => !above.has(idText(id))));
		return true;
	}
}

function idsOf(rows: JsonObject[]): Set<string> {
	return new Set(rows.map(({ id }) => idText(id)));
}

/** What a poll reads of the news at most; the next goes on. n8n may give up a poll after 45 seconds. */
export const mostNewsPages = 80;
/** A manual test looks for its samples no further than this. */
export const mostSamplePages = 4;
