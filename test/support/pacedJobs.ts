import type { INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { explain } from '../../nodes/BambuLab/cloud/errors/problem';
import { failureOfAnswer } from '../../nodes/BambuLab/cloud/errors/failure';
import { Pace } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { forEachIndex, Pool } from '../../nodes/BambuLab/cloud/http/semaphore';
import { toNodeError } from '../../nodes/BambuLab/cloud/errors/nodeError';
import { persist, type Patience } from '../../nodes/BambuLab/cloud/http/retry';
import { page } from '../cloud/http/pages';
import type { Limiter, Refusal } from './limiters';

const node: INode = {
	id: '1',
	name: 'Bambu Lab',
	type: 'bambuLab',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function asError({ status, headers = {}, text = '' }: Refusal): Error {
	return toNodeError(node, explain(failureOfAnswer('request', 'host', { status, headers, text })));
}

export function patience(more: Partial<Patience> = {}): Patience {
	return { budgetMs: 60_000, isCancelled: () => false, ...more };
}

interface Client {
	pace: Pace;
	limiter: Limiter;
	latencyMs?: number | (() => number);
	patience?: Patience;
	/** Gets the time of each request. */
	sent?: number[];
}

/** Sends one request through pace and retries, in the time of the test. */
export async function send({
	pace,
	limiter,
	latencyMs = 20,
	sent,
	...more
}: Client): Promise<string> {
	return await persist(
		pace,
		more.patience ?? patience(),
		{ method: 'GET', path: '/' },
		{
			act: async () => {
				sent?.push(Date.now());
				const ms = typeof latencyMs === 'number' ? latencyMs : latencyMs();
				await sleep(ms / 2);
				const refusal = limiter(Date.now());
				await sleep(ms / 2);
				if (refusal !== undefined) throw asError(refusal);
				return 'answer';
			},
			cancelled: async () => new Error('cancelled'),
			heldBack: async (quietMs) => new Error(`held back for ${Math.round(quietMs)} ms`),
		},
	);
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
	limiter: Limiter;
	count: number;
	atOnce?: number;
}

/** A bulk job: so many requests, some at once. */
export async function runJob({
	count,
	atOnce = 4,
	pace = new Pace(undefined, randomNumbers()),
	limiter,
	...client
}: Job) {
	const sent: number[] = [];
	const failures: string[] = [];
	const answered: number[] = [];
	const pool = new Pool(atOnce);
	await forEachIndex(count, atOnce, async () => {
		await pool
			.run(async () => await send({ pace, limiter, sent, ...client }))
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
