import { TOTP_SECRET } from './signIn/accounts';
import { totp } from './signIn/totp';
import { field, useTestCloud } from './support/client';
import { preference } from './support/preference';

const LOGIN_FAILED = { code: 5, error: 'Login failed' };

const cloud = useTestCloud({ history: 0 });

describe('Authenticator', () => {
	async function tfaKey(): Promise<string> {
		const { body } = await cloud().login('totp@example.com');
		expect(body).toMatchObject({ accessToken: '', loginType: 'tfa' });
		return String(field(body, 'tfaKey'));
	}

	async function csrf(): Promise<string> {
		const { status, headers } = await cloud().get('/api/csrf');
		expect(status).toBe(204);
		// A cookie jar keeps a secure cookie back over plain http; no public client could sign in.
		expect(headers.get('set-cookie')).not.toMatch(/secure/i);
		const [, value] = /^bbl_csrf_token=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
		return value ?? '';
	}

	const code = () => totp(TOTP_SECRET, cloud().clock.now);

	async function signIn(body: Record<string, string>, headers: HeadersInit) {
		return await cloud().call('POST', '/api/sign-in/tfa', body, headers);
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
		expect(await preference(cloud(), token)).toMatchObject({ status: 200, body: { name: 'Tove' } });
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
				await cloud().call('POST', path, { tfaKey: key, tfaCode }, headers);
			const key = await tfaKey();

			expect(await enter(key, '000000')).toMatchObject({ status: 400, body: LOGIN_FAILED });
			expect(await enter('nonsense', code())).toMatchObject({ status: 400, body: LOGIN_FAILED });
			cloud().clock.pass(301);
			expect(await enter(key, code())).toMatchObject({ status: 400, body: LOGIN_FAILED });
		},
	);

	test('lets in on the API host without CSRF', async () => {
		const answer = await cloud().call('POST', '/v1/user-service/user/tfa/login', {
			tfaKey: await tfaKey(),
			tfaCode: code(),
		});

		expect(answer).toMatchObject({ status: 200, body: { expiresIn: 7_776_000 } });
	});

	test('the old CSRF path is gone', async () => {
		expect((await cloud().get('/api/sign-in/csrf')).status).toBe(404);
	});
});
