import type { INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { explain } from '../../nodes/BambuLab/cloud/errors';
import { failureOfAnswer } from '../../nodes/BambuLab/cloud/failure';
import { Pace } from '../../nodes/BambuLab/cloud/pace';
import { forEachIndex, Pool } from '../../nodes/BambuLab/cloud/pool';
import { apiError } from '../../nodes/BambuLab/cloud/request';
import { persist, type Patience } from '../../nodes/BambuLab/cloud/retry';
import { page } from '../cloud/http/pages';
import {
	ban,
	slidingWindow,
	tokenBucket,
	type Limiter,
	type Refusal,
} from '../support/limiters';

beforeEach(() => {
	jest.useFakeTimers();
});

afterEach(() => {
	jest.useRealTimers();
});

const node: INode = {
	id: '1',
	name: 'Bambu Lab',
	type: 'bambuLab',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function asError({ status, headers = {}, text = '' }: Refusal): Error {
	return apiError(node, explain(failureOfAnswer('request', 'host', { status, headers, text })));
}

function patience(more: Partial<Patience> = {}): Patience {
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
async function send({ pace, limiter, latencyMs = 20, sent, ...more }: Client): Promise<string> {
	return await persist(pace, more.patience ?? patience(), { method: 'GET', path: '/' }, {
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
	});
}

/** Lets virtual time pass until all is done. */
async function finish<T>(work: Promise<T>): Promise<T> {
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

/** A bulk job: so many requests, some at once; gives how long it took and what it sent. */
async function job({ count, atOnce = 4, pace = new Pace(), limiter, ...client }: Job) {
	const sent: number[] = [];
	const failures: string[] = [];
	const start = Date.now();
	const pool = new Pool(atOnce);
	await finish(
		forEachIndex(count, atOnce, async () => {
			await pool
				.run(async () => await send({ pace, limiter, sent, ...client }))
				.catch((error: Error) => failures.push(error.message));
		}),
	);
	return { seconds: (Date.now() - start) / 1000, sent, failures, perItem: sent.length / count };
}

const inSeconds = (waitMs: number): Refusal => ({
	status: 429,
	headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
	text: '{}',
});
const asDate = (waitMs: number): Refusal => ({
	status: 429,
	headers: { 'retry-after': new Date(Date.now() + waitMs).toUTCString() },
	text: '{}',
});
const atZero = (): Refusal => ({ status: 429, headers: { 'retry-after': '0' }, text: '{}' });
function gateway(name: Parameters<typeof page>[0]): Refusal {
	const { status, headers = {}, body } = page(name);
	const plain = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]);
	return { status, headers: Object.fromEntries(plain), text: String(body) };
}

describe('finds and keeps the limit of the account', () => {
	const latencies = [
		['no latency', 2],
		['50 ms', 50],
		['300 ms', 300],
		['any', () => 10 + Math.random() * 300],
	] as const;
	const answers = [
		['no Retry-After', undefined],
		['Retry-After in seconds', inSeconds],
		['Retry-After as a date', asDate],
		['a Retry-After of zero', atZero],
	] as const;
	const cases = latencies.flatMap(([latency, latencyMs]) =>
		answers.map(([answer, refusal]) => ({ latency, latencyMs, answer, refusal })),
	);

	test.each(cases)('20 in any second, $latency, $answer', async ({ latencyMs, refusal }) => {
		const limiter = slidingWindow(20, 1000, refusal);
		const { seconds, failures, perItem } = await job({ count: 600, limiter, latencyMs, atOnce: 8 });
		console.log('W', latencyMs, refusal?.name, seconds, perItem);
		expect(failures).toEqual([]);
		expect(seconds).toBeLessThan(29 * 1.15);
		expect(perItem).toBeLessThan(1.3);
	});

	test.each(cases)('2 a second, 3 at once, $latency, $answer', async ({ latencyMs, refusal }) => {
		const limiter = tokenBucket(2, 3, refusal);
		const { seconds, failures, perItem } = await job({ count: 100, limiter, latencyMs });
		console.log('B', latencyMs, refusal?.name, seconds, perItem);
		expect(failures).toEqual([]);
		expect(seconds).toBeLessThan(48.5 * 1.15);
		expect(perItem).toBeLessThan(1.3);
	});

	test('B10', async () => {
		for (let i = 0; i < 5; i++) {
			const { seconds, perItem } = await job({ count: 10, limiter: tokenBucket(2, 3), latencyMs:20 });
			console.log('B10', seconds, perItem);
		}
		for (let i = 0; i < 2; i++) for (const l of [2, 20, 50]) for (const a of [4,16]) {
			const { seconds, perItem } = await job({ count: 500, limiter: slidingWindow(20,1000), latencyMs:l , atOnce: a});
			console.log('B2', l, a, seconds, perItem);
		}
	});
});
