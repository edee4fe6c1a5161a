import { field, startTestCloud, type TestCloud } from './support/client';

const TASKS = '/v1/user-service/my/tasks';
const MESSAGES = '/v1/user-service/my/messages';
const WORKSHOP = '01P00A000000001';

let cloud: TestCloud;

beforeEach(async () => {
	cloud = await startTestCloud({ history: 3 });
	await cloud.signIn();
});

afterEach(async () => {
	expect(cloud.violations()).toEqual([]);
	await cloud.stop();
});

async function startPrint(body: Record<string, unknown> = {}): Promise<number> {
	const answer = await cloud.control('POST', '/prints', { deviceId: WORKSHOP, ...body });
	expect(answer.status).toBe(200);
	return Number(field(answer.body, 'id'));
}

async function task(id: number) {
	return (await cloud.get(`/v1/user-service/my/task/${id}`)).body;
}

async function workshop() {
	const { body } = await cloud.get('/v1/iot-service/api/user/bind');
	const devices = field(body, 'devices');
	return Array.isArray(devices) ? devices[0] : undefined;
}

describe('A print', () => {
	test('starts, runs, ends, raises a message, and has its filaments filled in', async () => {
		const before = await cloud.rows(MESSAGES);
		const id = await startPrint({ title: 'Benchy', seconds: 600 });

		expect((await cloud.rows(TASKS))[0]).toMatchObject({
			id,
			title: 'Benchy',
			status: 1,
			startTime: '2026-09-01T10:00:00Z',
			endTime: '2026-09-01T10:00:19Z',
			costTime: 600,
			deviceName: 'Workshop',
			amsDetailMapping: [],
		});
		expect(await workshop()).toMatchObject({ print_status: 'RUNNING', print_job: id });

		cloud.clock.pass(300);
		expect(await task(id)).toMatchObject({ status: 4, endTime: '2026-09-01T10:00:19Z' });
		const { body } = await cloud.get('/v1/iot-service/api/user/print');
		expect(field(body, 'devices')).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					dev_id: WORKSHOP,
					task_id: String(id),
					task_name: 'Benchy',
					progress: 50,
					start_time: '2026-09-01 18:00:00',
				}),
			]),
		);

		cloud.clock.pass(300);
		expect(await task(id)).toMatchObject({
			status: 2,
			endTime: '2026-09-01T10:10:00Z',
			amsDetailMapping: [],
		});
		expect(await workshop()).toMatchObject({ print_status: 'SUCCESS', print_job: id });
		const after = await cloud.rows(MESSAGES);
		expect(after).toHaveLength(before.length + 1);
		expect(after[0]).toMatchObject({
			type: 6,
			isread: 0,
			design: null,
			taskMessage: { id, title: 'Benchy', status: 2, deviceId: WORKSHOP },
			createTime: '2026-09-01T10:10:01Z',
		});

		cloud.clock.pass(20);
		const mapping = field(await task(id), 'amsDetailMapping');
		expect(mapping).toEqual([
			expect.objectContaining({ ams: expect.any(Number), filamentId: expect.any(String) }),
		]);
	});

	test('runs faster by speed', async () => {
		await cloud.control('POST', '/settings', { speed: 60 });
		const id = await startPrint({ seconds: 3600 });

		cloud.clock.pass(59);
		expect(await task(id)).toMatchObject({ status: 4, costTime: 3600 });
		cloud.clock.pass(1);
		expect(await task(id)).toMatchObject({ status: 2 });
	});

	test('fails where it is told to', async () => {
		const id = await startPrint({ seconds: 60, outcome: 'failed' });
		cloud.clock.pass(60);

		expect(await task(id)).toMatchObject({ status: 3 });
		expect(await workshop()).toMatchObject({ print_status: 'FAIL' });
	});

	test('can be ended early, once', async () => {
		const id = await startPrint({ seconds: 9999 });
		cloud.clock.pass(100);
		const ended = await cloud.control('POST', `/prints/${id}/end`, { outcome: 'failed' });

		expect(ended.body).toMatchObject({ id, status: 3, endTime: '2026-09-01T10:01:40Z' });
		expect(await cloud.control('POST', `/prints/${id}/end`)).toMatchObject({
			status: 409,
			body: { error: `Print ${id} has ended already.` },
		});
	});

	test('takes any field, which then wins', async () => {
		const id = await startPrint({ seconds: 60, bedType: 'moon', status: 7, weight: 1.5 });
		cloud.clock.pass(600);

		expect(await task(id)).toMatchObject({ bedType: 'moon', status: 7, weight: 1.5 });
	});

	test('shows a given filament mapping only when it is filled', async () => {
		const amsDetailMapping = [{ ams: 254, weight: 3 }];
		const id = await startPrint({ seconds: 10, fillSeconds: 5, amsDetailMapping });
		cloud.clock.pass(14);
		expect(await task(id)).toMatchObject({ amsDetailMapping: [] });
		cloud.clock.pass(1);
		expect(await task(id)).toMatchObject({ amsDetailMapping });
	});

	test('can be a row of the past, in its place in the list', async () => {
		const id = await startPrint({
			id: 5,
			status: 2,
			startTime: '2020-01-01T00:00:00Z',
			endTime: '2020-01-01T01:00:00Z',
		});
		const messages = await cloud.rows(MESSAGES);

		expect(id).toBe(5);
		expect((await cloud.rows(TASKS)).at(-1)).toMatchObject({ id: 5, status: 2 });
		expect(messages.some(({ taskMessage }) => field(taskMessage, 'id') === 5)).toBe(false);
	});

	test('can change late, and vanish', async () => {
		const id = await startPrint({ seconds: 10 });
		cloud.clock.pass(10);
		await cloud.control('PATCH', `/prints/${id}`, { status: 3, title: 'Renamed' });
		expect(await task(id)).toMatchObject({ status: 3, title: 'Renamed' });

		await cloud.control('DELETE', `/prints/${id}`);
		expect(await cloud.get(`/v1/user-service/my/task/${id}`)).toMatchObject({ status: 404 });
		expect((await cloud.rows(TASKS)).map((row) => row.id)).not.toContain(id);
	});

	test('goes to an idle printer unless told', async () => {
		const serials: unknown[] = [];
		for (let count = 0; count < 4; count++) {
			const { body } = await cloud.control('POST', '/prints', { seconds: 100 });
			serials.push(field(body, 'deviceId'));
		}

		// Four of the five are online.
		expect(new Set(serials).size).toBe(4);
	});

	test('ends that were missed come in their order', async () => {
		const slow = await startPrint({ seconds: 120 });
		const quick = await startPrint({ seconds: 60 });
		cloud.clock.pass(3600);
		const ids = (await cloud.rows(`${MESSAGES}?limit=2`)).map(({ taskMessage }) =>
			field(taskMessage, 'id'),
		);

		expect(ids).toEqual([slow, quick]);
	});

	test('does not come back to life when the clock jumps back', async () => {
		const id = await startPrint({ seconds: 60 });
		cloud.clock.pass(60);
		await task(id);
		cloud.clock.pass(-3600);

		expect(await task(id)).toMatchObject({ status: 2 });
	});
});

