import { field, startTestCloud, type Row, type TestCloud } from './support/client';

const TASKS = '/v1/user-service/my/tasks';

let cloud: TestCloud;

async function start(options = {}) {
	cloud = await startTestCloud(options);
	await cloud.signIn();
}

afterEach(async () => {
	expect(cloud.violations()).toEqual([]);
	await cloud.stop();
});

async function taskList(query = '') {
	const { body } = await cloud.get(`${TASKS}${query}`);
	return { total: field(body, 'total'), ids: (await cloud.rows(`${TASKS}${query}`)).map(idOf) };
}

const idOf = ({ id }: Row) => id;

describe('History', () => {
	beforeEach(async () => await start());

	test('is the same for every cloud that starts at the same time', async () => {
		const other = await startTestCloud();
		await other.signIn();
		// Covers lie on the other cloud's own origin.
		const plain = (rows: Row[]) => rows.map((row) => ({ ...row, cover: '' }));

		expect(plain(await other.rows(`${TASKS}?limit=100`))).toEqual(
			plain(await cloud.rows(`${TASKS}?limit=100`)),
		);
		await other.stop();
	});

	test('holds what real accounts hold', async () => {
		const rows = await cloud.rows(`${TASKS}?limit=100`);
		const newest = rows[0];
		const oldest = rows.at(-1);

		expect(rows).toHaveLength(57);
		expect(new Set(rows.map(({ status }) => status))).toEqual(new Set([2, 3]));
		expect(newest).toMatchObject({ deviceName: expect.any(String), bedType: expect.any(String) });
		expect(newest?.amsDetailMapping).not.toHaveLength(0);
		expect(oldest).toMatchObject({ title: 'Untitled', designId: 0, amsDetailMapping: [] });
		expect(oldest).not.toHaveProperty('deviceName');
	});

	test('lets no printer do two prints at once', async () => {
		const rows = await cloud.rows(`${TASKS}?limit=100`);
		for (const serial of new Set(rows.map(({ deviceId }) => deviceId))) {
			const times = rows
				.filter(({ deviceId }) => deviceId === serial)
				.map(({ startTime, endTime }) => [String(startTime), String(endTime)] as const)
				.reverse();
			const overlaps = times.filter(([start], index) => start < (times[index - 1]?.[1] ?? ''));
			expect(overlaps).toEqual([]);
		}
	});
});

describe('Pages', () => {
	beforeEach(async () => await start());

	test('come newest first, 20 unless told, 100 at most', async () => {
		const rows = await cloud.rows(TASKS);
		const starts = rows.map(({ startTime }) => String(startTime));

		expect(rows).toHaveLength(20);
		expect(starts).toEqual([...starts].sort().reverse());
		await cloud.control('POST', '/reset');
		await cloud.stop();
		await start({ history: 150 });
		expect((await taskList('?limit=500')).ids).toHaveLength(100);
	});

	test('a page holds as many rows as the setting says, at most', async () => {
		await cloud.control('POST', '/settings', { rowCap: 7 });
		expect((await taskList('?limit=500')).ids).toHaveLength(7);
		expect((await taskList()).ids).toHaveLength(7);

		await cloud.control('POST', '/settings', { rowCap: 500 });
		expect((await taskList('?limit=500')).ids).toHaveLength(57);
	});

	test('follow each other by offset to the end', async () => {
		const all = (await taskList('?limit=100')).ids;
		const pages = await Promise.all(
			[0, 20, 40, 60].map(async (offset) => await taskList(`?limit=20&offset=${offset}`)),
		);

		expect(pages.map(({ ids }) => ids.length)).toEqual([20, 20, 17, 0]);
		expect(pages.map(({ total }) => total)).toEqual([57, 57, 57, 57]);
		expect(pages.flatMap(({ ids }) => ids)).toEqual(all);
	});

	test('ignore after, unless it is switched to a cursor', async () => {
		const first = await taskList('?limit=5');
		const query = `?limit=5&after=${first.ids[4]}`;
		expect(await taskList(query)).toEqual(first);

		await cloud.control('POST', '/settings', { after: 'cursor' });
		expect(await taskList(query)).toEqual(await taskList('?limit=5&offset=5'));
		expect((await taskList('?after=1')).ids).toHaveLength(20);
	});

	test('filter by status and by printer', async () => {
		const rows = await cloud.rows(`${TASKS}?limit=100`);
		const failed = rows.filter(({ status }) => status === 3);
		const workshop = rows.filter(({ deviceId }) => deviceId === '01P00A000000001');

		expect((await taskList('?status=3&limit=100')).ids).toEqual(failed.map(idOf));
		expect((await taskList('?status=0')).total).toBe(57);
		expect(await taskList('?limit=100&deviceId=01P00A000000001')).toEqual({
			total: workshop.length,
			ids: workshop.map(idOf),
		});
		expect(await taskList('?deviceId=nobody')).toEqual({ total: 0, ids: [] });
	});

	test('a number that is none is refused', async () => {
		expect(await cloud.get(`${TASKS}?limit=many`)).toMatchObject({
			status: 400,
			body: { error: 'type mismatch for field "limit"' },
		});
	});
});

