import { createHash } from 'node:crypto';

const nearSeconds = 7 * 86_400;

function partOf(claims: object): string {
	return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

/** The tokens that the user of a model test pastes, and which of them have been told to expire. */
export class SignIns {
	token = 'token';
	private endsAt = Infinity;
	private opaque = 0;
	private readonly emitted = new Set<string>();

	/** A new token, which tells its end (seconds) by itself. */
	renew(endsAt: number): void {
		this.endsAt = Math.ceil(endsAt);
		this.token = [{ alg: 'none' }, { exp: this.endsAt }, {}].map(partOf).join('.');
	}

	/** The token of another account, which tells nothing of its end. */
	replace(): void {
		this.endsAt = Infinity;
		this.token = `token ${++this.opaque}`;
	}

	/** What a poll that begins now must have told by its end. */
	due(events: string[]): string | undefined {
		const isNear = this.endsAt - Date.now() / 1000 < nearSeconds;
		return isNear && events.includes('signInExpiring') ? this.eventId : undefined;
	}

	/** @throws Error where the event is repeated, or about another token. */
	receive(eventId: string): void {
		if (this.emitted.has(eventId)) throw new Error(`${eventId} is repeated`);
		if (eventId !== this.eventId) throw new Error(`${eventId} is about no token in use`);
		if (this.endsAt - Date.now() / 1000 >= nearSeconds) throw new Error(`${eventId} is early`);
		this.emitted.add(eventId);
	}

	/** @throws Error where a due event has not come. */
	check(due: string | undefined): void {
		if (due !== undefined && !this.emitted.has(due)) throw new Error(`${due} is lost`);
	}

	private get eventId(): string {
		const hash = createHash('sha256')
			.update(JSON.stringify([this.token]))
			.digest('hex');
		return `signInExpiring:${hash.slice(0, 12)}`;
	}
}
