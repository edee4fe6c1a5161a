import nock from 'nock';

import { forgetSignIns } from '../support/forget';
import { testCredential } from '../support/engine';
import { loginPath, preferences, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { cloud, sent, control, list, logins, revokeTokens } = lab;

const account = 'totp@example.com';
const totpSecret = 'jbsw y3dp ehpk 3pxp';
const csrfPath = '/api/csrf';
const websitePath = '/api/sign-in/tfa';
const apiRoutePath = '/v1/user-service/user/tfa/login';
const green = { status: 'OK', message: 'Connection successful!' };

const tries = () => [csrfPath, websitePath, apiRoutePath].map((path) => sent(path).length);

describe('an account with an authenticator app', () => {
	test('signs in through the website: cookie and header, and no token before there is one', async () => {
		const credential = lab.credential({ account, totpSecret });
		expect(await testCredential(credential)).toEqual(green);
		expect(tries()).toEqual([1, 1, 0]);
		const [delivery] = sent(websitePath);
		expect(delivery?.body).toEqual({
			tfaKey: expect.stringMatching(/^tfa-/),
			tfaCode: expect.stringMatching(/^\d{6}$/),
		});
		const token = delivery?.headers['x-bbl-csrf-token'];
		expect(token).toMatch(/^.{32}$/);
		expect(delivery?.headers.cookie).toBe(`bbl_csrf_token=${String(token)}`);
		for (const request of cloud().requests().slice(0, 3)) {
			expect(request.headers).not.toHaveProperty('authorization');
			expect(request.headers['user-agent']).toMatch(/^n8n-nodes-bambulab-cloud\//);
		}
		const { error, stored } = await list(credential);
		expect(error).toBeUndefined();
		for (const secret of [totpSecret, credential.data.sessionToken]) {
			expect(stored).not.toContain(secret);
		}
		expect(logins()).toBe(1);
	});

	test.each<[string, nock.Body, number?]>([
		['nothing', ''],
		['nothing and status 204', '', 204],
		['nothing and a redirect', '', 302],
		['an empty object', {}],
		['null', 'null'],
		['an object without a token', { message: 'success', code: null }],
		['another token', { accessToken: 'AQbody', refreshToken: 'AQbody', expiresIn: 60 }],
		['an empty token', { accessToken: '', tfaKey: 'tfa-1', loginType: 'tfa' }],
		['a page', '<!doctype html><html></html>'],
		['broken JSON', '{"accessToken":"AQbo'],
	])('takes the token from the cookie, with %s in the body', async (_name, body, status = 200) => {
		const { apiUrl, webUrl } = { apiUrl: 'https://api.test', webUrl: 'https://web.test' };
		const signed = { reqheaders: { authorization: 'Bearer AQcookie' } };
		nock(apiUrl).post(loginPath).reply(200, { accessToken: '', tfaKey: 'tfa-1', loginType: '' });
		nock(webUrl).get(csrfPath).reply(204, '', { 'set-cookie': 'bbl_csrf_token=csrf-1; Path=/' });
		nock(webUrl)
			.post(websitePath)
			.reply(status, body, { 'set-cookie': 'token=AQcookie; Path=/; HttpOnly' });
		nock(apiUrl, signed).get(preferences).reply(200, { uid: 1 });
		const credential = lab.credential({ apiUrl, webUrl, account, totpSecret });
		expect(await testCredential(credential)).toEqual(green);
		expect(credential.data).toMatchObject({ sessionToken: 'AQcookie', sessionExpiresAt: '' });
	});

	test('renews itself, and 20 executions at once make one sign-in', async () => {
		const credential = await lab.signedIn({ account, totpSecret });
		await revokeTokens(account);
		const runs = await Promise.all(Array.from({ length: 20 }, async () => await list(credential)));
		for (const { error } of runs) expect(error).toBeUndefined();
		expect([logins(), ...tries()]).toEqual([2, 2, 2, 0]);
	});

	test.each([
		['Cloudflare before the cookie', { path: csrfPath }, { mode: 'cloudflareChallenge' }],
		['no route that gives the cookie', { path: csrfPath }, { status: 404, body: {} }],
		['a page instead of the cookie', { path: csrfPath }, { mode: 'html', status: 200 }],
		['Cloudflare before the code', { path: websitePath }, { mode: 'cloudflareBlock' }],
		['CSRF', { path: websitePath }, { status: 403, body: { error: 'CSRF error: x', reason: 'x' } }],
		['a page instead of the token', { path: websitePath }, { mode: 'html', status: 200 }],
	])('%s: takes the route of the API', async (_name, match, fault) => {
		await control('/faults', { match, ...fault });
		const credential = lab.credential({ account, totpSecret });
		expect(await testCredential(credential)).toEqual(green);
		// A code that is submitted without the cookie would be spent for nothing.
		expect(tries()).toEqual([1, match.path === csrfPath ? 0 : 1, 1]);
		expect(credential.data.sessionExpiresAt).not.toBe('');
	});

	test.each([
		[
			'trouble',
			{ status: 500, body: {} },
			/is having trouble \(status 500\)\. Nothing has to be changed/,
		],
		['a broken connection', { mode: 'cut' }, /broke off .+ Nothing has to be changed/],
		['a captcha', { mode: 'captcha' }, /^Bambu Lab asks for a captcha/],
		['too many requests', { mode: 'tooManyRequests' }, /^Bambu Lab received too many requests/],
	])('%s after the code: no second try with it', async (_name, fault, sentence) => {
		await control('/faults', { match: { path: websitePath }, ...fault });
		const { message } = await testCredential(lab.credential({ account, totpSecret }));
		expect(message).toMatch(sentence);
		expect([logins(), ...tries()]).toEqual([1, 1, 1, 0]);
	});

	test.each([
		['trouble', { status: 502, body: {} }, /is having trouble \(status 502\)\. Nothing has/],
		['too many requests', { mode: 'tooManyRequests' }, /^Bambu Lab received too many requests/],
	])('%s before the code passes, and says so', async (_name, fault, sentence) => {
		await control('/faults', { match: { path: csrfPath }, ...fault });
		await control('/faults', { match: { path: apiRoutePath }, status: 500, body: {} });
		const { message } = await testCredential(lab.credential({ account, totpSecret }));
		expect(message).toMatch(sentence);
		expect([logins(), ...tries()]).toEqual([1, 1, 0, 0]);
	});

	test('a website that cannot be reached: the route of the API, and no second login', async () => {
		await control('/faults', { match: { path: apiRoutePath }, mode: 'cloudflareBlock', times: 1 });
		const credential = lab.credential({ account, totpSecret, webUrl: 'http://127.0.0.1:9' });
		for (let test = 0; test < 3; test++) {
			const { message } = await testCredential(credential);
			expect(message).toMatch(
				/^The code of the authenticator app could not be submitted: 127\.0\.0\.1:9 cannot be reached\. Choose "Verification Code" in the credential, which works differently\./,
			);
		}
		expect([logins(), ...tries()]).toEqual([1, 0, 0, 1]);
		forgetSignIns();
		expect(await testCredential(credential)).toEqual(green);
	});

	test('a wrong secret is tried once, and remembered until it is corrected', async () => {
		const another = 'KRUGKIDROVUWG2ZA';
		const credential = lab.credential({ account, totpSecret: another });
		for (let test = 0; test < 3; test++) {
			const { message } = await testCredential(credential);
			expect(message).toMatch(/^Bambu Lab refused the code of the authenticator app\. Check the/);
		}
		expect([logins(), ...tries()]).toEqual([1, 1, 1, 0]);
		credential.edit({ totpSecret });
		expect(await testCredential(credential)).toEqual(green);
	});

	test('without a secret says so, and goes on as soon as one is entered', async () => {
		const credential = lab.credential({ account });
		const { message } = await testCredential(credential);
		expect(message).toMatch(/asks for the code of your authenticator app\. Enter the secret/);
		credential.edit({ totpSecret: `otpauth://totp/Bambu?secret=JBSWY3DPEHPK3PXP` });
		expect(await testCredential(credential)).toEqual(green);
		expect(sent(loginPath)).toHaveLength(2);
	});

	test('the website of its region is asked, also among other cookies', async () => {
		const api = nock('https://api.bambulab.cn');
		const web = nock('https://bambulab.cn');
		api.post(loginPath).reply(200, { accessToken: '', tfaKey: 'tfa-1', loginType: '' });
		web.get(csrfPath).reply(204, '', {
			'set-cookie': [
				'__cf_bm=x; Path=/; Expires=Wed, 25 Nov 2026 16:00:00 GMT',
				'bbl_csrf_token=csrf-1; Path=/',
			],
		});
		const delivery = web.post(websitePath);
		delivery.matchHeader('cookie', '__cf_bm=x; bbl_csrf_token=csrf-1').reply(200, '', {
			'set-cookie': [
				'__cf_bm=y; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
				'refreshToken=AQrefresh; Path=/',
				'token=AQchina; Path=/; HttpOnly',
			],
		});
		api.get(preferences).reply(200, { uid: 1 });
		const credential = lab.credential({ region: 'china', account: '13800000000', totpSecret });
		expect(await testCredential(credential)).toEqual(green);
		expect(credential.data).toMatchObject({
			sessionToken: 'AQchina',
			sessionRefreshToken: 'AQrefresh',
		});
	});
});
