import { Pace } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { forEachIndex } from '../../nodes/BambuLab/cloud/http/semaphore';
import type { Patience } from '../../nodes/BambuLab/cloud/http/retry';
import { slidingWindow, type Limiter } from '../support/limiters';
import { body, finish, inSeconds, job, patience, send } from '../support/pacedJobs';

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
				pace: new Pace(),
				limiter: refuseAlways,
				patience: patience({ budgetMs }),
			});
			await expect(finish(sending)).rejects.toThrow('Bambu Lab received too many requests');
			expect(Date.now() - start).toBeLessThanOrEqual(budgetMs + 100);
		},
	);

	test('a Retry-After longer than the budget is not waited for', async () => {
		const sent: number[] = [];
		const limiter: Limiter = () => inSeconds(3_600_000);
		const pace = new Pace();
		await expect(finish(send({ pace, limiter, sent }))).rejects.toThrow('too many requests');
		await expect(finish(send({ pace, limiter, sent }))).rejects.toThrow('held back');
		expect(sent).toHaveLength(1);
	});

	test('when that time is over, requests go out again', async () => {
		const pace = new Pace();
		let hasRefused = false;
		const limiter: Limiter = () => {
			if (hasRefused) return undefined;
			hasRefused = true;
			return inSeconds(3_600_000);
		};
		await expect(finish(send({ pace, limiter }))).rejects.toThrow();
		await jest.advanceTimersByTimeAsync(3_600_000);
		await expect(finish(send({ pace, limiter }))).resolves.toBe('answer');
	});

	test('no jump of the clock holds anything up', async () => {
		for (const jump of [-86_400_000, 86_400_000]) {
			const pace = new Pace();
			const limiter = slidingWindow(5, 1000, inSeconds);
			let left = 10;
			const work = forEachIndex(20, 4, async () => {
				await send({ pace, limiter: (now) => limiter(now + (left < 0 ? -jump : 0)) });
				if (left-- === 0) jest.setSystemTime(Date.now() + jump);
			});
			const before = performance.now();
			await finish(work);
			expect(performance.now() - before).toBeLessThan(12_000);
		}
	});

	test('who is cancelled while waiting sends nothing', async () => {
		const pace = new Pace();
		const limiter: Limiter = () => inSeconds(20_000);
		let isCancelled = false;
		const sent: number[] = [];
		const allowed = patience({ isCancelled: () => isCancelled });
		const sending = [1, 2].map(async () => await send({ pace, limiter, sent, patience: allowed }));
		const outcomes = Promise.allSettled(sending);
		await jest.advanceTimersByTimeAsync(1000);
		isCancelled = true;
		const start = performance.now();
		await finish(outcomes);
		expect(performance.now() - start).toBeLessThan(500);
		expect(sent).toHaveLength(2);
	});
});

describe('who goes first', () => {
	/** At one request a second: who was answered, in order. */
	async function order(names: Array<[name: string, haste?: Patience['haste']]>) {
		const pace = new Pace();
		const limiter = slidingWindow(1, 1000);
		await job({ pace, count: 15, limiter });
		const answered: string[] = [];
		const start = performance.now();
		const all = names.map(async ([name, haste]) => {
			await send({ pace, limiter: () => undefined, patience: patience({ haste }) });
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
		const pace = new Pace();
		await job({ pace, count: 15, limiter: slidingWindow(1, 1000) });
		let refusals = 0;
		const limiter: Limiter = () => (refusals++ === 0 ? inSeconds(1000) : undefined);
		const answered: string[] = [];
		const all = ['a', 'b', 'c'].map(async (name) => {
			await send({ pace, limiter });
			answered.push(name);
		});
		await finish(Promise.all(all));
		expect(answered).toEqual(['a', 'b', 'c']);
	});

	test('a poll before bulk jobs, the editor before all', async () => {
		const { answered } = await order([['a'], ['b'], ['c'], ['poll', 'soon'], ['editor', 'now']]);
		expect(answered).toEqual(['editor', 'poll', 'a', 'b', 'c']);
	});
});
