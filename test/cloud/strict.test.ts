import { startTestCloud, type TestCloud } from './support/client';

const IOT = '/v1/iot-service/api';
const WORKSHOP = '01P00A000000001';

describe('What the contract does not know', () => {
	const TASKS = '/v1/user-service/my/tasks';
	let cloud: TestCloud;

	afterEach(async () => await cloud.stop());

	const LOGIN = { account: 'maker@example.com', password: 'print-more-benchies' };

	test.each([
		['a query parameter', 'GET', `${TASKS}?page=2`, undefined, 'query parameter "page"'],
		[
			'a body field',
			'POST',
			'/v1/user-service/user/login',
			{ ...LOGIN, remember: true },
			'body field "remember"',
		],
		[
			'a field deep in the body',
			'POST',
			'/v1/user-service/my/task',
			{
				deviceId: WORKSHOP,
				title: 'x',
				mode: 'cloud_file',
				modelId: 'US1',
				profileId: 1,
				plateIndex: 1,
				cover: '',
				amsDetailMapping: [{ ams: 1, colour: 'red' }],
			},
			'body field "amsDetailMapping[0].colour"',
		],
		['a body where none belongs', 'DELETE', `${IOT}/slicer/setting/x`, { a: 1 }, 'a body'],
	])('is refused when strict: %s', async (_name, method, path, body, words) => {
		cloud = await startTestCloud({ history: 0 });
		await cloud.signIn();
		const answer = await cloud.call(method, path, body);

		expect(answer.status).toBe(500);
		expect(answer.body).toContain(words);
		expect(answer.body).toContain('is not in the contract');
		expect(cloud.violations()).toHaveLength(1);
		expect((await cloud.control('GET', '/violations')).body).toEqual(cloud.violations());
	});

	test('is ignored when tolerant', async () => {
		cloud = await startTestCloud({ strict: false });
		await cloud.signIn();
		const plain = await cloud.get(`${TASKS}?limit=2`);

		expect((await cloud.get(`${TASKS}?limit=2&page=7`)).body).toEqual(plain.body);
		const login = await cloud.call('POST', '/v1/user-service/user/login', {
			...LOGIN,
			remember: true,
		});
		expect(login.status).toBe(200);
		expect(cloud.violations()).toEqual([]);
	});

	test.each([
		['refused when strict', true, 500],
		['sent but noted when tolerant', false, 200],
	])('a malformed answer is %s', async (_name, strict, status) => {
		cloud = await startTestCloud({ history: 0, strict });
		await cloud.signIn();
		cloud.world.startPrint({ fields: { status: 'odd' } });

		expect((await cloud.get(TASKS)).status).toBe(status);
		expect(cloud.violations()).toEqual(['getTasks: the answer 200 /hits/0/status must be integer']);
	});
});
