/** One place in a list of the cloud; the newest stands first. */
export interface Listed {
	id: number;
	/** Seconds; what the list may be ordered by. */
	start: number;
	/** Serial number of a printer. */
	device: string;
	isListed: boolean;
	/** When it showed up last. */
	listedAt: number;
}

export interface ListSettings {
	/** Whether the list is ordered by the time of its rows, or as they were created. */
	isByStart: boolean;
	/** The most rows that a page ever has. */
	pageCap: number;
	hasTotal: boolean;
	/** Whether it can be asked for the rows of one printer. */
	hasFilter: boolean;
}

export interface ListAnswer {
	total?: number;
	hits: object[];
}

export function iso(seconds: number): string {
	return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000', '');
}

/** A list that the cloud gives in pages, as small and as fast as a model test needs it. */
export class RowList<T extends Listed> {
	/** In the order of the list. */
	readonly rows: T[] = [];
	/** Those that were out of it for a while. */
	readonly vanished = new Set<T>();
	private readonly ids = new Set<number>();
	/** In which order the rows were created: one that returns takes its place again. */
	private readonly created = new Map<T, number>();
	/** Counted once for all that ask, until something changes. */
	private depths: Map<T, number> | undefined;
	private newest: number | undefined;

	constructor(
		readonly settings: ListSettings,
		private readonly time: { now: number },
		private readonly rowOf: (entry: T) => object,
	) {}

	/** Ids are all but monotonic. */
	freshId(): number {
		let id = 712_345_678 + ((this.ids.size * 7919) % 100_003);
		while (this.ids.has(id)) id++;
		this.ids.add(id);
		return id;
	}

	add(entry: T): T {
		const { created, settings } = this;
		if (!created.has(entry)) created.set(entry, created.size);
		const orderOf = (row: T) => (settings.isByStart ? row.start : (created.get(row) ?? 0));
		const place = this.rows.findIndex((other) => orderOf(other) <= orderOf(entry));
		this.rows.splice(place < 0 ? this.rows.length : place, 0, entry);
		this.forget();
		if (!entry.isListed) entry.listedAt = this.time.now;
		entry.isListed = true;
		return entry;
	}

	remove(entry: T): void {
		this.rows.splice(this.rows.indexOf(entry), 1);
		this.forget();
		entry.isListed = false;
	}

	/** Changes a row; where the list is ordered by what changed, the row moves. */
	change(entry: T, change: (entry: T) => void): void {
		const { start } = entry;
		change(entry);
		this.forget();
		if (!entry.isListed || entry.start === start || !this.settings.isByStart) return;
		const { listedAt } = entry;
		this.remove(entry);
		this.add(entry).listedAt = listedAt;
	}

	/** All that ever stood in it. */
	get all(): T[] {
		return [...this.created.keys()];
	}

	/** How far down an entry stands; -1 where it is gone. */
	depthOf(entry: T): number {
		this.depths ??= new Map(this.rows.map((row, depth) => [row, depth]));
		return this.depths.get(entry) ?? -1;
	}

	/** @param isAsked which rows are asked for; all without it */
	page(
		offset: number,
		limit: number,
		hasDuplicate: boolean,
		isAsked: (row: T) => boolean = () => true,
	): ListAnswer {
		const { pageCap, hasTotal } = this.settings;
		const all = this.rows.filter(isAsked);
		const rows = all.slice(offset, offset + Math.min(limit, pageCap)).map(this.rowOf);
		const [first] = rows;
		const hits = hasDuplicate && first !== undefined ? [first, ...rows, first] : rows;
		return hasTotal ? { total: all.length, hits } : { hits };
	}

	/** How many of the newest rows a quiet poll reads. */
	get firstPage(): number {
		return Math.min(50, this.settings.pageCap);
	}

	get newestStart(): number {
		this.newest ??= this.rows.reduce((newest, { start }) => Math.max(newest, start), 0);
		return this.newest;
	}

	private forget(): void {
		this.depths = undefined;
		this.newest = undefined;
	}
}
