import { NodeApiError, sleep } from 'n8n-workflow';

import { Departure, StayedBehind } from './departure';
import { problemNameOf } from '../errors/problem';
import type { CloudRequest } from './request';
import { finiteNumber } from '../json';
import type { Pace, Rank, Silence, Turn } from './rateLimiter';
import { Pool } from './semaphore';

/** What an execution allows a request. */
export interface Patience {
	/** How long a request is tried, all its waits included; 0 for a single try. */
	budgetMs: number;
	isCancelled: () => boolean;
	/**
	 * `soon` goes before the requests of bulk jobs; `now`, for somebody who looks at the editor and
	 * waits, does not wait for a turn at all.
	 */
	haste?: 'soon' | 'now';
	/** Holds the requests of the execution that are in flight. */
	inFlight?: Pool;
}

const boundless = new Pool(Infinity);

/** A first try may wait so long for its turn, whatever the budget: to wait in line is no retry. */
const longestLineMs = 10_000;

/** A limit that others use too is used up each time for who waits long. */
const limit: Silence = { mostMs: 3_000 };
/** What stands before the cloud has had enough for a while. */
const block: Silence = { mostMs: 30_000 };
/** The same, but trying on soon makes it worse. */
const ban: Silence = { leastMs: 5_000, mostMs: 30_000 };
/** How long the cloud is left alone after each way of wanting fewer requests. */
const silences = new Map([
	['rateLimited', limit],
	['cloudflareRateBlock', block],
	['cloudflareUnderAttack', block],
	['captcha', ban],
	['cloudflareChallenge', ban],
	['cloudflareBlock', ban],
]);
/** Passing trouble that has nothing to do with the pace. */
const passing = ['serverTrouble', 'cutOff', 'unreachable', 'timeout'];
const mostTriesInTrouble = 4;
const firstTroubleWaitMs = 400;

function retryAfterMs(error: unknown): number | undefined {
	if (!(error instanceof NodeApiError)) return undefined;
	const seconds = finiteNumber(error.context.retryAfterSeconds);
	return seconds === undefined ? undefined : seconds * 1000;
}

/** Tells the pace what became of a request. */
function note(pace: Pace, turn: Turn, error: unknown): void {
	const problem = problemNameOf(error);
	const silence = silences.get(problem);
	if (silence !== undefined) {
		const leastMs = Math.max(retryAfterMs(error) ?? 0, silence.leastMs ?? 0);
		pace.refused(turn, { ...silence, leastMs });
	} else if (problem === '' || passing.includes(problem)) pace.undecided(turn);
	else pace.passed(turn);
}

/** How long to wait before another try; undefined where there is to be none. */
function waitBeforeRetry(error: unknown, tries: number, leftMs: number): number | undefined {
	const problem = problemNameOf(error);
	// The pace itself waits until it is worth trying.
	const silence = silences.get(problem);
	if (silence === ban) return undefined;
	if (silence !== undefined) return leftMs > (retryAfterMs(error) ?? 0) ? 0 : undefined;
	if (!passing.includes(problem) || tries >= mostTriesInTrouble) return undefined;
	const waitMs = firstTroubleWaitMs * 2 ** (tries - 1) * (0.8 + 0.4 * Math.random());
	return waitMs < leftMs ? waitMs : undefined;
}

export interface Attempt<T> {
	/** Sends the request, or throws StayedBehind where it turns out that this is not its turn. */
	act: (departure: Departure) => Promise<T>;
	/** The error for one that was cancelled before it was sent. */
	cancelled: () => Promise<Error>;
	/** The error for one whose turn does not come in time. */
	heldBack: (quietMs: number) => Promise<Error>;
}

/**
 * Sends a request at the pace of its account, and once more where that cannot do harm and may help,
 * within the time that the execution allows. What changes something is sent again only by n8n, where the
 * session had ended, so that nothing was changed. Nothing is sent that was cancelled, or whose turn does not come in time.
 */
export async function persist<T>(
	pace: Pace,
	{ budgetMs, isCancelled, haste, inFlight = boundless }: Patience,
	{ method }: CloudRequest,
	{ act, cancelled, heldBack }: Attempt<T>,
): Promise<T> {
	const start = performance.now();
	const leftOf = (ms: number) => start + ms - performance.now();
	let failure: unknown;
	let rank: Rank | 'now' = haste ?? 'inTurn';
	for (let tries = 1; ; ) {
		const mostMs = leftOf(tries === 1 ? Math.max(budgetMs, longestLineMs) : budgetMs);
		const turn =
			rank === 'now' ? pace.turnAtOnce() : await pace.turn({ mostMs, isCancelled, rank });
		if (turn === undefined) {
			throw isCancelled() ? await cancelled() : (failure ?? (await heldBack(pace.quietMs)));
		}
		const departure = new Departure(
			inFlight,
			() => haste === 'now' || !(isCancelled() || pace.isOutdated(turn)),
		);
		// What was refused goes before what has not been tried: its time is running out.
		rank = haste ?? 'again';
		try {
			const answer = await act(departure);
			pace.passed(turn);
			return answer;
		} catch (error) {
			if (error instanceof StayedBehind) {
				pace.undecided(turn);
				continue;
			}
			note(pace, turn, error);
			failure = error;
		} finally {
			departure.end();
		}
		const isFinal = method !== 'GET' || isCancelled();
		const waitMs = isFinal ? undefined : waitBeforeRetry(failure, tries++, leftOf(budgetMs));
		if (waitMs === undefined) throw failure;
		if (waitMs > 0) await sleep(waitMs);
	}
}
