import type { JsonObject } from '../cloud/json';

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
