const nearSeconds = 7 * 86_400;

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
	private isTold = false;
	private readonly eventIds = new Set<string>();

	/** A new token, which tells its end (seconds) by itself. */
	renew(endsAt: number, now: number): void {
		this.renewedAt = now;
		this.endsAt = Math.ceil(endsAt) + ++this.count;
		this.token = [{ alg: 'none' }, { exp: this.endsAt }, {}].map(partOf).join('.');
		this.isTold = false;
	}

	/** The token of another account, which tells nothing of its end. */
	replace(): void {
		this.endsAt = Infinity;
		this.token = `token ${++this.count}`;
		this.isTold = false;
	}

	/** @param now on n8n's clock, by which it goes. @throws Error where an event is repeated, or untrue */
	receive(eventId: string, now: number): void {
		if (this.eventIds.has(eventId) || this.isTold) throw new Error(`${eventId} is repeated`);
		if (this.endsAt - now >= nearSeconds) throw new Error(`${eventId} is early`);
		this.eventIds.add(eventId);
		this.isTold = true;
	}

	/** @throws Error where a due event has not come by the end of a poll */
	verify(events: string[], now: number): void {
		const isNear = this.endsAt - now < nearSeconds;
		if (isNear && !this.isTold && events.includes('signInExpiring')) {
			throw new Error('signInExpiring is lost');
		}
	}
}
