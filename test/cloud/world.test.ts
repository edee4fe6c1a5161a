import { field, startTestCloud, useTestCloud } from './support/client';
import { startPrint, WORKSHOP, workshop } from './support/steering';

const TASKS = '/v1/user-service/my/tasks';
const MESSAGES = '/v1/user-service/my/messages';

const cloud = useTestCloud({ history: 3, isSignedIn: true });

describe('As a library', () => {
	test('the world is there to be steered and looked at', async () => {
		const print = cloud().world.startPrint({ title: 'Direct', seconds: 30 });
		expect((await cloud().rows(TASKS))[0]).toMatchObject({ id: print.id, title: 'Direct' });

		cloud().clock.pass(30);
		cloud().world.advance(cloud().clock.now);
		expect(cloud().world.print(print.id)?.ended).toBe(true);
	});

	test('a reset makes the first world anew', async () => {
		const first = await cloud().rows(TASKS);
		await startPrint(cloud());
		const world = cloud().world;
		cloud().reset();
		await cloud().signIn();

		expect(cloud().world).not.toBe(world);
		expect((await cloud().rows(TASKS)).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
		expect(cloud().requests()).toHaveLength(2);
	});

	test('a cloud that starts anew with the same past gives new prints new ids', async () => {
		const first = cloud().world.startPrint();
		const born = cloud().clock.now;
		let isRunning = false;
		const later = await startTestCloud({
			history: 3,
			now: () => born + (isRunning ? 3_600_000 : 0),
		});
		isRunning = true;

		expect(later.world.prints.map(({ id }) => id)).toEqual(
			cloud()
				.world.prints.slice(1)
				.map(({ id }) => id),
		);
		expect(later.world.startPrint().id).toBeGreaterThan(first.id);
		await later.stop();
	});

	test('many clouds live side by side', async () => {
		const others = await Promise.all([startTestCloud(), startTestCloud({ printers: 1 })]);
		await startPrint(cloud(), { title: 'Only here' });
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
		await cloud().control('POST', `/printers/${WORKSHOP}`, change);

		expect(await workshop(cloud())).toMatchObject(change);
	});

	test('are renamed by the API', async () => {
		const answer = await cloud().call('PATCH', '/v1/iot-service/api/user/device/info', {
			dev_id: WORKSHOP,
			dev_name: 'Attic',
		});

		expect(answer.body).toEqual({ message: 'success', code: null, error: null });
		expect(await workshop(cloud())).toMatchObject({ name: 'Attic' });
	});

	test('are offered a firmware', async () => {
		const path = `/v1/iot-service/api/user/device/version?dev_id=${WORKSHOP}`;
		const offered = async () => {
			const devices = field((await cloud().get(path)).body, 'devices');
			return Array.isArray(devices) ? devices[0] : undefined;
		};
		expect(await offered()).toMatchObject({
			version: '01.08.01.00',
			firmware: [{ version: '01.08.02.00', status: 'release' }],
		});

		await cloud().control('POST', '/firmware', { deviceId: WORKSHOP, version: '01.09.00.00' });
		expect(await offered()).toMatchObject({ firmware: [{ version: '01.09.00.00' }] });
	});
});

describe('Messages', () => {
	test('are paged, with the payload that they have', async () => {
		await cloud().control('POST', '/messages', { type: 201, comment: { text: 'Nice' } });
		await cloud().control('POST', '/messages', { type: 6, taskMessage: { id: 1, status: 2 } });
		const all = await cloud().rows(`${MESSAGES}?limit=100`);

		expect((await cloud().rows(`${MESSAGES}?type=1`))[0]).toMatchObject({
			type: 201,
			comment: { text: 'Nice' },
		});
		expect(await cloud().rows(`${MESSAGES}?offset=1&limit=2`)).toEqual(all.slice(1, 3));
	});

	test('are counted', async () => {
		const count = async () =>
			field((await cloud().get(`/v1/user-service/my/message/count`)).body, 'unreadTotal');
		const before = Number(await count());
		await cloud().control('POST', '/messages', { type: 101 });

		expect(await count()).toBe(before + 1);
	});
});
