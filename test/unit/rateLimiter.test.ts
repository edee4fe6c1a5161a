import { RateLimiter } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { ban, slidingWindow, tokenBucket } from '../support/limiters';
import {
	asDate,
	atZero,
	finish,
	gateway,
	inSeconds,
	job,
	randomNumbers,
	runJob,
} from '../support/pacedJobs';

beforeEach(() => {
	jest.useFakeTimers();
});

afterEach(() => {
	jest.useRealTimers();
});

describe('finds and keeps the limit of the account, without being told', () => {
	const latencies = [
		['no latency', 2],
		['50 ms', 50],
		['300 ms', 300],
		['any latency', (random: number) => 10 + random * 300],
	] as const;
	const answers = [
		['no Retry-After', undefined],
		['Retry-After in seconds', inSeconds],
		['Retry-After as a date', asDate],
		['a Retry-After of zero', atZero],
	] as const;
	const cases = latencies.flatMap(([latency, ms]) =>
		answers.map(([answer, refusal]) => {
			// A whole second of silence for a limit that was missed by a moment costs what it costs.
			const isInWholeSeconds = refusal === inSeconds || refusal === asDate;
			const isCostly = isInWholeSeconds && !['no latency', '50 ms'].includes(latency);
			const random = randomNumbers();
			const latencyMs = typeof ms === 'number' ? ms : () => ms(random());
			return { latency, latencyMs, answer, refusal, least: isCostly ? 0.65 : 0.85 };
		}),
	);

	test.each(cases)('20 in any second, $latency, $answer', async ({ latencyMs, refusal, least }) => {
		const limit = slidingWindow(20, 1000, refusal);
		const { perSecond, failures, perItem } = await job({
			count: 600,
			limit,
			latencyMs,
			concurrency: 8,
		});
		expect(failures).toEqual([]);
		expect(perSecond).toBeGreaterThan(20 * least);
		expect(perItem).toBeLessThan(1.3);
	});

	test.each(cases)('2 a second, 3 at once, $latency, $answer', async ({ latencyMs, refusal }) => {
		const limit = tokenBucket(2, 3, refusal);
		const { perSecond, failures, perItem } = await job({ count: 100, limit, latencyMs });
		expect(failures).toEqual([]);
		expect(perSecond).toBeGreaterThan(2 * 0.85);
		expect(perItem).toBeLessThan(1.3);
	});

	test('ten requests at 2 a second, 3 at once, in 1.25 of the shortest time, one job after the other', async () => {
		const limiter = new RateLimiter(undefined, randomNumbers());
		const limit = tokenBucket(2, 3);
		for (let repeat = 0; repeat < 4; repeat++) {
			const { seconds } = await job({ limiter, count: 10, limit });
			expect(seconds).toBeLessThan(3.5 * 1.25);
			await jest.advanceTimersByTimeAsync(5000);
		}
	});

	test('no limit, no wait', async () => {
		const { seconds, perItem } = await job({ count: 400, limit: () => undefined, latencyMs: 50 });
		expect([seconds, perItem]).toEqual([5, 1]);
	});

	test('a limit that is lifted is left behind', async () => {
		const limiter = new RateLimiter(undefined, randomNumbers());
		await job({ limiter, count: 40, limit: tokenBucket(2, 3) });
		const { seconds } = await job({ limiter, count: 1000, limit: () => undefined });
		expect(seconds).toBeLessThan(120);
	});

	test.each([5, 50])(
		'one job after the other, with a whole second for each miss (%d ms)',
		async (latencyMs) => {
			const limiter = new RateLimiter(undefined, randomNumbers());
			const limit = slidingWindow(20, 1000, inSeconds);
			for (let repeat = 0; repeat < 4; repeat++) {
				const work = { limiter, limit, latencyMs, count: 500, concurrency: 16 };
				const { seconds, perItem } = await job(work);
				// At once 20, and 20 in each further second.
				expect(seconds / 24).toBeLessThan(1.2);
				expect(perItem).toBeLessThan(1.05);
				await jest.advanceTimersByTimeAsync(25_000);
			}
		},
	);

	test('a limit that falls is followed', async () => {
		const limiter = new RateLimiter(undefined, randomNumbers());
		await job({ limiter, count: 300, limit: slidingWindow(20, 1000) });
		const { perSecond, failures, perItem } = await job({
			limiter,
			count: 100,
			limit: tokenBucket(2, 3),
		});
		expect(failures).toEqual([]);
		expect(perSecond).toBeGreaterThan(1.7);
		expect(perItem).toBeLessThan(1.3);
	});
});

