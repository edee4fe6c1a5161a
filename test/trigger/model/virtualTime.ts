/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
interface Timer {
	at: number;
	number: number;
	act: () => void;
}

/** All that is ready to go on does so. */
async function rest(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

/**
 * The time of a made-up world. It passes only where something waits for it, so days take no time. The
 * steady clock of the process never jumps; n8n's clock on the wall is wrong by as much as it is made.
 */
export class VirtualTime {
	/** The steady clock goes on from one world to the next, as it does in a process. */
	private static earlier = 1000;
	private readonly earlier = VirtualTime.earlier;
	/** Milliseconds since the beginning of this world. */
	private passed = 0;
	private timers: Timer[] = [];
	private count = 0;
	private lastStamp = 0;
	/** Seconds by which n8n's clock is wrong. */
	wrongBy = 0;
	/** When somebody set n8n's clock last. */
	changedAt = 0;

	/** @param start seconds since 1970 */
	constructor(private readonly start: number) {
		jest.spyOn(Date, 'now').mockImplementation(() => Math.floor(this.wall * 1000));
		jest.spyOn(performance, 'now').mockImplementation(() => this.earlier + this.passed);
		// As in Node, where a timer takes a millisecond at least.
		const set = (act: () => void, ms = 1) => this.handle(this.add(ms > 1 ? ms : 1, act));
		jest.spyOn(globalThis, 'setTimeout').mockImplementation(set as unknown as typeof setTimeout);
		jest
			.spyOn(globalThis, 'clearTimeout')
			.mockImplementation((handle) => this.remove(Number(handle)));
	}

	/** Seconds, as they truly are and as the cloud has them. */
	get now(): number {
		return this.start + this.passed / 1000;
	}

	/** The moment, a little later each time: what happens at one time happens one after the other. */
	stamp(): number {
		this.lastStamp = Math.max(this.now, this.lastStamp + 1e-5);
		return this.lastStamp;
	}

	/** Seconds, on n8n's clock. */
	get wall(): number {
		return this.now + this.wrongBy;
	}

	setClock(wrongBy: number): void {
		if (wrongBy === this.wrongBy) return;
		this.wrongBy = wrongBy;
		this.changedAt = this.now;
	}

	async wait(seconds: number): Promise<void> {
		await new Promise<void>((resolve) => this.add(seconds * 1000, resolve));
	}

	/** Lets time pass until something is so, or so many seconds. */
	async pass(seconds: number, isSo = () => false): Promise<void> {
		const end = this.passed + seconds * 1000;
		for (;;) {
			await rest();
			if (isSo()) return;
			const [next] = this.timers;
			if (next === undefined || next.at > end) break;
			this.timers.shift();
			this.passed = Math.max(this.passed, next.at);
			next.act();
		}
		this.passed = end;
	}

	/** The world ends. */
	end(): void {
		this.timers = [];
		VirtualTime.earlier = this.earlier + this.passed + 1000;
		jest.restoreAllMocks();
	}

	private add(ms: number, act: () => void): number {
		const number = ++this.count;
		const timer = { at: this.passed + ms, number, act };
		const place = this.timers.findIndex(({ at }) => at > timer.at);
		this.timers.splice(place < 0 ? this.timers.length : place, 0, timer);
		return number;
	}

	private remove(number: number): void {
		this.timers = this.timers.filter((timer) => timer.number !== number);
	}

	/** What Node gives for a timer, as far as it is used. */
	private handle(number: number) {
		const handle = { ref: () => handle, unref: () => handle, [Symbol.toPrimitive]: () => number };
		return handle;
	}
}
