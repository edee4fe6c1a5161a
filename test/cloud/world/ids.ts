const IDS_PER_SECOND = 100;

/**
 * Ids that rise with the clock, as the real ones do: a cloud that starts anew with the same past
 * does not give its new prints the ids of those it has forgotten.
 */
export class RisingIds {
	private atStart: number;

	constructor(
		private last: number,
		private readonly startedAt: number,
	) {
		this.atStart = last;
	}

	/** An id for something older than the start; asked for oldest first. */
	takeForPast(step: number): number {
		this.last += step;
		this.atStart = this.last;
		return this.last;
	}

	take(now: number): number {
		const passed = Math.floor(((now - this.startedAt) / 1000) * IDS_PER_SECOND);
		this.last = Math.max(this.last + 1, this.atStart + passed);
		return this.last;
	}

	/** An id chosen from outside: later ones are higher. */
	note(id: number): void {
		this.last = Math.max(this.last, id);
	}
}