describe('processes that share an account, and know nothing of each other', () => {
	const seeds = Array.from({ length: 25 }, (_, index) => 1 + index * 7919);

	test.each(seeds)('none starves at 4 requests a second, none at once (%d)', async (seed) => {
		const random = randomNumbers(seed);
		const limit = tokenBucket(4, 1);
		const latencyMs = () => 5 + 60 * random();
		const jobs = [1, 2, 3].flatMap(() => {
			const limiter = new RateLimiter(undefined, random);
			return [1, 2].map(async () => await runJob({ limiter, count: 30, limit, latencyMs }));
		});
		const ended = await finish(Promise.all(jobs));
		expect(ended.flatMap(({ failures }) => failures)).toEqual([]);
		expect(ended.flatMap(({ sent }) => sent).length).toBeLessThan(180 * 2);
	});
});

describe('what stands before the cloud', () => {
	test('a pause by Cloudflare is waited for, one request at a time', async () => {
		const refusal = gateway('cloudflareRateLimit');
		const limit = ban(100, 1000, 10_000, refusal);
		const latencyMs = 5;
		const { failures, sent, perItem } = await job({ count: 200, limit, latencyMs });
		expect(failures).toEqual([]);
		expect(perItem).toBeLessThan(1.3);
		expect(sent.length).toBeLessThan(240);
	});

	test.each([
		['without a word', {}],
		['that names no time', { 'retry-after': '0' }],
	])('a captcha %s fails at once, and leaves the cloud alone for a while', async (_, headers) => {
		const limiter = new RateLimiter(undefined, randomNumbers());
		const captcha = gateway('captcha');
		const refusal = { ...captcha, headers: { ...captcha.headers, ...headers } };
		const limit = ban(3, 60_000, 20_000, refusal);
		const { sent, failures } = await job({ limiter, count: 12, limit, concurrency: 1 });
		expect(failures[0]).toContain('Bambu Lab asks for a captcha, which n8n cannot solve');
		const times = sent.slice(3);
		expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(4_500);
		expect(sent.length).toBe(12);
	});
});

test('one refusal amid few requests slows the next ones for moments, not for minutes', async () => {
	let clock = 0;
	const limiter = new RateLimiter(
		() => clock,
		() => 0.5,
	);
	const acquire = async () => {
		const permit = await limiter.acquire('poll', 0);
		if (permit === undefined) throw new Error('No permit');
		return permit;
	};
	limiter.refused(await acquire(), { minMs: 60_000, maxBackoffMs: 0 });
	clock += 60_001;
	const probe = await acquire();
	expect(probe.isProbe).toBe(true);
	limiter.succeeded(probe);
	clock += 2000;
	limiter.succeeded(await acquire());
	clock += 60_000;
	for (let request = 0; request < 5; request++) {
		clock += 300;
		limiter.succeeded(await acquire());
	}
});

test('a probe that takes long, as a large file does, keeps the others waiting for some seconds only', async () => {
	const limiter = new RateLimiter();
	const first = await limiter.acquire('bulk', 0);
	if (first === undefined) throw new Error('No permit');
	limiter.refused(first, { minMs: 1000, maxBackoffMs: 3000 });
	const probe = limiter.acquire('bulk', 10_000);
	await jest.advanceTimersByTimeAsync(1500);
	expect(await probe).toMatchObject({ isProbe: true });
	const next = limiter.acquire('bulk', 10_000);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(await next).toBeDefined();
});

test('in an n8n that has been up for a day the first refusal slows down no more than in a new one', async () => {
	const limit = slidingWindow(20, 1000);
	const fresh = await job({ count: 200, limit, concurrency: 8 });
	await jest.advanceTimersByTimeAsync(24 * 3_600_000);
	const day = await job({ count: 200, limit: slidingWindow(20, 1000), concurrency: 8 });
	expect(day.seconds / fresh.seconds).toBeLessThan(1.1);
});
