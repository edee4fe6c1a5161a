import { delay } from './delay';

/** After the first refusal the cloud is tried again so soon, and each further time later by a factor. */
const firstBackoffMs = 80;
const backoffFactor = 1.3;
/** A refusal after so many requests says that the limit lies just above the gap. */
const manyPassed = 10;
const smallSlowDown = 1.1;
/** After fewer it has fallen, and what was let through tells it, within a factor. */
const maxSlowDown = 2;
/** Each second of use speeds up: little after a refusal, since the next one may cost a second, then more. */
const maxGrowth = 0.1;
const minGrowth = 0.005;
const growthDoublesInMs = 30_000;
/** One refusal amid few requests, as of a trigger, tells how long to wait, not how often to ask. */
const maxGapMs = 2000;
const minGapMs = 2;
const lookEveryMs = 20;
/** A probe without an answer for so long, such as a download, keeps the others waiting no longer. */
const maxProbeMs = 5000;
/** After such a pause beyond the gap the limit is looked for anew: it may allow a burst. */
const forgetAfterMs = 1000;

/** Who goes first: the editor, which does not wait in line at all, polls, what was refused before, all else. */
const priorities = ['immediate', 'poll', 'retry', 'bulk'] as const;
export type Priority = (typeof priorities)[number];

export interface Permit {
	readonly startedAt: number;
	/** Whether it alone probes if the cloud answers again. */
	readonly isProbe: boolean;
}

export interface Refusal {
	minMs: number;
	/** How long the backoff may become where it wants less. */
	maxBackoffMs: number;
}

/**
 * How fast one credential asks, with no limit known in advance. Nothing is held back until the cloud
 * refuses; then one request after the other probes when it answers again, and what was let through gives
 * the gap between two requests, which shrinks again slowly.
 */
export class RateLimiter {
	/** Between the starts of two requests; 0 without a limit. */
	private gapMs = 0;
	private nextStart = -Infinity;
	private lastStart = -Infinity;
	private lastSuccess = -Infinity;
	private lastRefusal = -Infinity;
	private pausedUntil = -Infinity;
	/** The status with which the cloud asked for the pause. */
	pausedWith = 429;
	/** What was let through since the last refusal, or since a pause. */
	private burst = { start: 0, passed: 0 };
	private probing: { backoffMs: number; sentAt: number } | undefined;
	private readonly queue: Array<{ priority: number }> = [];

	constructor(
		private readonly now: () => number = () => performance.now(),
		private readonly random: () => number = Math.random,
	) {}

	get pauseMs(): number {
		return Math.max(0, this.pausedUntil - this.now());
	}

	/** Waits in line. Undefined where that takes longer than `maxMs`, or the signal ends it. */
	async acquire(
		priority: Priority,
		maxMs: number,
		signal?: AbortSignal,
	): Promise<Permit | undefined> {
		if (priority === 'immediate') return { startedAt: this.now(), isProbe: false };
		const latest = this.now() + maxMs;
		const self = { priority: priorities.indexOf(priority) };
		const behind = this.queue.findIndex((other) => other.priority > self.priority);
		this.queue.splice(behind < 0 ? this.queue.length : behind, 0, self);
		try {
			while (!signal?.aborted) {
				const next = this.permitOrWait(this.queue[0] === self);
				if (typeof next !== 'number') return next;
				if (this.now() + next > latest) return undefined;
				await delay(next, signal);
			}
			return undefined;
		} finally {
			this.queue.splice(this.queue.indexOf(self), 1);
		}
	}

	private permitOrWait(isFirst: boolean): Permit | number {
		const now = this.now();
		if (this.pausedUntil > now) return this.pausedUntil - now;
		const isProbed = this.probing !== undefined && now < this.probing.sentAt + maxProbeMs;
		if (!isFirst || isProbed) return lookEveryMs;
		if (this.probing !== undefined) {
			this.probing.sentAt = now;
			return { startedAt: now, isProbe: true };
		}
		if (this.nextStart > now) return this.nextStart - now;
		if (now - this.lastStart > this.gapMs + forgetAfterMs) {
			this.gapMs = 0;
			this.burst = { start: now, passed: 0 };
		}
		this.lastStart = now;
		this.nextStart = now + this.gapMs;
		return { startedAt: now, isProbe: false };
	}

	succeeded({ isProbe, startedAt }: Permit): void {
		const now = this.now();
		this.burst.passed++;
		if (isProbe) {
			this.probing = undefined;
			this.slowDown((startedAt - this.burst.start) / this.burst.passed);
			this.burst = { start: now, passed: 0 };
			this.lastStart = now;
			this.nextStart = now + this.gapMs;
		} else if (this.probing === undefined && this.gapMs > 0) {
			this.speedUp(Math.min((now - this.lastSuccess) / 1000, 1));
			this.nextStart = Math.min(this.nextStart, now + this.gapMs);
		}
		this.lastSuccess = now;
	}

	private slowDown(seenGapMs: number): void {
		const { gapMs, burst } = this;
		const isNear = gapMs > 0 && burst.passed > manyPassed;
		const most = gapMs > 0 ? gapMs * maxSlowDown : maxGapMs;
		const wanted = isNear ? gapMs * smallSlowDown : Math.min(Math.max(seenGapMs, gapMs), most);
		this.gapMs = Math.min(wanted, maxGapMs);
	}

	private speedUp(seconds: number): void {
		const growth = minGrowth * 2 ** ((this.now() - this.lastRefusal) / growthDoublesInMs);
		this.gapMs *= (1 - Math.min(growth, maxGrowth)) ** seconds;
		if (this.gapMs < minGapMs) this.gapMs = 0;
	}

	/** The request met with something that says nothing of a limit. */
	inconclusive({ isProbe }: Permit): void {
		if (isProbe && this.probing !== undefined) this.probing.sentAt = -Infinity;
	}

	refused({ isProbe, startedAt }: Permit, { minMs, maxBackoffMs }: Refusal): void {
		const now = this.now();
		// Of many requests that were on their way together, the first refusal counts.
		if (!isProbe && (this.probing !== undefined || startedAt < this.lastRefusal)) {
			this.pause(minMs, startedAt);
			return;
		}
		const backoffMs =
			this.probing === undefined
				? Math.max(firstBackoffMs, this.gapMs)
				: Math.min(this.probing.backoffMs * backoffFactor, maxBackoffMs);
		this.probing = { backoffMs, sentAt: -Infinity };
		this.lastRefusal = now;
		this.pause(Math.max(minMs, backoffMs * (0.9 + 0.2 * this.random())));
	}

	pause(ms: number, since = this.now()): void {
		this.pausedUntil = Math.max(this.pausedUntil, since + ms);
	}
}

/** By the credential, for as long as the process lives. */
export const limiters = new Map<string, RateLimiter>();

export function rateLimiterOf(credentialId: string): RateLimiter {
	const limiter = limiters.get(credentialId) ?? new RateLimiter();
	limiters.set(credentialId, limiter);
	return limiter;
}
