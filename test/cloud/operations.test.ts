import { loadContract } from './contract';
import { handlers } from './handlers';
import { TOTP_SECRET } from './signIn/accounts';
import { totp } from './signIn/totp';
import { field, startTestCloud, type TestCloud } from './support/client';

const IOT = '/v1/iot-service/api';
const SUCCESS = { message: 'success', code: null, error: null };
const WORKSHOP = '01P00A000000001';

interface Sample {
	path?: string;
	body?: unknown;
	headers?: HeadersInit;
	status?: number;
}

/** A valid request for each operation that needs more than its path. */
function samples(cloud: TestCloud, tfaKey: string): Record<string, Sample> {
	const print = cloud.world.prints.find(
		({ designId, mode, shape }) => designId === 0 && mode === 'cloud_file' && shape === 'current',
	);
	const id = print?.id ?? 0;
	const tfa = { tfaKey, tfaCode: totp(TOTP_SECRET, cloud.clock.now) };
	return {
		login: { body: { account: 'maker@example.com', password: 'print-more-benchies' } },
		sendEmailCode: { body: { email: 'code@example.com', type: 'codeLogin' } },
		sendSmsCode: { body: { phone: '+8613800000000', type: 'codeLogin' } },
		getCsrf: { status: 204 },
		tfaSignIn: {
			body: tfa,
			headers: { cookie: 'bbl_csrf_token=a', 'x-bbl-csrf-token': 'a' },
		},
		tfaLogin: { body: tfa },
		// Nobody gets another answer today.
		refreshToken: { body: { refreshToken: 'AQ' }, status: 401 },
		logout: { body: { refreshtoken: '' } },
		createTask: {
			body: {
				deviceId: WORKSHOP,
				title: 'Hook',
				mode: 'cloud_file',
				modelId: 'US1',
				profileId: 1,
				plateIndex: 1,
			},
			headers: { 'x-bbl-client-name': 'BambuStudio', 'x-bbl-os-type': 'linux' },
		},
		getTask: { path: `/v1/user-service/my/task/${id}` },
		getTicket: { path: '/v1/user-service/my/ticket/ABC123' },
		getSlicerResources: { path: `${IOT}/slicer/resource?slicer/plugins/cloud=01.01.00.00` },
		getSlicerSettings: { path: `${IOT}/slicer/setting?version=01.09.00.00` },
		getSlicerSetting: { path: `${IOT}/slicer/setting/GP001?version=01.09.00.00` },
		createSlicerSetting: {
			body: {
				type: 'filament',
				name: 'Mine',
				version: '1.9.0.14',
				base_id: 'GFSA00',
				setting: { inherits: 'Bambu PLA Basic @BBL X1C', updated_time: '1' },
			},
		},
		updateSlicerSetting: {
			path: `${IOT}/slicer/setting/PFUS0011223344aabb?version=1.0.0.0`,
			body: { name: 'Mine', version: '1.9.0.14', base_id: 'GFSA00', setting: { inherits: 'A' } },
		},
		deleteSlicerSetting: { path: `${IOT}/slicer/setting/PFUS0011223344aabb` },
		updateDeviceInfo: { body: { dev_id: WORKSHOP, dev_name: 'Attic' } },
		getDeviceVersions: { path: `${IOT}/user/device/version?dev_id=${WORKSHOP}` },
		getUploadNotification: { path: `${IOT}/user/notification?action=upload&ticket=t1` },
		getPrintProfile: {
			path: `${IOT}/user/profile/${print?.profileId}?model_id=${print?.modelId}`,
		},
		getProject: { path: `${IOT}/user/project/${id - 548_000_000}` },
		getIotTask: { path: `${IOT}/user/task/${id}` },
		createTtcode: { body: { dev_id: WORKSHOP } },
		createFilamentSpool: {
			body: { filamentVendor: 'Bambu Lab', filamentType: 'PLA', filamentName: 'PLA Basic' },
		},
		updateFilamentSpool: { body: { id: 4980001, filamentName: 'PLA Basic', netWeight: 1 } },
		deleteFilamentSpools: { body: { ids: [4980001] } },
	};
}

const operations = Object.entries(loadContract().paths ?? {}).flatMap(([path, item]) =>
	Object.entries(item ?? {})
		.filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
		.map(([method, operation]) => ({
			id: String(field(operation, 'operationId')),
			method: method.toUpperCase(),
			path,
		})),
);

