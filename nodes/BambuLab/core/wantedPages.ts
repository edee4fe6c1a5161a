import type { JsonObject } from '../cloud/json';

export type RowTest = (row: JsonObject) => boolean;
export type PageTest = (rows: JsonObject[]) => boolean;

export interface Wanted {
	limit: number;
	keep?: RowTest | undefined;
	/** True for a page of a sorted list behind which nothing is wanted. */
	stop?: PageTest | undefined;
}

/**
 * The first `limit` rows that `keep` accepts, as they come; reads no page more than that takes. Only a
 * whole page ends the reading, so that no single odd row hides what stands below it.
 */
export async function* wantedPages(
	pages: AsyncIterable<JsonObject[]>,
	{ limit, keep = () => true, stop = () => false }: Wanted,
): AsyncGenerator<JsonObject[]> {
	let left = limit;
	for await (const page of pages) {
		const taken = page.filter(keep).slice(0, left);
		left -= taken.length;
		if (taken.length > 0) yield taken;
		if (left <= 0 || (page.length > 0 && stop(page))) return;
	}
}
