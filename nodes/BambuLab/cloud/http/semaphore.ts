/** Lets so many tasks run at once; the others wait in line. */
export class Semaphore {
	private running = 0;
	private readonly queue: Array<() => void> = [];

	constructor(private readonly permits: number) {}

	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= this.permits) {
			await new Promise<void>((start) => this.queue.push(start));
		} else this.running++;
		try {
			return await task();
		} finally {
			const next = this.queue.shift();
			// The permit goes on to the next in line.
			if (next === undefined) this.running--;
			else next();
		}
	}
}

/**
 * Does a task for each index, so many at once, in the order of their start. Stops starting at the
 * first one that fails, or when the signal ends it, and ends when none runs any more.
 *
 * @param task learns whether its outcome still matters: not, where one of a lower index has failed
 * @throws what the task with the lowest index threw
 */
export async function forEachIndex(
	count: number,
	concurrency: number,
	task: (index: number, isNeedless: () => boolean) => Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	const failures = new Map<number, unknown>();
	let next = 0;
	const isStopped = () => signal?.aborted === true;
	const work = async () => {
		while (next < count && failures.size === 0 && !isStopped()) {
			const index = next++;
			const hasFailedBefore = () => [...failures.keys()].some((other) => other < index);
			try {
				await task(index, () => isStopped() || hasFailedBefore());
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
	if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}
