/** Lets so many tasks run at once; the others wait in line. */
export class Pool {
	private running = 0;
	private readonly line: Array<() => void> = [];

	constructor(private readonly size: number) {}

	/** Waits for a place; what it gives is to be called once, to leave it again. */
	async enter(): Promise<() => void> {
		if (this.running >= this.size) await new Promise<void>((start) => this.line.push(start));
		else this.running++;
		return () => {
			const next = this.line.shift();
			// The place goes on to the next in line.
			if (next === undefined) this.running--;
			else next();
		};
	}

	async run<T>(task: () => Promise<T>): Promise<T> {
		const leave = await this.enter();
		try {
			return await task();
		} finally {
			leave();
		}
	}
}

/**
 * Does a task for each index, so many at once, in the order of their start. Stops starting at the
 * first one that fails, or when it is cancelled, and ends when none runs any more.
 *
 * @param task learns whether its outcome still matters: not, where one of a lower index has failed
 * @throws what the task with the lowest index threw
 */
export async function forEachIndex(
	count: number,
	atOnce: number,
	task: (index: number, isNeedless: () => boolean) => Promise<void>,
	isCancelled: () => boolean = () => false,
): Promise<void> {
	const failures = new Map<number, unknown>();
	let next = 0;
	const work = async () => {
		while (next < count && failures.size === 0 && !isCancelled()) {
			const index = next++;
			const hasFailedBefore = () => [...failures.keys()].some((other) => other < index);
			try {
				await task(index, () => isCancelled() || hasFailedBefore());
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
	if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}
