/** A print as it really is; the cloud's row shows it with whole seconds. All times are seconds. */
export interface Print {
	id: number;
	start: number;
	end: number | undefined;
	status: unknown;
	device: string;
	isListed: boolean;
}

export interface ListAnswer {
	total?: number;
	hits: object[];
}

export function isOver({ status }: Print): boolean {
	return status === 2 || status === 3;
}

function iso(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace('.000', '');
}

function rowOf({ id, start, end, status, device }: Print): object {
	// While a print runs the cloud gives an end some seconds after the start.
	const endTime = iso(end ?? start + 19);
	return { id, startTime: iso(start), endTime, status, deviceId: device, deviceName: device };
}

/** A cloud's list of prints, newest first, as small and as fast as a model test needs it. */
export class PrintWorld {
	/** In the order of the list. */
	readonly prints: Print[] = [];
	private readonly ids = new Set<number>();

	constructor(
		/** The cloud's clock in seconds. */
		public clock: number,
		private readonly settings: {
			/** Whether the list is ordered by start, or as it was created. */
			isByStart: boolean;
			/** The most rows that a page ever has. */
			pageCap: number;
			hasTotal: boolean;
		},
	) {}

	/** Ids are all but monotonic. */
	private freshId(): number {
		let id = 712_345_678 + ((this.ids.size * 7919) % 100_003);
		while (this.ids.has(id)) id++;
		this.ids.add(id);
		return id;
	}

	start(device: string, status: unknown, start = this.clock): Print {
		const print = { id: this.freshId(), start, end: undefined, status, device, isListed: true };
		const place = this.settings.isByStart
			? this.prints.findIndex((other) => other.start <= start)
			: 0;
		this.prints.splice(place < 0 ? this.prints.length : place, 0, print);
		return print;
	}

	end(print: Print, status: 2 | 3, secondsAgo = 0): void {
		print.status = status;
		print.end = Math.max(print.start, this.clock - secondsAgo);
	}

	remove(print: Print): void {
		this.prints.splice(this.prints.indexOf(print), 1);
		print.isListed = false;
	}

	list(offset: number, limit: number, hasDuplicate = false): ListAnswer {
		const { pageCap, hasTotal } = this.settings;
		const rows = this.prints.slice(offset, offset + Math.min(limit, pageCap)).map(rowOf);
		const [first] = rows;
		const hits = hasDuplicate && first !== undefined ? [first, ...rows, first] : rows;
		return hasTotal ? { total: this.prints.length, hits } : { hits };
	}

	get newestStart(): number {
		return this.prints.reduce((newest, { start }) => Math.max(newest, start), 0);
	}
}
