import { field, startTestCloud, type TestCloud } from './support/client';
import { preference } from './support/preference';

let cloud: TestCloud;

beforeEach(async () => {
	cloud = await startTestCloud({ history: 0 });
});

afterEach(async () => {
	expect(cloud.violations()).toEqual([]);
	await cloud.stop();
});

describe('Token', () => {
	const PLEASE_LOGIN = { code: 4, error: 'Please login.', message: '' };

	test.each([
		['none', undefined],
		['an unknown one', 'Bearer AQnonsense'],
		['another scheme', 'Basic AQnonsense'],
	])('%s is refused', async (_name, authorization) => {
		const answer = await cloud.call(
			'GET',
			'/v1/iot-service/api/user/bind',
			undefined,
			authorization === undefined ? {} : { authorization },
		);

		expect(answer).toMatchObject({ status: 401, body: PLEASE_LOGIN });
	});

	test('ends after its time, by logout, and by revocation', async () => {
		const end = async (ending: () => Promise<unknown> | void) => {
			await cloud.signIn();
			expect((await cloud.get('/v1/design-user-service/my/preference')).status).toBe(200);
			await ending();
			expect(await cloud.get('/v1/design-user-service/my/preference')).toMatchObject({
				status: 401,
				body: PLEASE_LOGIN,
			});
		};

		await end(() => cloud.clock.pass(7_776_000));
		await end(async () => {
			const answer = await cloud.call('POST', '/v1/user-service/my/logout', { refreshtoken: '' });
			expect(answer).toMatchObject({ status: 200, body: '' });
		});
		await end(async () => {
			expect((await cloud.control('POST', '/tokens/revoke')).body).toEqual({ revoked: 1 });
		});
	});

	test('a dead one gets an empty 401 where the switch says so', async () => {
		await cloud.control('POST', '/settings', { emptyUnauthorized: true });

		const answer = await cloud.get('/v1/design-user-service/my/preference');
		expect(answer).toMatchObject({ status: 401, body: '' });
	});

	test('comes from the control API for any account', async () => {
		const { body } = await cloud.control('POST', '/tokens', { account: 'code@example.com' });

		expect(await preference(cloud, String(field(body, 'accessToken')))).toMatchObject({
			body: { name: 'Cody' },
		});
	});

	test('is never refreshed', async () => {
		const path = '/v1/user-service/user/refreshtoken';

		expect(await cloud.call('POST', path, { refreshToken: 'AQ' })).toMatchObject({
			status: 401,
			body: {
				code: 401,
				error: 'The client must authenticate itself to get the requested response.',
			},
		});
	});
});
