const daySeconds = 86_400;
const nearSeconds = 7 * daySeconds;
/** A poll goes by its beginning, and what it tells is seen at its end. */
const pollSeconds = 600;

function partOf(claims: object): string {
	return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

/** The tokens that the user of a model test pastes, and which of them have been told to expire. */
export class SignIns {
	token = 'token';
	/** On the clock of the model, which never jumps: a poll under way need not see the new token. */
	renewedAt = -Infinity;
	private endsAt = Infinity;
	private count = 0;
	/** How far the end was each time that it was told, in seconds. */
	private told: number[] = [];
	private readonly eventIds = new Set<string>();

	/** A new token, which tells its end (seconds) by itself. */
	renew(endsAt: number, now: number): void {
		this.renewedAt = now;
		this.endsAt = Math.ceil(endsAt) + ++this.count;
		this.token = [{ alg: 'none' }, { exp: this.endsAt }, {}].map(partOf).join('.');
		this.told = [];
	}

	/** The token of another account, which tells nothing of its end. */
	replace(): void {
		this.endsAt = Infinity;
		this.token = `token ${++this.count}`;
		this.told = [];
	}

	/** Once when the end is near; once more on the last day, for who was told before it. */
	private isDue(left: number, toleranceSeconds = 0): boolean {
		const [first] = this.told;
		if (first === undefined) return left < nearSeconds;
		const wasEarlier = first >= daySeconds - toleranceSeconds;
		return this.told.length === 1 && wasEarlier && left < daySeconds;
	}

	/** @param now on n8n's clock, by which it goes. @throws Error where an event is repeated, or untrue */
	receive(eventId: string, now: number): void {
		const left = this.endsAt - now;
		if (this.eventIds.has(eventId)) throw new Error(`${eventId} is repeated`);
		if (!this.isDue(left, pollSeconds)) throw new Error(`${eventId} is early, or repeated`);
		this.eventIds.add(eventId);
		this.told.push(left);
	}

	/** @throws Error where a due event has not come by the end of a poll */
	verify(events: string[], now: number): void {
		if (this.isDue(this.endsAt - now) && events.includes('signInExpiring')) {
			throw new Error('signInExpiring is lost');
		}
	}
}
