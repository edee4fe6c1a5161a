import type { AnswerProblem } from '../errors/catalogue';
import { problemOf } from '../errors/cloudError';
import { contentOf, finiteNumber, idText, type JsonObject } from '../json';

/** Whether a list was refused as one that the account, or the region, does not have. */
export function isListRefused(error: unknown): boolean {
	const refusals: AnswerProblem[] = ['forbidden', 'notFound', 'badParameter', 'refused'];
	return refusals.some((name) => name === problemOf(error)?.name);
}

type RowTime = (row: JsonObject) => number | undefined;

interface Head {
	pages: AsyncGenerator<JsonObject[]>;
	rows: JsonObject[];
	isRead: boolean;
}

async function fill(head: Head, onRefused: (error: unknown) => void): Promise<void> {
	while (head.rows.length === 0) {
		const next = await head.pages.next().catch((error: unknown) => {
			if (head.isRead || !isListRefused(error)) throw error as Error;
			onRefused(error);
			return undefined;
		});
		if (next === undefined || next.done === true) return;
		head.rows = [...next.value];
		head.isRead = true;
	}
}

/** Whether a head's first row is the newer; of one second, the one of the higher id. */
function isNewer(head: Head, other: Head, timeOf: RowTime): boolean {
	const [a = {}, b = {}] = [head.rows[0], other.rows[0]];
	const later = (timeOf(a) ?? Infinity) - (timeOf(b) ?? Infinity);
	return later > 0 || (!(later < 0) && (finiteNumber(a.id) ?? 0) > (finiteNumber(b.id) ?? 0));
}

/**
 * Several lists, each newest first, as one: each row once by its id, in pages. A list that is refused
 * at its beginning is left out, unless all are; a row without a time, in milliseconds, counts as its neighbour.
 */
export async function* mergedPages(
	lists: Array<AsyncGenerator<JsonObject[]>>,
	timeOf: RowTime,
): AsyncGenerator<JsonObject[]> {
	let heads = lists.map((pages): Head => ({ pages, rows: [], isRead: false }));
	const known = new Set<string>();
	const refused: unknown[] = [];
	for (;;) {
		await Promise.all(heads.map(async (head) => await fill(head, (error) => refused.push(error))));
		if (known.size === 0 && refused.length === lists.length) throw refused[0] as Error;
		heads = heads.filter(({ rows }) => rows.length > 0);
		if (heads.length === 0) return;
		const page: JsonObject[] = [];
		while (heads.every(({ rows }) => rows.length > 0)) {
			const newest = heads.reduce((best, head) => (isNewer(head, best, timeOf) ? head : best));
			const row = newest.rows.shift() ?? {};
			const id = idText(row.id) || contentOf(row);
			if (known.size < known.add(id).size) page.push(row);
		}
		if (page.length > 0) yield page;
	}
}