describe('Each operation of the contract', () => {
	let cloud: TestCloud;

	beforeAll(async () => {
		cloud = await startTestCloud();
	});

	afterAll(async () => {
		expect(cloud.violations()).toEqual([]);
		await cloud.stop();
	});

	test('has a handler, and no handler is without one', () => {
		expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(handlers).sort());
	});

	test.each(operations)('$id answers', async ({ id, method, path }) => {
		cloud.reset();
		await cloud.signIn();
		const tfaKey = String(field((await cloud.login('totp@example.com')).body, 'tfaKey'));
		const sample = samples(cloud, tfaKey)[id] ?? {};
		const answer = await cloud.call(method, sample.path ?? path, sample.body, sample.headers);

		expect([answer.body, answer.status]).toEqual([expect.anything(), sample.status ?? 200]);
	});
});

describe('Answers to bad requests', () => {
	let cloud: TestCloud;

	beforeAll(async () => {
		cloud = await startTestCloud();
		await cloud.signIn();
	});

	afterAll(async () => {
		expect(cloud.violations()).toEqual([]);
		await cloud.stop();
	});

	const DETAIL = { detail: 'Invalid input parameters' };
	const FORBIDDEN = { message: 'permission denied', code: 8, error: 'Resource forbidden' };
	const MISSING = { message: 'missing resource', code: 2, error: 'missing resource' };

	test.each([
		['an unknown route', 'GET', '/v1/user-service/my/preference', 404, '404 page not found'],
		['a wrong method', 'PUT', `${IOT}/slicer/setting/GP001`, 405, '405 method not allowed'],
		['presets without version', 'GET', `${IOT}/slicer/setting`, 400, 'field "version" is not set'],
		['presets of an odd version', 'GET', `${IOT}/slicer/setting?version=new`, 422, DETAIL],
		['an unknown preset', 'GET', `${IOT}/slicer/setting/nope?version=1.9.0.0`, 400, MISSING],
		['an empty project id', 'GET', `${IOT}/user/project/`, 405, '405 method not allowed'],
		['a model as project', 'GET', `${IOT}/user/project/US0a1b2c3d4e5f67`, 422, DETAIL],
		['a project of another user', 'GET', `${IOT}/user/project/1`, 403, FORBIDDEN],
		['a profile without model', 'GET', `${IOT}/user/profile/1`, 400, 'field "model_id" is not set'],
		['an unknown profile', 'GET', `${IOT}/user/profile/1?model_id=US1`, 404, MISSING],
		['an unknown ticket', 'GET', '/v1/user-service/my/ticket/none', 404, '404 page not found'],
		['a foreign printer', 'GET', `${IOT}/user/device/version?dev_id=x`, 403, FORBIDDEN],
		['a broken percent sign', 'GET', '/v1/user-service/my/task/%zz', 400, '400 Bad Request'],
	])('%s', async (_name, method, path, status, body) => {
		expect(await cloud.call(method, path)).toMatchObject({ status, body });
	});

	test('a notification without parameters is a gateway page', async () => {
		const { status, headers, body } = await cloud.get(`${IOT}/user/notification`);

		expect(status).toBe(502);
		expect(headers.get('content-type')).toContain('text/html');
		expect(body).toContain('<title>502 Bad Gateway</title>');
	});

	test('a task of the printer service that is not one’s own upload is refused, all null', async () => {
		const design = cloud.world.prints.find(({ designId }) => designId !== 0);
		const { status, body } = await cloud.get(`${IOT}/user/task/${design?.id}`);

		expect(status).toBe(403);
		expect(body).toMatchObject({ ...FORBIDDEN, model_id: null, context: null, md5: null });
	});

	test('a preset of an unknown type', async () => {
		const body = { type: 'material', name: 'x', version: '1', base_id: 'x', setting: {} };
		const answer = await cloud.call('POST', `${IOT}/slicer/setting`, body);

		expect(answer).toMatchObject({ status: 422, body: DETAIL });
	});
});

