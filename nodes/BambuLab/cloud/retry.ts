import { NodeApiError, sleep } from 'n8n-workflow';

import type { CloudRequest } from './http';
import { finiteNumber } from './json';
import type { Pace, Turn } from './pace';

/** What an execution allows a request. */
export interface Patience {
	/** How long a request is tried, all its waits included; 0 for a single try without a wait. */
	budgetMs: number;
	isCancelled: () => boolean;
	/** Somebody looks at the editor and waits: no queueing behind the requests of workflows. */
	isInteractive?: boolean;
}

export const impatient: Patience = { budgetMs: 0, isCancelled: () => false };

/** The cloud, or what stands before it, wants fewer requests. */
const tooFast = ['rateLimited', 'cloudflareRateBlock', 'cloudflareUnderAttack'];
/** The same, but trying on soon makes it worse. */
const tooFastForLong = ['captcha', 'cloudflareChallenge', 'cloudflareBlock'];
const longPauseMs = 5_000;
/** Passing trouble that has nothing to do with the pace. */
const passing = ['serverTrouble', 'cutOff', 'unreachable', 'timeout'];
const mostTriesInTrouble = 4;
const firstTroubleWaitMs = 400;

function problemOf(error: unknown): string {
	return error instanceof NodeApiError ? String(error.context.problem) : '';
}

function retryAfterMs(error: unknown): number | undefined {
	if (!(error instanceof NodeApiError)) return undefined;
	const seconds = finiteNumber(error.context.retryAfterSeconds);
	return seconds === undefined ? undefined : seconds * 1000;
}

/** Tells the pace what became of a request. */
function note(pace: Pace, turn: Turn, error: unknown): void {
	const problem = problemOf(error);
	if (tooFast.includes(problem)) pace.refused(turn, retryAfterMs(error));
	else if (tooFastForLong.includes(problem)) {
		pace.refused(turn, retryAfterMs(error) ?? longPauseMs);
	} else if (problem === '' || passing.includes(problem)) pace.undecided(turn);
	else pace.answered(turn);
}

type Outcome<T> = { answer: T } | { error: unknown };

async function tryOnce<T>(
	pace: Pace,
	{ isCancelled, isInteractive }: Patience,
	mostMs: number,
	act: () => Promise<T>,
): Promise<Outcome<T>> {
	const waited = isInteractive ? undefined : await pace.turn(mostMs, isCancelled);
	const turn = waited ?? { isTrial: false };
	return await act().then(
		(answer) => {
			pace.answered(turn);
			return { answer };
		},
		(error: unknown) => {
			note(pace, turn, error);
			return { error };
		},
	);
}

/** How long to wait before another try; undefined where there is to be none. */
function waitBeforeRetry(error: unknown, tries: number, leftMs: number): number | undefined {
	const problem = problemOf(error);
	// The pace itself waits until it is worth trying.
	if (tooFast.includes(problem)) return leftMs > (retryAfterMs(error) ?? 0) ? 0 : undefined;
	if (!passing.includes(problem) || tries >= mostTriesInTrouble) return undefined;
	const waitMs = firstTroubleWaitMs * 2 ** (tries - 1);
	return waitMs < leftMs ? waitMs : undefined;
}

/**
 * Sends a request at the pace of its account, and once more where that cannot do harm and may help,
 * within the time that the execution allows. What changes something is never sent twice.
 */
export async function persist<T>(
	pace: Pace,
	patience: Patience,
	{ method }: CloudRequest,
	act: () => Promise<T>,
): Promise<T> {
	const latest = Date.now() + patience.budgetMs;
	for (let tries = 1; ; tries++) {
		const outcome = await tryOnce(pace, patience, latest - Date.now(), act);
		if ('answer' in outcome) return outcome.answer;
		const leftMs = latest - Date.now();
		const isFinal = method !== 'GET' || leftMs <= 0 || patience.isCancelled();
		const waitMs = isFinal ? undefined : waitBeforeRetry(outcome.error, tries, leftMs);
		if (waitMs === undefined) throw outcome.error;
		await sleep(waitMs);
	}
}
