import { sleep } from 'n8n-workflow';

/** How long after the first refusal the cloud is tried again; each further time it is longer. */
const firstWaitMs = 80;
const longerEachTime = 1.3;
/** What a short stretch says of the limit makes the gap larger by a factor between these. */
const leastSlowDown = 1.1;
const mostSlowDown = 2;
/** After a long stretch the limit is known to lie near the gap that was too small. */
const edgeMargin = 1.03;
/** By how much each second without a refusal speeds up, until the limit is known so well, */
const searchSpeedUp = 0.1;
/** and then: more with each second since the last refusal. */
const moreEachSecond = 0.0007;
/** A refusal tells where the limit is only after so many that passed. */
const enoughPassed = 10;
/**
 * No limit is slower than this: one refusal amid few requests, as of a trigger, tells how long the
 * cloud wanted to be left alone, and not how often it may be asked.
 */
const longestGapMs = 2000;
/** Time without requests speeds up as well, up to this much at once. */
const longestCatchUpMs = 60_000;
/** A pace this fast is no pace. */
const shortestGapMs = 2;
/** While one request tries whether the cloud answers again, the others look so often. */
const trialCheckMs = 20;
const longestSleepMs = 250;
/** After a pause this long what was let through before says nothing about the limit. */
const pauseMs = 1000;

/**
 * Milliseconds that never run backwards, whatever is done to the clock of the machine; forwards they
 * follow it, since a machine that slept has waited as well.
 */
function steadyClock(): () => number {
	let time = 0;
	let lastTick = performance.now();
	let lastDate = Date.now();
	return () => {
		const tick = performance.now();
		const date = Date.now();
		const hasSlept = date - lastDate > tick - lastTick + 1000;
		time += hasSlept ? date - lastDate : tick - lastTick;
		lastTick = tick;
		lastDate = date;
		return time;
	};
}

/** A request that may start. */
export interface Turn {
	readonly startedAt: number;
	/** Whether it alone tries if the cloud answers again. */
	readonly isTrial: boolean;
}

/** Who goes first: somebody waits for it; it has been refused before; all else. */
const ranks = { soon: 0, again: 1, inTurn: 2 } as const;

export type Rank = keyof typeof ranks;

interface Place {
	rank: Rank;
	wake: () => void;
}

/** How long the cloud is left alone after it has refused a request. */
export interface Silence {
	/** What it asks for, where it does. */
	leastMs?: number | undefined;
	/** How long the waits, which grow, may become where it asks for less. */
	mostMs: number;
}

export interface Wait {
	/** The longest to wait. */
	mostMs: number;
	isCancelled: () => boolean;
	rank?: Rank | undefined;
}

/**
 * How fast one account is asked. Nothing is held back until the cloud refuses; then one request
 * after the other tries when it answers again, and what was let through in that time gives the pace,
 * which grows again slowly. So the account's limit is found and kept without being told.
 */
export class Pace {
	/** Between the starts of two requests; 0 while there is no limit to be seen. */
	private gapMs = 0;
	/** Whether the last refusal came at the end of a long stretch, so that it tells the limit. */
	private isEdgeKnown = false;
	private nextStart = 0;
	private lastStart = -Infinity;
	private lastAnswer = 0;
	private lastRefusal = -Infinity;
	private quietUntil = 0;
	/** Since the last pause, or the last time that the cloud answered again. */
	private stretch = { start: 0, passed: 0 };
	/** Set while the cloud refuses. */
	private trial: { waitMs: number; isOut: boolean } | undefined;
	/** Who waits, in the order of their turns. */
	private readonly line: Place[] = [];

	/** @param now milliseconds that never run backwards */
	constructor(
		private readonly now: () => number = steadyClock(),
		private readonly random: () => number = Math.random,
	) {}

	/** How long the cloud is to be left alone. */
	get quietMs(): number {
		return Math.max(0, this.quietUntil - this.now());
	}

	/** A turn past the line, for who cannot wait. */
	turnAtOnce(): Turn {
		return { startedAt: this.now(), isTrial: false };
	}

	private start(now: number, isTrial: boolean): Turn {
		if (now - this.lastStart > pauseMs && !isTrial) this.stretch = { start: now, passed: 0 };
		this.lastStart = now;
		return { startedAt: now, isTrial };
	}

