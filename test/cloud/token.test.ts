import { field, useTestCloud } from './support/client';
import { preference } from './support/preference';

const cloud = useTestCloud({ history: 0 });

describe('Token', () => {
	const PLEASE_LOGIN = { code: 4, error: 'Please login.', message: '' };

	test.each([
		['none', undefined],
		['an unknown one', 'Bearer AQnonsense'],
		['another scheme', 'Basic AQnonsense'],
	])('%s is refused', async (_name, authorization) => {
		const answer = await cloud().call(
			'GET',
			'/v1/iot-service/api/user/bind',
			undefined,
			authorization === undefined ? {} : { authorization },
		);

		expect(answer).toMatchObject({ status: 401, body: PLEASE_LOGIN });
	});

	test('ends after its time, by logout, and by revocation', async () => {
		const end = async (ending: () => Promise<unknown> | void) => {
			await cloud().signIn();
			expect((await cloud().get('/v1/design-user-service/my/preference')).status).toBe(200);
			await ending();
			expect(await cloud().get('/v1/design-user-service/my/preference')).toMatchObject({
				status: 401,
				body: PLEASE_LOGIN,
			});
		};

		await end(() => cloud().clock.pass(7_776_000));
		await end(async () => {
			const answer = await cloud().call('POST', '/v1/user-service/my/logout', { refreshtoken: '' });
			expect(answer).toMatchObject({ status: 200, body: '' });
		});
		await end(async () => {
			expect((await cloud().control('POST', '/tokens/revoke')).body).toEqual({ revoked: 1 });
		});
	});

	test('comes from the control API for any account', async () => {
		const { body } = await cloud().control('POST', '/tokens', { account: 'code@example.com' });

		expect(await preference(cloud(), String(field(body, 'accessToken')))).toMatchObject({
			body: { name: 'Cody' },
		});
	});
});
