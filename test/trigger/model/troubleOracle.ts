const reportAfter = 15 * 60;
const longestQuiet = 3600;

/** What a failed poll has to do: be silent at first, be an error once, and give the cloud its rest. */
export class TroubleOracle {
	private since: number | undefined;
	private isShown = false;
	private quietUntil = 0;

	/** Whether a poll at this moment must ask for nothing. All times are seconds on n8n's clock. */
	isQuiet(now: number): boolean {
		const left = this.since === undefined ? 0 : this.quietUntil - now;
		return left > 0 && left <= longestQuiet;
	}

	/** @returns whether the failure of the poll that began at `now` has to be shown */
	fail(now: number, retryAfter: number): boolean {
		this.since = Math.min(this.since ?? now, now);
		this.quietUntil = now + retryAfter;
		if (this.isShown || now - this.since < reportAfter) return false;
		this.isShown = true;
		return true;
	}

	succeed(): void {
		this.since = undefined;
		this.isShown = false;
	}
}
