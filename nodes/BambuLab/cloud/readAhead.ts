import { idText, type JsonObject } from './json';
import type { Page } from './pages';

export type ReadPage = (offset: number) => Promise<Page>;

export interface Stretch {
	rows: JsonObject[];
	/** How many rows lie above the end of these. */
	end: number;
}

/** The rows from an offset on, as many as the server's pages have, also where one comes shorter. */
async function readWhole(read: ReadPage, offset: number, size: number): Promise<Page> {
	const page = await read(offset);
	const rows = [...page.rows];
	while (rows.length > 0 && rows.length < size && offset + rows.length < (page.total ?? 0)) {
		const more = await read(offset + rows.length);
		if (more.rows.length === 0) break;
		rows.push(...more.rows);
	}
	return { ...page, rows };
}

/**
 * The rows between two pages of which the second was read after rows above it had gone, so that as
 * many slipped past. Reads back until it meets the first page, and on until it meets the second.
 */
async function readBetween(
	read: ReadPage,
	before: Page,
	page: Page,
	offset: number,
): Promise<JsonObject[]> {
	const isIn = (rows: JsonObject[]) => {
		const ids = new Set(rows.map(({ id }) => idText(id)));
		return ({ id }: JsonObject) => ids.has(idText(id));
	};
	const size = before.rows.length;
	for (let back = size; ; back *= 2) {
		const from = Math.max(0, offset - back);
		const rows: JsonObject[] = [];
		while (from + rows.length < offset + size && !rows.some(isIn(page.rows))) {
			const next = await read(from + rows.length);
			if (next.rows.length === 0) break;
			rows.push(...next.rows);
		}
		if (from === 0 || rows.some(isIn(before.rows))) return rows;
	}
}

/**
 * The rest of a list behind its first page, in order, several pages at once. Rows come twice where
 * the list has moved down meanwhile; where it has moved up, which its total tells, the rows that
 * slipped past are read once more.
 *
 * @param first with rows and total
 * @param end the offset behind the last row that is wanted
 */
export async function* readAhead(
	read: ReadPage,
	first: Page,
	end: number,
	atOnce: number,
): AsyncGenerator<Stretch> {
	const size = first.rows.length;
	const underWay: Array<Promise<Page>> = [];
	let before = first;
	let asked = size;
	for (let offset = size; offset < end; offset += size) {
		while (underWay.length < atOnce && asked < end) {
			const page = readWhole(read, asked, size);
			// Whoever stops reading early does not care how the rest ends.
			page.catch(() => {});
			underWay.push(page);
			asked += size;
		}
		const page = await underWay.shift();
		if (page === undefined || page.rows.length === 0) return;
		const hasSlipped = (page.total ?? 0) < (before.total ?? 0);
		const between = hasSlipped ? await readBetween(read, before, page, offset) : [];
		yield { rows: [...between, ...page.rows], end: offset + page.rows.length };
		before = page;
	}
}
