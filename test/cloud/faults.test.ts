import { field, request, useTestCloud } from './support/client';

const BIND = '/v1/iot-service/api/user/bind';
const TASKS = '/v1/user-service/my/tasks';

const cloud = useTestCloud({ isSignedIn: true, mayBreakContract: true });

async function fault(body: Record<string, unknown>) {
	const answer = await cloud().control('POST', '/faults', body);
	expect(answer.status).toBe(200);
}

test('answers with any status, headers and body, so many times', async () => {
	await fault({
		match: { method: 'GET', path: BIND },
		status: 429,
		headers: { 'retry-after': '7' },
		body: { error: 'slow down' },
		times: 2,
	});

	for (let attempt = 0; attempt < 2; attempt++) {
		const { status, headers, body } = await cloud().get(BIND);
		expect([status, headers.get('retry-after'), body]).toEqual([429, '7', { error: 'slow down' }]);
	}
	expect((await cloud().get(BIND)).status).toBe(200);
});

test('without times it stays until it is removed', async () => {
	await fault({ match: { path: BIND }, status: 500, body: '' });
	for (let attempt = 0; attempt < 3; attempt++) {
		expect(await cloud().get(BIND)).toMatchObject({ status: 500, body: '' });
	}
	await cloud().control('DELETE', '/faults');

	expect((await cloud().get(BIND)).status).toBe(200);
});

test.each([
	[{ method: 'POST' }, [200, 200]],
	[{ path: '/v1/*/my/tasks' }, [500, 500]],
	[{ path: '/v1/user-service' }, [200, 200]],
	[{ path: TASKS, query: { offset: '20' } }, [200, 500]],
	[{}, [500, 500]],
])('matches %j', async (match, statuses) => {
	await fault({ match, status: 500 });
	const answers = [await cloud().get(TASKS), await cloud().get(`${TASKS}?offset=20`)];

	expect(answers.map(({ status }) => status)).toEqual(statuses);
});

test('hits a part of the requests, by chance, and the log tells which', async () => {
	await fault({ match: { path: BIND }, status: 500, share: 0.3 });
	const statuses: number[] = [];
	while (statuses.length < 100) statuses.push((await cloud().get(BIND)).status);
	const hits = statuses.filter((status) => status === 500).length;

	expect(hits).toBeGreaterThan(15);
	expect(hits).toBeLessThan(45);
	const logged = cloud()
		.requests()
		.filter((received) => received.fault === '500');
	expect(logged).toHaveLength(hits);
});

test('delays, then gives the real answer', async () => {
	await fault({ match: { path: BIND }, delayMs: 120 });
	const begun = performance.now();
	const { status } = await cloud().get(BIND);

	expect(status).toBe(200);
	expect(performance.now() - begun).toBeGreaterThan(100);
});

test('cuts the connection', async () => {
	await fault({ match: { path: BIND }, mode: 'cut', times: 1 });

	await expect(cloud().get(BIND)).rejects.toThrow();
	expect(cloud().requests().at(-1)).toMatchObject({ path: BIND, status: null });
	expect((await cloud().get(BIND)).status).toBe(200);
});

test('stalls until the caller gives up', async () => {
	await fault({ match: { path: BIND }, mode: 'stall' });

	await expect(
		fetch(`${cloud().apiUrl}${BIND}`, { signal: AbortSignal.timeout(100) }),
	).rejects.toThrow('aborted due to timeout');
});

test('truncates the real answer', async () => {
	await fault({ match: { path: BIND }, mode: 'truncate' });

	await expect(cloud().get(BIND)).rejects.toThrow();
	expect(cloud().requests().at(-1)).toMatchObject({ path: BIND, status: 200 });
});

test.each([
	['html', undefined, 502, 'text/html', '502 Bad Gateway'],
	['html', 504, 504, 'text/html', '504 Gateway Time-out'],
	['cloudflareBlock', undefined, 403, 'text/html', 'Attention Required! | Cloudflare'],
	['cloudflareChallenge', undefined, 403, 'text/html', 'Just a moment'],
	['cloudflareBrowserCheck', undefined, 503, 'text/html', 'Checking your browser'],
	['cloudflareRateLimit', undefined, 429, 'text/html', 'Cloudflare'],
	['cloudflareUnderAttack', undefined, 503, 'text/html', 'temporarily unavailable'],
	['captcha', undefined, 418, 'application/json', 'not a robot'],
	['captcha', 400, 400, 'application/json', 'not a robot'],
])('answers as what stands before the service: %s %s', async (mode, status, shown, type, words) => {
	await fault({ match: { path: BIND }, mode, status });
	const answer = await cloud().get(BIND);

	expect(answer.status).toBe(shown);
	expect(answer.headers.get('content-type')).toContain(type);
	expect(JSON.stringify(answer.body)).toContain(words);
	if (mode === 'cloudflareChallenge') expect(answer.headers.get('cf-mitigated')).toBe('challenge');
});

test('hits files, too', async () => {
	const [row] = await cloud().rows(TASKS);
	await fault({ match: { path: '/cover/*' }, status: 503 });

	expect((await request(String(row?.cover))).status).toBe(503);
});

test('a cloud stops at once, also with stalled requests', async () => {
	await fault({ match: { path: BIND }, mode: 'stall' });
	await fault({ match: { path: TASKS }, delayMs: 60_000 });
	const pending = [cloud().get(BIND), cloud().get(TASKS)].map(
		async (answer) => await answer.catch(() => 'ended'),
	);
	while (cloud().requests().length < 3) await cloud().control('GET', '/state');
	await cloud().stop();

	expect(await Promise.all(pending)).toEqual(['ended', 'ended']);
});

test.each([
	[{ path: BIND }, 'A fault has no "path". It takes: match, mode, status,'],
	[{ mode: 'explode' }, '"mode" must be one of cut, stall, truncate, html,'],
	[{ status: 42 }, '"status" must be from 200 to 599, not 42.'],
	[{ share: 1.5 }, '"share" must be above 0, and 1 at most, not 1.5.'],
])('a fault that cannot be read is refused: %j', async (body, words) => {
	const answer = await cloud().control('POST', '/faults', body);

	expect(answer.status).toBe(400);
	expect(field(answer.body, 'error')).toContain(words);
});