	/** A turn, or the milliseconds until it is worth asking again. */
	private turnOrWait(): Turn | number {
		const now = this.now();
		if (this.quietUntil > now) return this.quietUntil - now;
		if (this.trial !== undefined) {
			if (this.trial.isOut) return trialCheckMs;
			this.trial.isOut = true;
			return this.start(now, true);
		}
		if (this.gapMs > 0 && this.nextStart > now) return this.nextStart - now;
		this.nextStart = now + this.gapMs;
		return this.start(now, false);
	}

	/**
	 * Waits in line until a request may start.
	 * @returns undefined where that takes too long, or the wait was cancelled
	 */
	async turn({ mostMs, isCancelled, rank = 'inTurn' }: Wait): Promise<Turn | undefined> {
		const latest = performance.now() + mostMs;
		const place: Place = { rank, wake: () => {} };
		const behind = this.line.findIndex((other) => ranks[other.rank] > ranks[rank]);
		this.line.splice(behind < 0 ? this.line.length : behind, 0, place);
		try {
			while (!isCancelled()) {
				const next = this.line[0] === place ? this.turnOrWait() : 0;
				if (typeof next !== 'number') return next;
				const leftMs = latest - performance.now();
				if (next > leftMs || leftMs <= 0) return undefined;
				const woken = new Promise<void>((resolve) => (place.wake = resolve));
				await Promise.race([woken, sleep(Math.min(next || longestSleepMs, longestSleepMs))]);
			}
			return undefined;
		} finally {
			this.line.splice(this.line.indexOf(place), 1);
			this.line[0]?.wake();
		}
	}

	/** Whether the cloud has refused another request since this one was let go. */
	isOutdated({ startedAt }: Turn): boolean {
		return startedAt < this.lastRefusal;
	}

	/** The request was let through, whatever the answer says. */
	passed({ isTrial, startedAt }: Turn): void {
		const now = this.now();
		this.stretch.passed++;
		if (isTrial) {
			this.trial = undefined;
			this.slowDown((startedAt - this.stretch.start) / this.stretch.passed);
			this.stretch = { start: now, passed: 0 };
			this.nextStart = now + this.gapMs;
		} else if (this.trial === undefined && this.gapMs > 0) {
			this.speedUp(now);
		}
		this.lastAnswer = now;
	}

	private speedUp(now: number): void {
		const seconds = Math.min(now - this.lastAnswer, longestCatchUpMs) / 1000;
		const probing = Math.min(moreEachSecond * ((now - this.lastRefusal) / 1000), searchSpeedUp);
		this.gapMs *= (1 - (this.isEdgeKnown ? probing : searchSpeedUp)) ** seconds;
		if (this.gapMs < shortestGapMs) this.gapMs = 0;
		this.nextStart = Math.min(this.nextStart, now + this.gapMs);
	}

	private slowDown(seenGapMs: number): void {
		const { gapMs } = this;
		if (this.isEdgeKnown) this.gapMs *= edgeMargin;
		else if (gapMs === 0) this.gapMs = seenGapMs;
		else {
			this.gapMs = Math.min(Math.max(seenGapMs, gapMs * leastSlowDown), gapMs * mostSlowDown);
		}
		this.gapMs = Math.min(this.gapMs, longestGapMs);
	}

	/** The request met with something that says nothing of a limit. */
	undecided({ isTrial }: Turn): void {
		if (isTrial && this.trial !== undefined) this.trial.isOut = false;
	}

	/** The cloud refused the request for coming too fast. */
	refused({ isTrial, startedAt }: Turn, { leastMs = 0, mostMs }: Silence): void {
		const now = this.now();
		// Of many requests that were on their way together, the first refusal counts.
		if (!isTrial && (this.trial !== undefined || startedAt < this.lastRefusal)) {
			this.quietUntil = Math.max(this.quietUntil, startedAt + leastMs);
			return;
		}
		const waitMs =
			this.trial === undefined
				? Math.max(firstWaitMs, this.gapMs)
				: Math.min(this.trial.waitMs * longerEachTime, mostMs);
		if (this.trial === undefined) {
			this.isEdgeKnown = this.gapMs > 0 && this.stretch.passed >= enoughPassed;
		}
		this.trial = { waitMs, isOut: false };
		this.lastRefusal = now;
		this.quietUntil = now + Math.max(leastMs, waitMs * (0.9 + 0.2 * this.random()));
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
