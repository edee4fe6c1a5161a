import { useTestCloud } from './support/client';

const cloud = useTestCloud({ history: 0 });

describe('Rate limit', () => {
	test('is off, and demands a captcha once it is on', async () => {
		for (let attempt = 0; attempt < 10; attempt++) {
			expect((await cloud().login('maker@example.com')).status).toBe(200);
		}

		await cloud().control('POST', '/ratelimit', { requests: 2, seconds: 60, retryAfter: 120 });
		expect((await cloud().login('maker@example.com')).status).toBe(200);
		expect((await cloud().login('maker@example.com')).status).toBe(200);
		const refused = await cloud().login('maker@example.com');
		expect(refused).toMatchObject({
			status: 418,
			body: { code: 418, error: 'We need to confirm that you are not a robot.' },
		});
		expect(refused.headers.get('retry-after')).toBe('120');
		// Only signing in is guarded.
		expect((await cloud().get('/v1/design-user-service/my/preference')).status).toBe(401);

		cloud().clock.pass(61);
		expect((await cloud().login('maker@example.com')).status).toBe(200);
	});

	test('lets a burst through, then one as each share of the time has gone', async () => {
		const limit = { requests: 2, seconds: 1, burst: 3 };
		await cloud().control('POST', '/ratelimit', { ...limit, answer: 'tooManyRequests' });
		const attempts = async (count: number) => {
			const statuses: number[] = [];
			for (let attempt = 0; attempt < count; attempt++) {
				statuses.push((await cloud().login('maker@example.com')).status);
			}
			return statuses;
		};

		expect(await attempts(4)).toEqual([200, 200, 200, 429]);
		cloud().clock.pass(0.5);
		expect(await attempts(2)).toEqual([200, 429]);
		cloud().clock.pass(60);
		expect(await attempts(4)).toEqual([200, 200, 200, 429]);
	});

	test('ends with a reset', async () => {
		await cloud().control('POST', '/ratelimit', {
			requests: 0,
			scope: 'all',
			answer: 'tooManyRequests',
		});
		expect((await cloud().login('maker@example.com')).status).toBe(429);

		await cloud().control('POST', '/reset');
		expect((await cloud().login('maker@example.com')).status).toBe(200);
	});
});
