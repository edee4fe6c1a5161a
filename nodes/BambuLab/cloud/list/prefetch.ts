/** So many times as many as are in flight may have come before their turn: a slow page holds up no other. */
const maxAhead = 2;

export interface Offsets {
	/** It is read in any case; the others up to before `end`. */
	from: number;
	step: number;
	end: number;
	concurrency: number;
}

/** Reads at several offsets at once and gives what came in their order; holds few more than are in flight. */
export async function* prefetch<T>(
	read: (offset: number) => Promise<T>,
	{ from, step, end, concurrency }: Offsets,
): AsyncGenerator<T> {
	const results: Array<Promise<T>> = [];
	let next = from;
	let inFlight = 0;
	let isOver = false;
	const stop = () => (isOver = true);
	const goOn = () => {
		inFlight--;
		// Who reads one by one may want no more.
		if (concurrency > 1) start();
	};
	const start = () => {
		while (!isOver && inFlight < concurrency && results.length < concurrency * maxAhead) {
			if (next !== from && next >= end) return;
			const result = read(next);
			result.then(goOn, stop);
			results.push(result);
			next += step;
			inFlight++;
		}
	};
	try {
		for (start(); results.length > 0; start()) {
			yield await (results.shift() as Promise<T>);
		}
	} finally {
		stop();
	}
}
