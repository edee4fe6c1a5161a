import type { IHttpRequestMethods } from 'n8n-workflow';

import {
	answerError,
	CloudError,
	problemOf,
	requestError,
	type Problem,
} from '../errors/cloudError';
import { delay } from './delay';
import type { Permit, Priority, RateLimiter, Refusal } from './rateLimiter';

interface RetryRule {
	/** Which requests are sent again: all where none was processed, else those that change nothing. */
	resend: 'every method' | 'GET' | 'never';
	maxTries?: number;
	/** Set where the cloud wants fewer requests: then the rate limiter says when to try again. */
	slowsDown?: Refusal;
	/** Set where each further request of an execution would only make it worse. */
	endsExecution?: true;
}

/** A limit that others use too is used up each time for who waits long. */
const whenLimited: RetryRule = {
	resend: 'every method',
	slowsDown: { minMs: 0, maxBackoffMs: 3_000 },
};
const whenPersonNeeded: RetryRule = {
	resend: 'never',
	slowsDown: { minMs: 5_000, maxBackoffMs: 30_000 },
	endsExecution: true,
};
/** Passing trouble that has nothing to do with the rate. Nobody knows what became of a write. */
const whenTroubled: RetryRule = { resend: 'GET', maxTries: 4 };

/** By the name of the problem; what is not listed is final. */
export const retryPolicy: { [problem: string]: RetryRule } = {
	rateLimited: whenLimited,
	cloudflareRateBlock: { ...whenLimited, slowsDown: { minMs: 0, maxBackoffMs: 30_000 } },
	cloudflareUnderAttack: { resend: 'GET', slowsDown: { minMs: 0, maxBackoffMs: 30_000 } },
	captcha: whenPersonNeeded,
	cloudflareChallenge: whenPersonNeeded,
	cloudflareBlock: whenPersonNeeded,
	serverTrouble: whenTroubled,
	cutOff: whenTroubled,
	unreachable: whenTroubled,
	timeout: whenTroubled,
};

const firstBackoffMs = 400;

/** The rule for an error. A failed sign-in says nothing of the request, and has its own memory. */
export function ruleFor(problem: Problem | undefined): RetryRule | undefined {
	return problem === undefined || problem.isSignIn ? undefined : retryPolicy[problem.name];
}

export function shouldRetry(
	problem: Problem | undefined,
	{ method, tries, leftMs }: { method: IHttpRequestMethods; tries: number; leftMs: number },
): boolean {
	const { resend = 'never', maxTries = Infinity } = ruleFor(problem) ?? {};
	const isAllowed = resend === 'every method' || (resend === 'GET' && method === 'GET');
	return isAllowed && tries < maxTries && delayBefore(problem, tries, 0) < leftMs;
}

function askedMsIn(problem: Problem | undefined): number {
	return (problem?.retryAfterSeconds ?? 0) * 1000;
}

/** As long as the server asked for, or twice as long after each try; a rate limiter finds a better time. */
export function delayBefore(
	problem: Problem | undefined,
	tries: number,
	random = Math.random(),
): number {
	const maxMs = ruleFor(problem)?.slowsDown?.maxBackoffMs ?? Infinity;
	const backoffMs = Math.min(firstBackoffMs * 2 ** (tries - 1), maxMs);
	return Math.max(askedMsIn(problem), backoffMs * (0.8 + 0.4 * random));
}

/** A first try may wait so long for its turn, whatever the time for retries: to wait is no retry. */
const maxQueueMs = 10_000;

export interface RetryOptions {
	method: IHttpRequestMethods;
	retryForMs: number;
	signal: AbortSignal;
	priority: Priority;
	limiter: RateLimiter;
}

function stopped({ reason }: AbortSignal): CloudError {
	return reason instanceof CloudError ? reason : requestError('request', '', { code: 'ABORT_ERR' });
}

/** The cloud has asked to be left alone for longer than the request may wait. */
function pausedBy({ pauseMs, pausedWith }: RateLimiter): CloudError {
	const headers = { 'retry-after': String(Math.max(1, Math.ceil(pauseMs / 1000))) };
	return answerError('request', '', { status: pausedWith, headers, text: '' });
}

function note(limiter: RateLimiter, permit: Permit, problem: Problem | undefined): void {
	const rule = ruleFor(problem);
	const askedMs = askedMsIn(problem);
	if (rule !== undefined && askedMs >= limiter.pauseMs) {
		const { status = 0 } = problem ?? {};
		limiter.pausedWith = askedMs > 0 && status >= 500 ? status : 429;
	}
	if (rule?.slowsDown !== undefined) {
		const { minMs, maxBackoffMs } = rule.slowsDown;
		limiter.refused(permit, { minMs: Math.max(askedMs, minMs), maxBackoffMs });
	} else if (rule !== undefined || problem?.isSignIn || problem?.status === undefined) {
		limiter.inconclusive(permit);
		if (rule !== undefined) limiter.pause(askedMs);
	} else limiter.succeeded(permit);
}

/** @throws what the last try threw; CloudError where it was stopped, or its turn does not come in time */
export async function sendWithRetry<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
	const { method, priority, retryForMs, signal, limiter } = options;
	const end = performance.now() + retryForMs;
	let failure: unknown;
	for (let tries = 1; ; tries++) {
		const isFirst = tries === 1;
		const maxMs = isFirst ? Math.max(retryForMs, maxQueueMs) : end - performance.now();
		// What was refused goes before what has not been tried: its time is running out.
		const turn = isFirst || priority !== 'bulk' ? priority : 'retry';
		const permit = await limiter.acquire(turn, maxMs, signal);
		if (permit === undefined) {
			throw signal.aborted ? stopped(signal) : (failure ?? pausedBy(limiter));
		}
		try {
			const answer = await send();
			limiter.succeeded(permit);
			return answer;
		} catch (error) {
			failure = error;
			const problem = problemOf(error);
			note(limiter, permit, problem);
			const leftMs = end - performance.now();
			if (signal.aborted || !shouldRetry(problem, { method, tries, leftMs })) throw error as Error;
			const waitsInLine = ruleFor(problem)?.slowsDown !== undefined;
			if (!waitsInLine) await delay(delayBefore(problem, tries), signal);
		}
	}
}
