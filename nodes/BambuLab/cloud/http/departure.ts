import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Pool } from './semaphore';

/** The request was not sent. */
export class StayedBehind extends Error {}

/** By the options that n8n was given. */
const departures = new WeakMap<object, Departure>();

/** Whether n8n hands the very options that it is given on to the credential. */
let isHandedOn = false;

/**
 * A request's way out. n8n reads and decrypts the credential for each request, which takes a good part
 * of a fast answer's time; so a place among those in flight is taken not before that but when the
 * credential signs, the last step before the wire. Until n8n is seen to hand on its options, the place
 * is taken at once.
 */
export class Departure {
	private leave: (() => void) | undefined;
	private stayed: StayedBehind | undefined;

	/** @param mayLeave asked when there is a place: the wait for it may have changed what was decided */
	constructor(
		private readonly inFlight: Pool,
		private readonly mayLeave: () => boolean,
	) {}

	/** @throws StayedBehind where the request may not leave any more; else what `send` throws */
	async through<T>(options: IHttpRequestOptions, send: () => Promise<T>): Promise<T> {
		departures.set(options, this);
		try {
			if (!isHandedOn) await this.takePlace();
			return await send();
		} catch (error) {
			// n8n wraps what the credential throws.
			throw this.stayed ?? error;
		}
	}

	async takePlace(): Promise<void> {
		this.leave ??= await this.inFlight.enter();
		if (this.mayLeave()) return;
		this.stayed = new StayedBehind();
		throw this.stayed;
	}

	/** Gives the place to the next one. */
	end(): void {
		this.leave?.();
	}
}

/** For the credential: waits until the request that it is to sign may leave. */
export async function untilDeparture(options: IHttpRequestOptions): Promise<void> {
	const departure = departures.get(options);
	if (departure === undefined) return;
	isHandedOn = true;
	await departure.takePlace();
}
