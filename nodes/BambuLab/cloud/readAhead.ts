import type { JsonObject } from './json';

export interface Page {
	rows: JsonObject[];
	/** How many rows the server says there are; undefined where it doesn't say. */
	total?: number;
}

/** A page with the offset that it was asked for. */
export interface Placed extends Page {
	at: number;
}

export type ReadPage = (offset: number) => Promise<Page>;

export interface Stretch {
	/** The first offset to read; it is read in any case. */
	from: number;
	/** From one offset to the next. */
	step: number;
	/** The last offset to read lies before this. */
	end: number;
	/** How many pages may be under way together. */
	atOnce: number;
}

/** Reads several pages at once and gives them in order; holds no more of them than are under way. */
export async function* readAhead(
	read: ReadPage,
	{ from, step, end, atOnce }: Stretch,
): AsyncGenerator<Placed> {
	const underWay: Array<Promise<Placed>> = [];
	let next = from;
	const hasNext = () => next === from || next < end;
	while (underWay.length > 0 || hasNext()) {
		while (underWay.length < atOnce && hasNext()) {
			const at = next;
			const page = read(at).then((known) => ({ ...known, at }));
			// Whoever stops reading early does not care how the rest ends.
			page.catch(() => {});
			underWay.push(page);
			next += step;
		}
		const page = await underWay.shift();
		if (page !== undefined) yield page;
	}
}
