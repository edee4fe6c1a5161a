import { field, request, startTestCloud, type TestCloud } from './support/client';
import { TOTP_SECRET } from './signIn/accounts';
import { totp } from './signIn/totp';

const NOT_REGISTERED = { error: 'This account is not registered.' };
const LOGIN_FAILED = { code: 5, error: 'Login failed' };

let cloud: TestCloud;

beforeEach(async () => {
	cloud = await startTestCloud({ history: 0 });
});

afterEach(async () => {
	expect(cloud.violations()).toEqual([]);
	await cloud.stop();
});

async function inbox(account: string): Promise<string> {
	return String(field((await cloud.control('GET', `/inbox/${account}`)).body, 'code'));
}

async function preference(token: string) {
	return await request(`${cloud.apiUrl}/v1/design-user-service/my/preference`, 'GET', undefined, {
		authorization: `Bearer ${token}`,
	});
}

describe('Password', () => {
	test('gives maker a token that works', async () => {
		const { status, body } = await cloud.login('maker@example.com');

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
		expect(await preference(String(field(body, 'accessToken')))).toMatchObject({
			status: 200,
			body: { uid: 3100123456, name: 'Mira' },
		});
	});

	test.each([
		['a wrong password', { password: 'x' }, { code: 2, error: 'Incorrect account or password.' }],
		['nothing', {}, { error: 'field "password" is not set' }],
	])('refuses %s', async (_name, more, body) => {
		expect(await cloud.login('maker@example.com', more)).toMatchObject({ status: 400, body });
	});

	test('does not know an account', async () => {
		const answer = await cloud.login('nobody@example.com');

		expect(answer).toMatchObject({ status: 400, body: NOT_REGISTERED });
	});

	test('answers 405 to GET', async () => {
		expect((await cloud.get('/v1/user-service/user/login')).status).toBe(405);
	});
});

