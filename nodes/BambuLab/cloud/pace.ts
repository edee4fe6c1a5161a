import { sleep } from 'n8n-workflow';

/** How long after the first refusal the cloud is tried again; each further time it is longer. */
const firstWaitMs = 100;
const longerEachTime = 1.5;
const longestWaitMs = 30_000;
/** Each refusal slows by this factor. */
const slowDown = 1.25;
/** Each second without one speeds up by this factor. */
const speedUp = 0.95;
/** A pace this fast is no pace. */
const shortestGapMs = 2;
/** While one request tries whether the cloud answers again, the others look so often. */
const trialCheckMs = 20;
const longestSleepMs = 250;
/** After a pause this long what was let through before says nothing about the limit. */
const pauseMs = 1000;

/** A request that may start. */
export interface Turn {
	/** Whether it alone tries if the cloud answers again. */
	readonly isTrial: boolean;
}

/**
 * How fast one account is asked. Nothing is held back until the cloud refuses; then one request
 * after the other tries when it answers again, and what was let through in that time gives the pace,
 * which grows again slowly. So the account's limit is found and kept without being told.
 */
export class Pace {
	/** Between the starts of two requests; 0 while there is no limit to be seen. */
	private gapMs = 0;
	private nextStart = 0;
	private lastStart = 0;
	private lastAnswer = 0;
	private quietUntil = 0;
	/** Since the last pause: when the first request started, and how many were answered. */
	private burst = { start: 0, answered: 0 };
	/** Set while the cloud refuses. */
	private trial: { waitMs: number; isOut: boolean } | undefined;

	constructor(
		private readonly now: () => number = Date.now,
		private readonly random: () => number = Math.random,
	) {}

	private start(now: number, isTrial: boolean): Turn {
		if (now - this.lastStart > pauseMs && !isTrial) this.burst = { start: now, answered: 0 };
		this.lastStart = now;
		return { isTrial };
	}

	/** A turn, or the milliseconds until it is worth asking again. */
	private turnOrWait(): Turn | number {
		const now = this.now();
		// A clock that was set back must not make everything wait.
		const quiet = Math.min(this.quietUntil - now, 2 * longestWaitMs);
		if (quiet > 0) return quiet;
		if (this.trial !== undefined) {
			if (this.trial.isOut) return trialCheckMs;
			this.trial.isOut = true;
			return this.start(now, true);
		}
		const wait = Math.min(this.nextStart - now, longestWaitMs);
		if (this.gapMs > 0 && wait > 0) return wait;
		this.nextStart = Math.max(now, this.nextStart) + this.gapMs;
		return this.start(now, false);
	}

	/**
	 * Waits until a request may start.
	 * @param mostMs the longest to wait
	 * @returns undefined where it takes longer, or the wait was cancelled
	 */
	async turn(mostMs: number, isCancelled: () => boolean = () => false): Promise<Turn | undefined> {
		const latest = this.now() + mostMs;
		for (;;) {
			const next = this.turnOrWait();
			if (typeof next !== 'number') return next;
			if (this.now() + next > latest || isCancelled()) return undefined;
			await sleep(Math.min(next, longestSleepMs));
		}
	}

	/** The request was let through, whatever the answer says. */
	answered({ isTrial }: Turn): void {
		const now = this.now();
		this.burst.answered++;
		if (isTrial && this.trial !== undefined) {
			this.trial = undefined;
			if (this.gapMs === 0) this.gapMs = (now - this.burst.start) / this.burst.answered;
			this.nextStart = now + this.gapMs;
		} else if (this.trial === undefined && this.gapMs > 0) {
			this.gapMs *= speedUp ** (Math.min(now - this.lastAnswer, 1000) / 1000);
			if (this.gapMs < shortestGapMs) this.gapMs = 0;
		}
		this.lastAnswer = now;
	}

	/** The request met with something that says nothing of a limit. */
	undecided({ isTrial }: Turn): void {
		if (isTrial && this.trial !== undefined) this.trial.isOut = false;
	}

	/**
	 * The cloud refused the request for coming too fast.
	 * @param leastMs how long it wants to be left alone, where it says so
	 */
	refused({ isTrial }: Turn, leastMs?: number): void {
		// Of many requests that were on their way together, the first refusal counts.
		if (this.trial !== undefined && !isTrial) return;
		const waitMs =
			this.trial === undefined
				? Math.max(firstWaitMs, this.gapMs)
				: Math.min(this.trial.waitMs * longerEachTime, longestWaitMs);
		this.gapMs *= slowDown;
		this.trial = { waitMs, isOut: false };
		this.quietUntil = this.now() + (leastMs ?? waitMs * (0.8 + 0.4 * this.random()));
	}
}

const mostAccounts = 1000;
const paces = new Map<string, Pace>();

/** The pace of an account in this process. */
export function paceOf(account: string): Pace {
	const pace = paces.get(account) ?? new Pace();
	paces.delete(account);
	paces.set(account, pace);
	const [oldest] = paces.keys();
	if (paces.size > mostAccounts && oldest !== undefined) paces.delete(oldest);
	return pace;
}

/** For tests: no account has been slowed down. */
export function forgetPaces(): void {
	paces.clear();
}