describe('Big worlds', () => {
	test('hold hundreds of printers and thousands of tasks', async () => {
		await start({ printers: 300, history: 5000 });
		const { body } = await cloud.get('/v1/iot-service/api/user/bind');
		const devices = field(body, 'devices');

		expect(devices).toHaveLength(300);
		expect(await taskList('?limit=1')).toMatchObject({ total: 5000 });
	});

	test('can be empty', async () => {
		await start({ printers: 0, history: 0 });

		expect(await taskList()).toEqual({ total: 0, ids: [] });
		expect(await cloud.control('POST', '/prints')).toMatchObject({
			status: 404,
			body: { error: 'There is no printer.' },
		});
	});
});

describe('Creating a task', () => {
	const TASK = {
		deviceId: '01P00A000000001',
		title: 'Hook',
		mode: 'cloud_file',
		modelId: 'US00000000000001',
		profileId: 77,
		plateIndex: 2,
		cover: '',
		amsDetailMapping: [{ ams: 4, sourceColor: '#00AE42FF', weight: 5 }],
	};

	beforeEach(async () => await start({ history: 0 }));

	async function create(body: unknown, headers?: HeadersInit) {
		return await cloud.call('POST', '/v1/user-service/my/task', body, headers);
	}

	test('is refused to every client but the vendor', async () => {
		expect(await create(TASK)).toMatchObject({
			status: 403,
			body: { error: 'The client does not have access rights to the content.' },
		});
		expect(await taskList()).toMatchObject({ total: 0 });
	});

	test.each([
		['the vendor headers', false, { 'x-bbl-client-name': 'BambuStudio', 'x-bbl-os-type': 'linux' }],
		['the switch', true, undefined],
	])('starts a print with %s', async (_name, createTaskAllowed, headers) => {
		await cloud.control('POST', '/settings', { createTaskAllowed });

		const { status, body } = await create(TASK, headers);
		expect(status).toBe(200);
		const [row] = await cloud.rows(TASKS);
		expect(row).toMatchObject({
			id: field(body, 'id'),
			title: 'Hook',
			status: 1,
			deviceId: '01P00A000000001',
			modelId: 'US00000000000001',
			profileId: 77,
			plateIndex: 2,
		});
	});

	test.each([
		[
			'a text where a number belongs',
			{ ...TASK, amsDetailMapping: [{ ams: '4' }] },
			'type mismatch for field "amsDetailMapping[0].ams"',
		],
		['nothing', {}, 'field "deviceId" is not set'],
		['no picture', { ...TASK, cover: undefined }, 'field "cover" is not set'],
		['a foreign printer', { ...TASK, deviceId: 'x' }, 'This printer is not bound to the account.'],
	])('refuses %s', async (_name, body, error) => {
		await cloud.control('POST', '/settings', { createTaskAllowed: true });

		expect(await create(body)).toMatchObject({ status: 400, body: { error } });
	});
});

test('a lean cloud gives the same answers', async () => {
	await start({ lean: true });
	const { body } = await cloud.get(`${TASKS}?limit=5`);
	const rows = await cloud.rows(`${TASKS}?limit=5`);
	const other = await startTestCloud();
	await other.signIn();
	const checked = await other.get(`${TASKS}?limit=5`);
	await other.stop();
	const hosts = (value: unknown) =>
		(JSON.stringify(value) ?? '').replace(/http:\/\/127\.0\.0\.1:\d+/g, 'host');

	expect(hosts(body)).toBe(hosts(checked.body));
	expect((await cloud.get(`/v1/user-service/my/task/${rows[0]?.id}`)).body).toEqual(rows[0]);
});