describe('Data that changes', () => {
	let cloud: TestCloud;

	beforeEach(async () => {
		cloud = await startTestCloud();
		await cloud.signIn();
	});

	afterEach(async () => {
		expect(cloud.violations()).toEqual([]);
		await cloud.stop();
	});

	test('a preset is made, read and deleted, and deleting again is fine', async () => {
		const made = await cloud.call('POST', `${IOT}/slicer/setting`, {
			type: 'print',
			name: 'Strong',
			version: '1.9.0.14',
			base_id: 'GP004',
			setting: { inherits: '0.20mm Standard @BBL X1C', wall_loops: '4', updated_time: '1' },
		});
		expect(made.body).toEqual({
			...SUCCESS,
			setting_id: expect.stringMatching(/^PPUS[0-9a-f]{14}$/),
			update_time: '2026-09-01 18:00:00',
		});
		const path = `${IOT}/slicer/setting/${String(field(made.body, 'setting_id'))}`;

		expect((await cloud.get(path)).body).toMatchObject({
			...SUCCESS,
			public: false,
			type: 'print',
			setting: { wall_loops: '4' },
		});
		for (let attempt = 0; attempt < 2; attempt++) {
			expect((await cloud.call('DELETE', path)).body).toEqual(SUCCESS);
		}
		expect((await cloud.get(path)).status).toBe(400);
	});

	test('a preset is changed under its id', async () => {
		const path = `${IOT}/slicer/setting/PFUS0011223344aabb`;
		const change = {
			name: 'Thin',
			version: '2.0.0.0',
			base_id: 'GP004',
			setting: { inherits: 'A' },
		};
		cloud.clock.pass(60);
		expect((await cloud.call('PATCH', path, change)).body).toEqual({
			...SUCCESS,
			setting_id: 'PFUS0011223344aabb',
			update_time: '2026-09-01 18:01:00',
		});
		expect((await cloud.get(path)).body).toMatchObject({ ...change, type: 'filament' });

		expect(await cloud.call('PATCH', `${IOT}/slicer/setting/PFUSgone`, change)).toMatchObject({
			status: 422,
			body: { detail: 'Invalid input parameters' },
		});
		expect(await cloud.call('PATCH', path, { name: 'Thin' })).toMatchObject({
			status: 500,
			body: { error: 'Cloud database failed' },
		});
		expect((await cloud.call('PUT', path, change)).status).toBe(405);
	});

	test('private presets have a quota', async () => {
		const preset = cloud.world.presets.find(({ id }) => id.startsWith('PPUS'));
		if (preset) cloud.world.presets.push(...Array.from({ length: 99 }, () => preset));
		const answer = await cloud.call('POST', `${IOT}/slicer/setting`, {
			type: 'print',
			name: 'One too many',
			version: '1.9.0.14',
			base_id: 'GP004',
			setting: {},
		});

		expect(answer).toMatchObject({ status: 200, body: { code: 14, setting_id: null } });
	});

	test('public=false leaves the system presets out', async () => {
		const { body } = await cloud.get(`${IOT}/slicer/setting?version=1.0.0.0&public=false`);

		expect(field(body, 'print')).toMatchObject({
			public: [],
			private: [{ name: '0.20mm strong', update_time: '2026-08-27 18:00:00' }],
		});
	});

	test('spools are added, filtered, changed and deleted', async () => {
		const path = '/v1/design-user-service/my/filament/v2';
		const body = { filamentVendor: 'House', filamentType: 'ASA', filamentName: 'ASA grey' };
		expect((await cloud.call('POST', path, body)).body).toEqual({});
		const [spool] = await cloud.rows(path);
		expect(spool).toMatchObject({ ...body, createType: 'manual', category: 'ASA' });
		expect(await cloud.rows(`${path}?category=ASA,PC`)).toEqual([spool]);

		const change = { id: spool?.id, filamentName: 'ASA grey', netWeight: 12 };
		expect((await cloud.call('PUT', path, change)).body).toMatchObject({
			filamentV2: { ...body, netWeight: 12 },
		});
		await cloud.call('DELETE', `${path}/batch`, { ids: [spool?.id] });
		expect(await cloud.rows(`${path}?category=ASA`)).toEqual([]);
	});

	test('an upload is running at first, then done', async () => {
		const path = `${IOT}/user/notification?action=upload&ticket=t`;

		expect((await cloud.get(path)).body).toEqual({ ...SUCCESS, message: 'running' });
		expect((await cloud.get(path)).body).toEqual(SUCCESS);
	});

	test('with nothing printing, the print status has no devices and code 0', async () => {
		expect((await cloud.get(`${IOT}/user/print?force=true`)).body).toEqual({
			message: 'success',
			code: 0,
			error: null,
		});
	});

	test('the slicer resource takes its type as key and needs no token', async () => {
		cloud.reset();
		const path = `${IOT}/slicer/resource?slicer/plugins/cloud=01.01.00.00`;
		const { status, body } = await cloud.call('GET', path, undefined, {
			'x-bbl-os-type': 'linux',
		});

		expect(status).toBe(200);
		expect(field(body, 'resources')).toEqual([
			expect.objectContaining({
				type: 'slicer/plugins/cloud',
				url: expect.stringContaining('linux_'),
			}),
		]);
	});
});

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
