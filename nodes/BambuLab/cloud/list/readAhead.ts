import type { JsonObject } from '../json';

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

/** So many times as many as are under way may have come before their turn: a slow page holds up no other. */
const mostAhead = 2;

/** Reads several pages at once and gives them in order; holds few more of them than are under way. */
export async function* readAhead(
	read: ReadPage,
	{ from, step, end, atOnce }: Stretch,
): AsyncGenerator<Placed> {
	const pages: Array<Promise<Placed>> = [];
	let next = from;
	let underWay = 0;
	let isOver = false;
	const hasRoom = () => underWay < atOnce && pages.length < atOnce * mostAhead;
	const start = () => {
		while (!isOver && hasRoom() && (next === from || next < end)) {
			const at = next;
			const page = read(at).then((known) => ({ ...known, at }));
			page.then(goOn, leave);
			pages.push(page);
			next += step;
			underWay++;
		}
	};
	const goOn = () => {
		underWay--;
		// Who reads page by page may want no more.
		if (atOnce > 1) start();
	};
	/** Whoever stops early does not care how the rest ends. */
	const leave = () => {
		isOver = true;
	};
	try {
		for (;;) {
			start();
			const page = await pages.shift();
			if (page === undefined) return;
			yield page;
		}
	} finally {
		leave();
	}
}
