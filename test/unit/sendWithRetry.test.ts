import { RateLimiter } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { forEachIndex } from '../../nodes/BambuLab/core/execute';
import { requestError } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { sendWithRetry, type RetryOptions } from '../../nodes/BambuLab/cloud/http/retry';
import { slidingWindow, type Limiter } from '../support/limiters';
import { body, finish, inSeconds, job, send } from '../support/pacedJobs';

const abort = Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });

beforeEach(() => {
	jest.useFakeTimers();
});

afterEach(() => {
	jest.useRealTimers();
});

describe('waiting has an end', () => {
	const refuseAlways: Limiter = () => ({ ...body, status: 429 });

	test.each([0, 1000, 30_000])(
		'a budget of %d ms is kept, and the refusal told',
		async (budgetMs) => {
			const start = Date.now();
			const sending = send({
				limiter: new RateLimiter(),
				limit: refuseAlways,
				retryForMs: budgetMs,
			});
			await expect(finish(sending)).rejects.toThrow('Bambu Lab received too many requests');
			expect(Date.now() - start).toBeLessThanOrEqual(budgetMs + 100);
		},
	);

	test('a Retry-After longer than the budget is not waited for', async () => {
		const sent: number[] = [];
		const limit: Limiter = () => inSeconds(3_600_000);
		const limiter = new RateLimiter();
		await expect(finish(send({ limiter, limit, sent }))).rejects.toThrow('too many requests');
		await expect(finish(send({ limiter, limit, sent }))).rejects.toThrow(
			'Bambu Lab received too many requests',
		);
		expect(sent).toHaveLength(1);
	});

	test('who waits behind a server in trouble hears of the trouble, and of no limit', async () => {
		const sent: number[] = [];
		const hour = { 'retry-after': '3600' };
		const limit: Limiter = () => ({ ...body, status: 503, headers: hour });
		const limiter = new RateLimiter();
		const trouble = 'The Bambu Lab cloud is having trouble (status 503)';
		await expect(finish(send({ limiter, limit, sent }))).rejects.toThrow(trouble);
		await expect(finish(send({ limiter, limit, sent }))).rejects.toThrow(trouble);
		expect(sent).toHaveLength(1);
		// A limit that asks for longer is what is waited for then.
		const limited: Limiter = () => inSeconds(7_200_000);
		const editor = send({ limiter, limit: limited, sent, priority: 'immediate' });
		await expect(finish(editor)).rejects.toThrow('too many requests');
		await expect(finish(send({ limiter, limit, sent }))).rejects.toThrow('too many requests');
	});

	test('when that time is over, requests go out again', async () => {
		const limiter = new RateLimiter();
		let hasRefused = false;
		const limit: Limiter = () => {
			if (hasRefused) return undefined;
			hasRefused = true;
			return inSeconds(3_600_000);
		};
		await expect(finish(send({ limiter, limit }))).rejects.toThrow();
		await jest.advanceTimersByTimeAsync(3_600_000);
		await expect(finish(send({ limiter, limit }))).resolves.toBe('answer');
	});

	test('no jump of the clock holds anything up', async () => {
		for (const jump of [-86_400_000, 86_400_000]) {
			const limiter = new RateLimiter();
			const limit = slidingWindow(5, 1000, inSeconds);
			let left = 10;
			const work = forEachIndex(20, 4, async () => {
				await send({ limiter, limit: (now) => limit(now + (left < 0 ? -jump : 0)) });
				if (left-- === 0) jest.setSystemTime(Date.now() + jump);
			});
			const before = performance.now();
			await finish(work);
			expect(performance.now() - before).toBeLessThan(12_000);
		}
	});

	test('who is stopped while waiting sends nothing more, and ends at once', async () => {
		const limiter = new RateLimiter();
		const stop = new AbortController();
		const sent: number[] = [];
		const outcomes = Promise.allSettled(
			[1, 2].map(async () =>
				send({ limiter, limit: () => inSeconds(20_000), sent, signal: stop.signal }),
			),
		);
		await jest.advanceTimersByTimeAsync(1000);
		const start = performance.now();
		stop.abort();
		for (const outcome of await finish(outcomes)) {
			expect(outcome).toMatchObject({ reason: { problem: { name: 'aborted' } } });
		}
		expect(performance.now() - start).toBeLessThan(100);
		expect(sent).toHaveLength(2);
	});

	test('a probe that was stopped has not seen the limit end', async () => {
		const limiter = new RateLimiter();
		const refuse: Limiter = () => ({ ...body, status: 429 });
		await expect(finish(send({ limiter, limit: refuse, retryForMs: 0 }))).rejects.toThrow();
		const stopped = async () =>
			await sendWithRetry(async () => await Promise.reject(requestError('request', '', abort)), {
				method: 'GET',
				retryForMs: 0,
				priority: 'bulk',
				signal: new AbortController().signal,
				limiter,
			});
		await expect(finish(stopped())).rejects.toThrow('The request was stopped');
		// So the next one probes alone, and the one behind it waits for what it meets with.
		const sent: number[] = [];
		const two = [1, 2].map(async () => await send({ limiter, limit: refuse, retryForMs: 0, sent }));
		const outcomes = Promise.allSettled(two);
		await jest.advanceTimersByTimeAsync(15);
		expect(sent).toHaveLength(1);
		await finish(outcomes);
	});

	test('who is stopped between two tries ends at once', async () => {
		const stop = new AbortController();
		const unavailable: Limiter = () => ({ ...body, status: 503, headers: { 'retry-after': '30' } });
		const outcome = Promise.allSettled([
			send({ limiter: new RateLimiter(), limit: unavailable, signal: stop.signal }),
		]);
		await jest.advanceTimersByTimeAsync(1000);
		const start = performance.now();
		stop.abort();
		await finish(outcome);
		expect(performance.now() - start).toBeLessThan(100);
	});
});

describe('who goes first', () => {
	/** At one request a second: who was answered, in order. */
	async function order(names: Array<[name: string, priority?: RetryOptions['priority']]>) {
		const limiter = new RateLimiter();
		const limit = slidingWindow(1, 1000);
		await job({ limiter, count: 15, limit });
		const answered: string[] = [];
		const start = performance.now();
		const all = names.map(async ([name, priority = 'bulk']) => {
			await send({ limiter, limit: () => undefined, priority });
			answered.push(name);
		});
		await finish(Promise.all(all));
		return { answered, ms: performance.now() - start };
	}

	test('each in its turn', async () => {
		const { answered } = await order([['a'], ['b'], ['c'], ['d']]);
		expect(answered).toEqual(['a', 'b', 'c', 'd']);
	});

	test('what was refused before what has not been tried', async () => {
		const limiter = new RateLimiter();
		await job({ limiter, count: 15, limit: slidingWindow(1, 1000) });
		let refusals = 0;
		const limit: Limiter = () => (refusals++ === 0 ? inSeconds(1000) : undefined);
		const answered: string[] = [];
		const all = ['a', 'b', 'c'].map(async (name) => {
			await send({ limiter, limit });
			answered.push(name);
		});
		await finish(Promise.all(all));
		expect(answered).toEqual(['a', 'b', 'c']);
	});

	test('a poll before bulk jobs, the editor before all', async () => {
		const { answered } = await order([
			['a'],
			['b'],
			['c'],
			['poll', 'poll'],
			['editor', 'immediate'],
		]);
		expect(answered).toEqual(['editor', 'poll', 'a', 'b', 'c']);
	});
});
