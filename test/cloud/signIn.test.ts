import { field, useTestCloud } from './support/client';
import { preference } from './support/preference';

const NOT_REGISTERED = { error: 'This account is not registered.' };

const cloud = useTestCloud({ history: 0 });

async function inbox(account: string): Promise<string> {
	return String(field((await cloud().control('GET', `/inbox/${account}`)).body, 'code'));
}

describe('Password', () => {
	test('gives maker a token that works', async () => {
		const { status, body } = await cloud().login('maker@example.com');

		expect(status).toBe(200);
		expect(body).toEqual({
			accessToken: expect.stringMatching(/^AQ[\w-]{80,}$/),
			refreshToken: field(body, 'accessToken'),
			expiresIn: 7_776_000,
			refreshExpiresIn: 7_776_000,
			tfaKey: '',
			accessMethod: 'password',
			loginType: '',
			firstAppLogin: false,
		});
		expect(await preference(cloud(), String(field(body, 'accessToken')))).toMatchObject({
			status: 200,
			body: { uid: 3100123456, name: 'Mira' },
		});
	});

	test.each([
		['a wrong password', { password: 'x' }, { code: 2, error: 'Incorrect account or password.' }],
		['nothing', {}, { error: 'field "password" is not set' }],
	])('refuses %s', async (_name, more, body) => {
		expect(await cloud().login('maker@example.com', more)).toMatchObject({ status: 400, body });
	});

	test('does not know an account', async () => {
		const answer = await cloud().login('nobody@example.com');

		expect(answer).toMatchObject({ status: 400, body: NOT_REGISTERED });
	});

	test('answers 405 to GET', async () => {
		expect((await cloud().get('/v1/user-service/user/login')).status).toBe(405);
	});
});

describe('Verification code', () => {
	const NAME = 'code@example.com';

	async function enter(code: string) {
		return await cloud().login(NAME, { code });
	}

	test('the password call mails a code, which gives a token', async () => {
		const challenge = await cloud().login(NAME);
		expect(challenge).toMatchObject({
			status: 200,
			body: { accessToken: '', expiresIn: 0, tfaKey: '', loginType: 'verifyCode' },
		});

		const code = await inbox(NAME);
		expect(code).toMatch(/^\d{6}$/);
		expect(await enter(code)).toMatchObject({
			status: 200,
			body: { accessToken: expect.stringMatching(/^AQ/), accessMethod: 'code' },
		});
	});

	test('a used, wrong or expired code has its own answer', async () => {
		await cloud().login(NAME);
		const code = await inbox(NAME);
		await enter(code);
		expect(await enter(code)).toMatchObject({ status: 400, body: {} });
		expect(await enter('12345x')).toMatchObject({
			status: 400,
			body: { code: 2, error: 'Incorrect code' },
		});

		await cloud().login(NAME);
		cloud().clock.pass(301);
		expect(await enter(await inbox(NAME))).toMatchObject({
			status: 400,
			body: { code: 1, error: 'Code expired' },
		});
	});

	test('asking again voids the code before', async () => {
		await cloud().login(NAME);
		const first = await inbox(NAME);
		const sent = await cloud().call('POST', '/v1/user-service/user/sendemail/code', {
			email: NAME,
			type: 'codeLogin',
		});
		const second = await inbox(NAME);

		expect(sent).toMatchObject({ status: 200, body: {} });
		expect(second).not.toBe(first);
		expect((await enter(first)).status).toBe(400);
		expect((await enter(second)).status).toBe(200);
	});

	test('an empty inbox says so', async () => {
		expect(await cloud().control('GET', `/inbox/${NAME}`)).toMatchObject({
			status: 404,
			body: { error: `No code was sent to ${NAME} yet.` },
		});
	});

	test('does not come by SMS to a mailbox', async () => {
		const path = '/v1/user-service/user/sendsmscode';
		const answer = await cloud().call('POST', path, { phone: NAME, type: 'codeLogin' });

		expect(answer).toMatchObject({ status: 400, body: NOT_REGISTERED });
	});
});

describe('Region', () => {
	test.each([
		['global', 200, 400],
		['china', 400, 200],
		['any', 200, 200],
	])('%s', async (region, mail, phone) => {
		await cloud().control('POST', '/settings', { region });

		const byMail = await cloud().login('maker@example.com');
		const byPhone = await cloud().login('+8613800000000');
		expect([byMail.status, byPhone.status]).toEqual([mail, phone]);
		for (const answer of [byMail, byPhone].filter(({ status }) => status === 400)) {
			expect(answer.body).toEqual(NOT_REGISTERED);
		}
	});
});
