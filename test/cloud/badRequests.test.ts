import { useTestCloud } from './support/client';

const IOT = '/v1/iot-service/api';

const cloud = useTestCloud({ isSignedIn: true });

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
	expect(await cloud().call(method, path)).toMatchObject({ status, body });
});

test('a notification without parameters is a gateway page', async () => {
	const { status, headers, body } = await cloud().get(`${IOT}/user/notification`);

	expect(status).toBe(502);
	expect(headers.get('content-type')).toContain('text/html');
	expect(body).toContain('<title>502 Bad Gateway</title>');
});

test('a task of the printer service that is not one’s own upload is refused, all null', async () => {
	const design = cloud().world.prints.find(({ designId }) => designId !== 0);
	const { status, body } = await cloud().get(`${IOT}/user/task/${design?.id}`);

	expect(status).toBe(403);
	expect(body).toMatchObject({ ...FORBIDDEN, model_id: null, context: null, md5: null });
});

test('a preset of an unknown type', async () => {
	const body = { type: 'material', name: 'x', version: '1', base_id: 'x', setting: {} };
	const answer = await cloud().call('POST', `${IOT}/slicer/setting`, body);

	expect(answer).toMatchObject({ status: 422, body: DETAIL });
});
