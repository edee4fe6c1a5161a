import { field, useTestCloud } from './support/client';

const IOT = '/v1/iot-service/api';
const SUCCESS = { message: 'success', code: null, error: null };

const cloud = useTestCloud({ isSignedIn: true });

test('a preset is made, read and deleted, and deleting again is fine', async () => {
	const made = await cloud().call('POST', `${IOT}/slicer/setting`, {
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

	expect((await cloud().get(path)).body).toMatchObject({
		...SUCCESS,
		public: false,
		type: 'print',
		setting: { wall_loops: '4' },
	});
	for (let attempt = 0; attempt < 2; attempt++) {
		expect((await cloud().call('DELETE', path)).body).toEqual(SUCCESS);
	}
	expect((await cloud().get(path)).status).toBe(400);
});

test('a preset is changed under its id', async () => {
	const path = `${IOT}/slicer/setting/PFUS0011223344aabb`;
	const change = {
		name: 'Thin',
		version: '2.0.0.0',
		base_id: 'GP004',
		setting: { inherits: 'A' },
	};
	cloud().clock.pass(60);
	expect((await cloud().call('PATCH', path, change)).body).toEqual({
		...SUCCESS,
		setting_id: 'PFUS0011223344aabb',
		update_time: '2026-09-01 18:01:00',
	});
	expect((await cloud().get(path)).body).toMatchObject({ ...change, type: 'filament' });

	expect(await cloud().call('PATCH', `${IOT}/slicer/setting/PFUSgone`, change)).toMatchObject({
		status: 422,
		body: { detail: 'Invalid input parameters' },
	});
	expect(await cloud().call('PATCH', path, { name: 'Thin' })).toMatchObject({
		status: 500,
		body: { error: 'Cloud database failed' },
	});
	expect((await cloud().call('PUT', path, change)).status).toBe(405);
});

test('private presets have a quota', async () => {
	const preset = cloud().world.presets.find(({ id }) => id.startsWith('PPUS'));
	if (preset) cloud().world.presets.push(...Array.from({ length: 99 }, () => preset));
	const answer = await cloud().call('POST', `${IOT}/slicer/setting`, {
		type: 'print',
		name: 'One too many',
		version: '1.9.0.14',
		base_id: 'GP004',
		setting: {},
	});

	expect(answer).toMatchObject({ status: 200, body: { code: 14, setting_id: null } });
});

test('public=false leaves the system presets out', async () => {
	const { body } = await cloud().get(`${IOT}/slicer/setting?version=1.0.0.0&public=false`);

	expect(field(body, 'print')).toMatchObject({
		public: [],
		private: [{ name: '0.20mm strong', update_time: '2026-08-27 18:00:00' }],
	});
});

test('spools are added, filtered, changed and deleted', async () => {
	const path = '/v1/design-user-service/my/filament/v2';
	const body = { filamentVendor: 'House', filamentType: 'ASA', filamentName: 'ASA grey' };
	expect((await cloud().call('POST', path, body)).body).toEqual({});
	const [spool] = await cloud().rows(path);
	expect(spool).toMatchObject({ ...body, createType: 'manual', category: 'ASA' });
	expect(await cloud().rows(`${path}?category=ASA,PC`)).toEqual([spool]);

	const change = { id: spool?.id, filamentName: 'ASA grey', netWeight: 12 };
	expect((await cloud().call('PUT', path, change)).body).toMatchObject({
		filamentV2: { ...body, netWeight: 12 },
	});
	await cloud().call('DELETE', `${path}/batch`, { ids: [spool?.id] });
	expect(await cloud().rows(`${path}?category=ASA`)).toEqual([]);
});

test('an upload is running at first, then done', async () => {
	const path = `${IOT}/user/notification?action=upload&ticket=t`;

	expect((await cloud().get(path)).body).toEqual({ ...SUCCESS, message: 'running' });
	expect((await cloud().get(path)).body).toEqual(SUCCESS);
});

test('with nothing printing, the print status has no devices and code 0', async () => {
	expect((await cloud().get(`${IOT}/user/print?force=true`)).body).toEqual({
		message: 'success',
		code: 0,
		error: null,
	});
});

test('the slicer resource takes its type as key and needs no token', async () => {
	cloud().reset();
	const path = `${IOT}/slicer/resource?slicer/plugins/cloud=01.01.00.00`;
	const { status, body } = await cloud().call('GET', path, undefined, {
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
