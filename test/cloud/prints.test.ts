import { field, useTestCloud } from './support/client';
import { startPrint, WORKSHOP, workshop } from './support/steering';

const TASKS = '/v1/user-service/my/tasks';
const MESSAGES = '/v1/user-service/my/messages';

const cloud = useTestCloud({ history: 3, isSignedIn: true });

async function task(id: number) {
	return (await cloud().get(`/v1/user-service/my/task/${id}`)).body;
}

describe('A print', () => {
	test('starts, runs, ends, raises a message, and has its filaments filled in', async () => {
		const before = await cloud().rows(MESSAGES);
		const id = await startPrint(cloud(), { title: 'Benchy', seconds: 600 });

		expect((await cloud().rows(TASKS))[0]).toMatchObject({
			id,
			title: 'Benchy',
			status: 1,
			startTime: '2026-09-01T10:00:00Z',
			endTime: '2026-09-01T10:00:19Z',
			costTime: 600,
			deviceName: 'Workshop',
			amsDetailMapping: [],
		});
		expect(await workshop(cloud())).toMatchObject({ print_status: 'RUNNING', print_job: id });

		cloud().clock.pass(300);
		expect(await task(id)).toMatchObject({ status: 4, endTime: '2026-09-01T10:00:19Z' });
		await cloud().control('POST', '/settings', { printStatus: 'filled' });
		const { body } = await cloud().get('/v1/iot-service/api/user/print');
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

		cloud().clock.pass(300);
		expect(await task(id)).toMatchObject({
			status: 2,
			endTime: '2026-09-01T10:10:00Z',
			amsDetailMapping: [],
		});
		expect(await workshop(cloud())).toMatchObject({ print_status: 'SUCCESS', print_job: id });
		const after = await cloud().rows(MESSAGES);
		expect(after).toHaveLength(before.length + 1);
		expect(after[0]).toMatchObject({
			type: 6,
			isread: 0,
			taskMessage: { id, title: 'Benchy', status: 2, deviceId: WORKSHOP },
			createTime: '2026-09-01T10:10:01Z',
		});

		cloud().clock.pass(20);
		const mapping = field(await task(id), 'amsDetailMapping');
		expect(mapping).toEqual([
			expect.objectContaining({ ams: expect.any(Number), filamentId: expect.any(String) }),
		]);
	});

	test('runs faster by speed', async () => {
		await cloud().control('POST', '/settings', { speed: 60 });
		const id = await startPrint(cloud(), { seconds: 3600 });

		cloud().clock.pass(59);
		expect(await task(id)).toMatchObject({ status: 4, costTime: 3600 });
		cloud().clock.pass(1);
		expect(await task(id)).toMatchObject({ status: 2 });
	});

	test('fails where it is told to', async () => {
		const id = await startPrint(cloud(), { seconds: 60, outcome: 'failed' });
		cloud().clock.pass(60);

		expect(await task(id)).toMatchObject({ status: 3 });
		expect(await workshop(cloud())).toMatchObject({ print_status: 'FAIL' });
	});

	test('can be ended early, once', async () => {
		const id = await startPrint(cloud(), { seconds: 9999 });
		cloud().clock.pass(100);
		const ended = await cloud().control('POST', `/prints/${id}/end`, { outcome: 'failed' });

		expect(ended.body).toMatchObject({ id, status: 3, endTime: '2026-09-01T10:01:40Z' });
		expect(await cloud().control('POST', `/prints/${id}/end`)).toMatchObject({
			status: 409,
			body: { error: `Print ${id} has ended already.` },
		});
	});

	test('takes any field, which then wins', async () => {
		const id = await startPrint(cloud(), { seconds: 60, bedType: 'moon', status: 7, weight: 1.5 });
		cloud().clock.pass(600);

		expect(await task(id)).toMatchObject({ bedType: 'moon', status: 7, weight: 1.5 });
	});

	test('shows a given filament mapping only when it is filled', async () => {
		const amsDetailMapping = [{ ams: 254, weight: 3 }];
		const id = await startPrint(cloud(), { seconds: 10, fillSeconds: 5, amsDetailMapping });
		cloud().clock.pass(14);
		expect(await task(id)).toMatchObject({ amsDetailMapping: [] });
		cloud().clock.pass(1);
		expect(await task(id)).toMatchObject({ amsDetailMapping });
	});

	test('can be a row of the past, in its place in the list', async () => {
		const id = await startPrint(cloud(), {
			id: 5,
			status: 2,
			startTime: '2020-01-01T00:00:00Z',
			endTime: '2020-01-01T01:00:00Z',
		});
		const messages = await cloud().rows(MESSAGES);

		expect(id).toBe(5);
		expect((await cloud().rows(TASKS)).at(-1)).toMatchObject({ id: 5, status: 2 });
		expect(messages.some(({ taskMessage }) => field(taskMessage, 'id') === 5)).toBe(false);
	});

	test('can change late, and vanish', async () => {
		const id = await startPrint(cloud(), { seconds: 10 });
		cloud().clock.pass(10);
		await cloud().control('PATCH', `/prints/${id}`, { status: 3, title: 'Renamed' });
		expect(await task(id)).toMatchObject({ status: 3, title: 'Renamed' });

		await cloud().control('DELETE', `/prints/${id}`);
		expect(await cloud().get(`/v1/user-service/my/task/${id}`)).toMatchObject({ status: 404 });
		expect((await cloud().rows(TASKS)).map((row) => row.id)).not.toContain(id);
	});

	test('goes to an idle printer unless told', async () => {
		const serials: unknown[] = [];
		for (let count = 0; count < 4; count++) {
			const { body } = await cloud().control('POST', '/prints', { seconds: 100 });
			serials.push(field(body, 'deviceId'));
		}

		// Four of the five are online.
		expect(new Set(serials).size).toBe(4);
	});

	test('ends that were missed come in their order', async () => {
		const slow = await startPrint(cloud(), { seconds: 120 });
		const quick = await startPrint(cloud(), { seconds: 60 });
		cloud().clock.pass(3600);
		const ids = (await cloud().rows(`${MESSAGES}?limit=2`)).map(({ taskMessage }) =>
			field(taskMessage, 'id'),
		);

		expect(ids).toEqual([slow, quick]);
	});

	test('does not come back to life when the clock jumps back', async () => {
		const id = await startPrint(cloud(), { seconds: 60 });
		cloud().clock.pass(60);
		await task(id);
		cloud().clock.pass(-3600);

		expect(await task(id)).toMatchObject({ status: 2 });
	});
});
