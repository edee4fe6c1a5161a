import { problemOf } from '../errors/cloudError';
import { finiteNumber, idText, type JsonObject } from '../json';

/** What a list is refused with that the account, or the region, does not have. */
const refusals = ['forbidden', 'notFound', 'badParameter', 'refused'];

export function isRefusal(error: unknown): boolean {
	return refusals.includes(problemOf(error)?.name ?? '');
}

type RowTime = (row: JsonObject) => number | undefined;

interface Head {
	pages: AsyncGenerator<JsonObject[]>;
	rows: JsonObject[];
	isOver: boolean;
}

/** Reads on where no row is left. */
async function fill(head: Head, onRefused: (error: unknown) => void): Promise<void> {
	while (head.rows.length === 0 && !head.isOver) {
		const next = await head.pages.next().catch((error: unknown) => {
			if (!isRefusal(error)) throw error as Error;
			onRefused(error);
			return undefined;
		});
		if (next === undefined || next.done === true) head.isOver = true;
		else head.rows = [...next.value];
	}
}

/** Whose first row is the newest; of one second, that of the highest id. */
function newestOf(heads: Head[], timeOf: RowTime): Head | undefined {
	const ranks = heads.map(({ rows: [row = {}] }) => ({
		time: timeOf(row) ?? Infinity,
		id: finiteNumber(row.id) ?? 0,
	}));
	let best = 0;
	for (const [index, { time, id }] of ranks.entries()) {
		const known = ranks[best] ?? { time: -Infinity, id: 0 };
		if (time > known.time || (time === known.time && id > known.id)) best = index;
	}
	return heads[best];
}

/**
 * Several lists, each newest first, as one: each row once by its id, in pages. A list that is refused ends
 * there, unless all are.
 *
 * @param timeOf when a row is from, in milliseconds; a row without a time counts as its neighbour
 * @throws what all of the lists were refused with, or what any of them fails with
 */
export async function* mergedPages(
	lists: Array<AsyncGenerator<JsonObject[]>>,
	timeOf: RowTime,
): AsyncGenerator<JsonObject[]> {
	const heads = lists.map((pages): Head => ({ pages, rows: [], isOver: false }));
	const known = new Set<string>();
	const refused: unknown[] = [];
	const note = (error: unknown) => refused.push(error);
	await Promise.all(heads.map(async (head) => await fill(head, note)));
	if (lists.length > 0 && refused.length === lists.length) throw refused[0] as Error;
	for (;;) {
		for (const head of heads) await fill(head, note);
		const open = heads.filter(({ rows }) => rows.length > 0);
		if (open.length === 0) return;
		const page: JsonObject[] = [];
		while (open.every(({ rows }) => rows.length > 0)) {
			const row = newestOf(open, timeOf)?.rows.shift();
			if (row === undefined) break;
			const id = idText(row.id) || JSON.stringify(row);
			if (known.size < known.add(id).size) page.push(row);
		}
		if (page.length > 0) yield page;
	}
}
