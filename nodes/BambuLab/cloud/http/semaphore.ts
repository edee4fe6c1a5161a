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