describe('As a library', () => {
	test('the world is there to be steered and looked at', async () => {
		const print = cloud.world.startPrint({ title: 'Direct', seconds: 30 });
		expect((await cloud.rows(TASKS))[0]).toMatchObject({ id: print.id, title: 'Direct' });

		cloud.clock.pass(30);
		cloud.world.advance(cloud.clock.now);
		expect(cloud.world.print(print.id)?.ended).toBe(true);
	});

	test('a reset makes the first world anew', async () => {
		const first = await cloud.rows(TASKS);
		await startPrint();
		const world = cloud.world;
		cloud.reset();
		await cloud.signIn();

		expect(cloud.world).not.toBe(world);
		expect((await cloud.rows(TASKS)).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
		expect(cloud.requests()).toHaveLength(2);
	});

	test('a cloud that starts anew with the same past gives new prints new ids', async () => {
		const first = cloud.world.startPrint();
		const born = cloud.clock.now;
		let isRunning = false;
		const later = await startTestCloud({
			history: 3,
			now: () => born + (isRunning ? 3_600_000 : 0),
		});
		isRunning = true;

		expect(later.world.prints.map(({ id }) => id)).toEqual(
			cloud.world.prints.slice(1).map(({ id }) => id),
		);
		expect(later.world.startPrint().id).toBeGreaterThan(first.id);
		await later.stop();
	});

	test('many clouds live side by side', async () => {
		const others = await Promise.all([startTestCloud(), startTestCloud({ printers: 1 })]);
		await startPrint({ title: 'Only here' });
		for (const other of others) {
			await other.signIn();
			expect((await other.rows(TASKS)).map(({ title }) => title)).not.toContain('Only here');
		}
		await Promise.all(others.map(async (other) => await other.stop()));
	});
});

describe('Printers', () => {
	test('go offline and are renamed by the control API', async () => {
		const change = { online: false, name: 'Cellar', print_status: 'PAUSE' };
		await cloud.control('POST', `/printers/${WORKSHOP}`, change);

		expect(await workshop()).toMatchObject(change);
	});

	test('are renamed by the API', async () => {
		const answer = await cloud.call('PATCH', '/v1/iot-service/api/user/device/info', {
			dev_id: WORKSHOP,
			dev_name: 'Attic',
		});

		expect(answer.body).toEqual({ message: 'success', code: null, error: null });
		expect(await workshop()).toMatchObject({ name: 'Attic' });
	});

	test('are offered a firmware', async () => {
		const path = `/v1/iot-service/api/user/device/version?dev_id=${WORKSHOP}`;
		const offered = async () => {
			const devices = field((await cloud.get(path)).body, 'devices');
			return Array.isArray(devices) ? devices[0] : undefined;
		};
		expect(await offered()).toMatchObject({
			version: '01.08.01.00',
			firmware: [{ version: '01.08.02.00', status: 'release' }],
		});

		await cloud.control('POST', '/firmware', { deviceId: WORKSHOP, version: '01.09.00.00' });
		expect(await offered()).toMatchObject({ firmware: [{ version: '01.09.00.00' }] });
	});
});

describe('Messages', () => {
	test('are filtered by type and paged', async () => {
		await cloud.control('POST', '/messages', { type: 201, comment: { text: 'Nice' } });
		await cloud.control('POST', '/messages', { type: 6, taskMessage: { id: 1, status: 2 } });
		const all = await cloud.rows(`${MESSAGES}?limit=100`);

		expect((await cloud.rows(`${MESSAGES}?type=201`))[0]).toMatchObject({
			type: 201,
			comment: { text: 'Nice' },
			taskMessage: null,
		});
		expect(await cloud.rows(`${MESSAGES}?offset=1&limit=2`)).toEqual(all.slice(1, 3));
	});

	test('are counted', async () => {
		const count = async () =>
			field((await cloud.get(`/v1/user-service/my/message/count`)).body, 'unreadTotal');
		const before = Number(await count());
		await cloud.control('POST', '/messages', { type: 101 });

		expect(await count()).toBe(before + 1);
	});
});
