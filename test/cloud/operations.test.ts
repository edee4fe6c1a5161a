import { loadContract } from './contract';
import { handlers } from './handlers';
import { TOTP_SECRET } from './signIn/accounts';
import { totp } from './signIn/totp';
import { field, startTestCloud, type TestCloud } from './support/client';

const IOT = '/v1/iot-service/api';
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
				cover: '',
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
		getMakerProfile: { path: '/v1/design-user-service/user/profile/3100222222' },
		getUserDesigns: { path: '/v1/design-service/publisheddesigns/3100222222?type=ALL' },
		getDesign: { path: '/v1/design-service/design/1204567' },
		getCommentsAndRatings: { path: '/v1/comment-service/commentandrating?designId=1204567&sort=0' },
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