describe('Verification code', () => {
	const NAME = 'code@example.com';

	async function enter(code: string) {
		return await cloud.login(NAME, { code });
	}

	test('the password call mails a code, which gives a token', async () => {
		const challenge = await cloud.login(NAME);
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
		await cloud.login(NAME);
		const code = await inbox(NAME);
		await enter(code);
		expect(await enter(code)).toMatchObject({ status: 400, body: {} });
		expect(await enter('12345x')).toMatchObject({
			status: 400,
			body: { code: 2, error: 'Incorrect code' },
		});

		await cloud.login(NAME);
		cloud.clock.pass(301);
		expect(await enter(await inbox(NAME))).toMatchObject({
			status: 400,
			body: { code: 1, error: 'Code expired' },
		});
	});

	test('asking again voids the code before', async () => {
		await cloud.login(NAME);
		const first = await inbox(NAME);
		const sent = await cloud.call('POST', '/v1/user-service/user/sendemail/code', {
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
		expect(await cloud.control('GET', `/inbox/${NAME}`)).toMatchObject({
			status: 404,
			body: { error: `No code was sent to ${NAME} yet.` },
		});
	});

	test.each(['/v1/user-service/user/sendsmscode', '/api/v1/user-service/user/sendsmscode'])(
		'comes by SMS over %s',
		async (path) => {
			const sent = await cloud.call('POST', path, { phone: '13800000000', type: 'codeLogin' });
			expect(sent).toMatchObject({ status: 200, body: {} });

			const code = await inbox('+8613800000000');
			expect((await cloud.login('+8613800000000', { code })).status).toBe(200);
		},
	);

	test('does not come by SMS to a mailbox', async () => {
		const path = '/v1/user-service/user/sendsmscode';
		const answer = await cloud.call('POST', path, { phone: NAME, type: 'codeLogin' });

		expect(answer).toMatchObject({ status: 400, body: NOT_REGISTERED });
	});
});

describe('Authenticator', () => {
	async function tfaKey(): Promise<string> {
		const { body } = await cloud.login('totp@example.com');
		expect(body).toMatchObject({ accessToken: '', loginType: 'tfa' });
		return String(field(body, 'tfaKey'));
	}

	async function csrf(): Promise<string> {
		const { status, headers } = await cloud.get('/api/csrf');
		expect(status).toBe(204);
		// A cookie jar keeps a secure cookie back over plain http; no public client could sign in.
		expect(headers.get('set-cookie')).not.toMatch(/secure/i);
		const [, value] = /^bbl_csrf_token=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
		return value ?? '';
	}

	const code = () => totp(TOTP_SECRET, cloud.clock.now);

	async function signIn(body: Record<string, string>, headers: HeadersInit) {
		return await cloud.call('POST', '/api/sign-in/tfa', body, headers);
	}

	test('gives the token as a cookie for key, code, CSRF cookie and CSRF header', async () => {
		const value = await csrf();
		const { status, headers, body } = await signIn(
			{ tfaKey: await tfaKey(), tfaCode: code() },
			{ cookie: `bbl_csrf_token=${value}`, 'x-bbl-csrf-token': value },
		);

		expect([status, body]).toEqual([200, '']);
		const cookies = headers.getSetCookie();
		expect(cookies).toHaveLength(2);
		const [, token = ''] = /^token=([^;]+)/.exec(cookies[0] ?? '') ?? [];
		expect(await preference(token)).toMatchObject({ status: 200, body: { name: 'Tove' } });
	});

	test('gives the token in the body where the switch says so', async () => {
		await cloud.control('POST', '/settings', { tfaAnswer: 'body' });
		const value = await csrf();
		const { body } = await signIn(
			{ tfaKey: await tfaKey(), tfaCode: code() },
			{ cookie: `bbl_csrf_token=${value}`, 'x-bbl-csrf-token': value },
		);

		expect(body).toEqual({ accessToken: expect.stringMatching(/^AQ/) });
	});

	test('refuses without cookie, without header, and with different ones', async () => {
		const body = { tfaKey: await tfaKey(), tfaCode: code() };

		expect(await signIn(body, { 'x-bbl-csrf-token': 'a' })).toMatchObject({
			status: 403,
			body: { error: 'CSRF error: missing_cookie', reason: 'missing_cookie' },
		});
		expect(await signIn(body, { cookie: 'bbl_csrf_token=a' })).toMatchObject({
			status: 403,
			body: { error: 'CSRF error: missing_header', reason: 'missing_header' },
		});
		const differing = { cookie: 'bbl_csrf_token=a', 'x-bbl-csrf-token': 'b' };
		expect((await signIn(body, differing)).status).toBe(403);
	});

	test.each(['/api/sign-in/tfa', '/v1/user-service/user/tfa/login'])(
		'refuses a wrong code and a wrong or old key on %s',
		async (path) => {
			const headers = { cookie: 'bbl_csrf_token=a', 'x-bbl-csrf-token': 'a' };
			const enter = async (key: string, tfaCode: string) =>
				await cloud.call('POST', path, { tfaKey: key, tfaCode }, headers);
			const key = await tfaKey();

			expect(await enter(key, '000000')).toMatchObject({ status: 400, body: LOGIN_FAILED });
			expect(await enter('nonsense', code())).toMatchObject({ status: 400, body: LOGIN_FAILED });
			cloud.clock.pass(301);
			expect(await enter(key, code())).toMatchObject({ status: 400, body: LOGIN_FAILED });
		},
	);

	test('lets in on the API host without CSRF', async () => {
		const answer = await cloud.call('POST', '/v1/user-service/user/tfa/login', {
			tfaKey: await tfaKey(),
			tfaCode: code(),
		});

		expect(answer).toMatchObject({ status: 200, body: { expiresIn: 7_776_000 } });
	});

	test('the old CSRF path is gone', async () => {
		expect((await cloud.get('/api/sign-in/csrf')).status).toBe(404);
	});

	// RFC 6238, appendix B, cut to six digits.
	test.each([
		[59, '287082'],
		[1111111109, '081804'],
		[1234567890, '005924'],
		[20000000000, '353130'],
	])('computes the code of RFC 6238 at %i s', (seconds, expected) => {
		expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(expected);
	});
});

describe('Region', () => {
	test.each([
		['global', 200, 400],
		['china', 400, 200],
		['any', 200, 200],
	])('%s', async (region, mail, phone) => {
		await cloud.control('POST', '/settings', { region });

		const byMail = await cloud.login('maker@example.com');
		const byPhone = await cloud.login('+8613800000000');
		expect([byMail.status, byPhone.status]).toEqual([mail, phone]);
		for (const answer of [byMail, byPhone].filter(({ status }) => status === 400)) {
			expect(answer.body).toEqual(NOT_REGISTERED);
		}
	});
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

		expect(await preference(String(field(body, 'accessToken')))).toMatchObject({
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

describe('Rate limit', () => {
	test('is off, and demands a captcha once it is on', async () => {
		for (let attempt = 0; attempt < 10; attempt++) {
			expect((await cloud.login('maker@example.com')).status).toBe(200);
		}

		await cloud.control('POST', '/ratelimit', { requests: 2, seconds: 60, retryAfter: 120 });
		expect((await cloud.login('maker@example.com')).status).toBe(200);
		expect((await cloud.login('maker@example.com')).status).toBe(200);
		const refused = await cloud.login('maker@example.com');
		expect(refused).toMatchObject({
			status: 418,
			body: { code: 418, error: 'We need to confirm that you are not a robot.' },
		});
		expect(refused.headers.get('retry-after')).toBe('120');
		// Only signing in is guarded.
		expect((await cloud.get('/v1/design-user-service/my/preference')).status).toBe(401);

		cloud.clock.pass(61);
		expect((await cloud.login('maker@example.com')).status).toBe(200);
	});

	test('lets a burst through, then one as each share of the time has gone', async () => {
		const limit = { requests: 2, seconds: 1, burst: 3 };
		await cloud.control('POST', '/ratelimit', { ...limit, answer: 'tooManyRequests' });
		const attempts = async (count: number) => {
			const statuses: number[] = [];
			for (let attempt = 0; attempt < count; attempt++) {
				statuses.push((await cloud.login('maker@example.com')).status);
			}
			return statuses;
		};

		expect(await attempts(4)).toEqual([200, 200, 200, 429]);
		cloud.clock.pass(0.5);
		expect(await attempts(2)).toEqual([200, 429]);
		cloud.clock.pass(60);
		expect(await attempts(4)).toEqual([200, 200, 200, 429]);
	});

	test('ends with a reset', async () => {
		await cloud.control('POST', '/ratelimit', {
			requests: 0,
			scope: 'all',
			answer: 'tooManyRequests',
		});
		expect((await cloud.login('maker@example.com')).status).toBe(429);

		await cloud.control('POST', '/reset');
		expect((await cloud.login('maker@example.com')).status).toBe(200);
	});
});
