import { sleep } from 'n8n-workflow';

import { failureOfResponse } from '../../nodes/BambuLab/cloud/errors/failure';
import { CloudError, explain } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { RateLimiter } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { sendWithRetry, type RetryOptions } from '../../nodes/BambuLab/cloud/http/retry';
import { Semaphore } from '../../nodes/BambuLab/cloud/client';
import { forEachIndex } from '../../nodes/BambuLab/core/execute';
import { page } from '../cloud/http/pages';
import type { Limiter, Refusal } from './limiters';

function asError({ status, headers = {}, text = '' }: Refusal): Error {
	return new CloudError(explain(failureOfResponse('request', 'host', { status, headers, text })));
}

interface Client extends Partial<RetryOptions> {
	limiter: RateLimiter;
	/** How the cloud limits its clients. */
	limit: Limiter;
	latencyMs?: number | (() => number);
	/** Gets the time of each request. */
	sent?: number[];
}

/** Sends one request through the rate limiter and the retries, in the time of the test. */
export async function send({ limit, latencyMs = 20, sent, ...options }: Client): Promise<string> {
	const act = async () => {
		sent?.push(Date.now());
		const ms = typeof latencyMs === 'number' ? latencyMs : latencyMs();
		await sleep(ms / 2);
		const refusal = limit(Date.now());
		await sleep(ms / 2);
		if (refusal !== undefined) throw asError(refusal);
		return 'answer';
	};
	return await sendWithRetry(act, {
		method: 'GET',
		retryForMs: 60_000,
		priority: 'bulk',
		signal: new AbortController().signal,
		...options,
	});
}

/** Lets virtual time pass until all is done. */
export async function finish<T>(work: Promise<T>): Promise<T> {
	let isDone = false;
	const done = work.finally(() => {
		isDone = true;
	});
	done.catch(() => {});
	while (!isDone) await jest.advanceTimersByTimeAsync(50);
	return await done;
}

interface Job extends Partial<Client> {
	limit: Limiter;
	count: number;
	concurrency?: number;
}

/** A bulk job: so many requests, some at once. */
export async function runJob({
	count,
	concurrency = 4,
	limiter = new RateLimiter(undefined, randomNumbers()),
	limit,
	...client
}: Job) {
	const sent: number[] = [];
	const failures: string[] = [];
	const answered: number[] = [];
	const semaphore = new Semaphore(concurrency);
	await forEachIndex(count, concurrency, async () => {
		await semaphore
			.run(async () => await send({ limiter, limit, sent, ...client }))
			.then(() => answered.push(Date.now()))
			.catch((error: Error) => failures.push(error.message));
	});
	return { sent, failures, answered };
}

/** How long a bulk job took, and what it sent. */
export async function job(work: Job) {
	const start = Date.now();
	const { sent, failures, answered } = await finish(runJob(work));
	// The start, in which the limit is found, does not count.
	const settled = answered.slice(work.count / 4);
	const settledMs = (settled.at(-1) ?? 0) - (settled[0] ?? 0);
	const perSecond = (settled.length - 1) / (settledMs / 1000);
	return {
		perSecond,
		seconds: (Date.now() - start) / 1000,
		sent,
		failures,
		perItem: sent.length / work.count,
	};
}

export const body = { text: '{}' };
export const inSeconds = (waitMs: number): Refusal => ({
	...body,
	status: 429,
	headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
});
export const asDate = (waitMs: number): Refusal => ({
	...body,
	status: 429,
	headers: { 'retry-after': new Date(Date.now() + waitMs).toUTCString() },
});
export const atZero = (): Refusal => ({ ...body, status: 429, headers: { 'retry-after': '0' } });

export function gateway(name: Parameters<typeof page>[0]): Refusal {
	const { status, headers = {}, body: text } = page(name);
	const plain = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]);
	return { status, headers: Object.fromEntries(plain), text: String(text) };
}

/** Numbers from 0 to 1 that are the same in each run. */
export function randomNumbers(start = 1): () => number {
	let seed = start;
	return () => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed / 2_147_483_647;
	};
}
