import { waitFor } from '../../sandbox/wait';
import { field, request, startTestCloud, useTestCloud } from './support/client';

const cloud = useTestCloud({ mayBreakContract: true });

test('lists what it can do', async () => {
	const { body } = await cloud().control('GET', '/');

	expect(field(body, 'routes')).toEqual(expect.arrayContaining(['POST /prints', 'GET /requests']));
});

test('shows everything received, with headers, body and the status answered', async () => {
	await cloud().login('maker@example.com', { password: 'wrong' });
	await cloud().call('GET', '/v1/user-service/my/tasks?limit=5&limit=6', undefined, {
		authorization: 'Bearer AQsecret',
	});
	await cloud().get('/no/such/../route');

	const { body } = await cloud().control('GET', '/requests');
	expect(body).toEqual([
		expect.objectContaining({
			number: 1,
			time: '2026-09-01T10:00:00.000Z',
			server: 'api',
			method: 'POST',
			path: '/v1/user-service/user/login',
			body: { account: 'maker@example.com', password: 'wrong' },
			status: 400,
		}),
		expect.objectContaining({
			number: 2,
			query: { limit: '6' },
			headers: expect.objectContaining({ authorization: 'Bearer AQsecret' }),
			status: 401,
		}),
		expect.objectContaining({ number: 3, status: 404 }),
	]);
	const later = (await cloud().control('GET', '/requests?since=2')).body;
	expect(later).toEqual([expect.objectContaining({ number: 3 })]);
});

test('starts as after a fresh start on reset, without living tokens', async () => {
	await cloud().signIn();
	await cloud().control('POST', '/prints');
	await cloud().control('POST', '/settings', { speed: 9, region: 'china' });
	await cloud().control('POST', '/faults', { status: 500 });
	const before = (await startTestCloudState()).body;

	expect((await cloud().control('POST', '/reset')).body).toEqual({ reset: true });
	expect((await cloud().control('GET', '/state')).body).toEqual(before);
	expect((await cloud().get('/v1/design-user-service/my/preference')).status).toBe(401);
});

async function startTestCloudState() {
	const fresh = await startTestCloud();
	const state = await fresh.control('GET', '/state');
	await fresh.stop();
	return state;
}

test('lists the spools, and lets one run low', async () => {
	const [spool] = (await cloud().control('GET', '/spools')).body as Array<{ id: number }>;
	cloud().clock.pass(60);
	const changed = await cloud().control('POST', `/spools/${spool?.id}`, { netWeight: 40 });
	const updatedAt = Date.parse('2026-09-01T10:01:00Z') / 1000;
	expect(changed.body).toEqual({ ...spool, netWeight: 40, updatedAt });
	expect((await cloud().control('POST', '/spools/1', {})).status).toBe(404);
});

test('sums up its state', async () => {
	await cloud().control('POST', '/prints', { title: 'Vase', seconds: 90 });
	cloud().clock.pass(30);

	expect((await cloud().control('GET', '/state')).body).toMatchObject({
		now: '2026-09-01T10:00:30.000Z',
		strict: true,
		printers: 5,
		tasks: 58,
		running: [{ title: 'Vase', secondsLeft: 60 }],
		rateLimit: null,
		settings: { speed: 1, after: 'ignored', region: 'any' },
	});
});

test('knows printers by serial and by name', async () => {
	const { body } = await cloud().control('POST', '/printers/Desk', { online: false });

	expect(body).toMatchObject({ dev_id: '00M00A000000002', online: false });
	expect((await cloud().control('GET', '/printers')).body).toHaveLength(5);
});

test.each([
	['GET', '/nothing', undefined, 404, 'There is no /nothing. GET / lists what there is.'],
	['PUT', '/prints', undefined, 405, '/prints takes POST, not PUT.'],
	['POST', '/prints/1/end', undefined, 404, 'There is no print 1.'],
	['POST', '/prints', { seconds: '5' }, 400, '"seconds" must be a number, 0 or above, not "5".'],
	['POST', '/prints', { outcome: 'ok' }, 400, '"outcome" must be one of finished, failed'],
	['POST', '/prints', [], 400, 'A print must be a JSON object.'],
	['POST', '/printers/Desk', { onlin: true }, 400, 'A printer has no "onlin". It takes: online'],
	['POST', '/settings', { spede: 1 }, 400, 'There is no setting "spede". Settings: after,'],
	['POST', '/settings', { speed: 0 }, 400, 'Setting "speed" must be a number above 0, not 0.'],
	['POST', '/settings', { region: 'eu' }, 400, 'Setting "region" must be one of any, global'],
])('says what is wrong: %s %s %j', async (method, path, body, status, words) => {
	const answer = await cloud().control(method, path, body);

	expect(answer.status).toBe(status);
	expect(field(answer.body, 'error')).toContain(words);
});

test('says that a body is not JSON', async () => {
	const response = await fetch(`${cloud().controlUrl}/prints`, { method: 'POST', body: '{' });

	expect([response.status, await response.json()]).toEqual([
		400,
		{ error: 'The body is not JSON.' },
	]);
});

test('a half-wrong change of settings changes nothing', async () => {
	await cloud().control('POST', '/settings', { speed: 5, region: 'eu' });

	expect((await cloud().control('GET', '/settings')).body).toMatchObject({ speed: 1 });
});

test('takes bodies without a content type, as curl sends them', async () => {
	const answer = await request(
		`${cloud().controlUrl}/prints`,
		'POST',
		{ title: 'x' },
		{
			'content-type': 'application/x-www-form-urlencoded',
		},
	);

	expect(answer.body).toMatchObject({ title: 'x' });
});

test('goes down like a killed process, and comes back on the same address with its world', async () => {
	await cloud().signIn();
	const before = await cloud().rows('/v1/user-service/my/tasks');
	await cloud().control('POST', '/faults', { mode: 'stall', times: 1 });
	const stalled = cloud().get('/v1/user-service/my/tasks');
	const breaksOff = expect(stalled).rejects.toThrow('fetch failed');
	const seen = cloud().requests().length;
	await waitFor(async () => cloud().requests().length > seen, { what: 'it', timeoutMs: 5000 });
	await cloud().goDown();
	await breaksOff;
	await expect(cloud().get('/v1/user-service/my/tasks')).rejects.toThrow('fetch failed');
	cloud().world.startPrint({ seconds: 60 });

	await cloud().comeBack();
	expect(await cloud().rows('/v1/user-service/my/tasks')).toHaveLength(before.length);
	expect((await cloud().rows('/v1/user-service/my/tasks'))[1]).toEqual(before[0]);
});
