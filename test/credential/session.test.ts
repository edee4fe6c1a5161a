import nock from 'nock';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { request } from '../cloud/support/client';
import { testCredential, type StoredCredential } from '../support/engine';
import { bindPath, loginPath, preferences, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { cloud, sent, control, list, logins, revokeTokens, signedIn } = lab;

describe('with a password', () => {
	test('signs in on first use and stores the session beside what the user typed', async () => {
		const before = Date.now();
		const credential = lab.credential();
		const typed = credential.data;
		const { items, stored } = await list(credential);
		expect(items).toHaveLength(5);

		const { sessionToken, sessionRefreshToken, sessionTokenMark, ...others } = credential.data;
		const { sessionSince, sessionExpiresAt, codeRequest, ...rest } = others;
		expect(sessionRefreshToken).toBe(sessionToken);
		expect([codeRequest, rest]).toEqual(['', typed]);
		expect(sent(bindPath)[0]?.headers.authorization).toBe(`Bearer ${String(sessionToken)}`);
		expect(sessionTokenMark).toMatch(/^[0-9a-f]{8}$/);
		expect(Date.parse(String(sessionSince))).toBeGreaterThanOrEqual(before - 1000);
		const days = (Date.parse(String(sessionExpiresAt)) - before) / 86_400_000;
		expect(days).toBeCloseTo(90, 1);
		for (const secret of [sessionToken, rest.password]) expect(stored).not.toContain(secret);
		expect(sent(loginPath)[0]?.body).toEqual({
			account: 'maker@example.com',
			password: rest.password,
		});
		expect(sent(loginPath)[0]?.headers).not.toHaveProperty('authorization');
	});

	test('the next executions, also in another process, use the stored session', async () => {
		const credential = await signedIn();
		await list(credential);
		forgetSignIns();
		await list(credential);
		expect([logins(), credential.saves.length]).toEqual([1, 1]);
	});

	describe('where another process of n8n stored its own session last', () => {
		const withSessionOfOther = async (seconds: number): Promise<StoredCredential> => {
			const credential = await signedIn();
			const tokens = `${cloud().controlUrl}/tokens`;
			const { body } = await request(tokens, 'POST', { account: 'maker@example.com', seconds });
			credential.edit({ sessionToken: (body as { accessToken: string }).accessToken });
			return credential;
		};

		test('and all have died: one sign-in, at once', async () => {
			const credential = await withSessionOfOther(3600);
			await revokeTokens();
			const runs = await Promise.all(
				Array.from({ length: 20 }, async () => await list(credential)),
			);
			expect(runs.map(({ items }) => items.length)).toEqual(Array(20).fill(5));
			expect(logins()).toBe(2);
		});

		test('and only that one has died: the own one goes on', async () => {
			const credential = await withSessionOfOther(0);
			expect((await list(credential)).items).toHaveLength(5);
			expect(logins()).toBe(1);
		});
	});

	test('another credential of the account shares a session that lives, and no dead one', async () => {
		await signedIn();
		await signedIn();
		expect(logins()).toBe(1);
		await revokeTokens();
		await signedIn();
		expect(logins()).toBe(2);
	});

	test('20 executions at once with a dead token make one sign-in', async () => {
		const credential = await signedIn();
		await revokeTokens();
		const runs = await Promise.all(Array.from({ length: 20 }, async () => await list(credential)));
		expect(runs.map(({ items }) => items.length)).toEqual(Array(20).fill(5));
		expect(logins()).toBe(2);
	});

	test('20 executions at once with a new credential make one sign-in', async () => {
		const credential = lab.credential();
		await Promise.all(Array.from({ length: 20 }, async () => await list(credential)));
		expect(logins()).toBe(1);
	});
});

describe('a 401 that is not about the token', () => {
	test('leads to no sign-in, and the token is kept', async () => {
		const credential = await signedIn();
		const before = credential.data;
		await control('/faults', { match: { path: bindPath }, status: 401, body: {}, times: 1 });
		const { items } = await list(credential);
		expect(items).toHaveLength(5);
		expect([logins(), sent(preferences).length]).toEqual([1, 1]);
		expect(credential.data).toEqual(before);
	});

	test.each([
		['a block', { mode: 'cloudflareBlock' }],
		['a failure of the cloud', { status: 500, body: {} }],
		['a broken connection', { mode: 'cut' }],
	])('%s of the check says nothing about the token: no sign-in', async (_name, fault) => {
		const credential = await signedIn();
		const before = credential.data;
		await control('/faults', { match: { path: bindPath }, status: 401, body: {}, times: 1 });
		await control('/faults', { match: { path: preferences }, ...fault });
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(1);
		expect(credential.data).toEqual(before);
	});
});

describe('a credential that the user changes', () => {
	const phone = '+8613800000000';

	test.each<[string, ICredentialDataDecryptedObject, RegExp | undefined]>([
		['another account', { account: phone }, undefined],
		['a wrong account', { account: 'nobody@example.com' }, /not registered in this region/],
		['a wrong password', { password: 'something else' }, /refused the account or the password/],
		['a dead access token', { authentication: 'accessToken', accessToken: 'AQx' }, /has expired/],
		['a code', { authentication: 'verificationCode', verificationCode: '000000' }, /code is wrong/],
	])('%s: the old session is never used again', async (_name, changes, problem) => {
		const credential = await signedIn();
		const old = `Bearer ${String(credential.data.sessionToken)}`;
		const seen = cloud().requests().length;
		credential.edit(changes);
		const { error, items } = await list(credential);
		if (problem === undefined) expect(items).toHaveLength(5);
		else expect(error?.message).toMatch(problem);
		expect((await testCredential(credential)).message).toMatch(problem ?? /successful/);
		const since = cloud().requests().slice(seen);
		expect(since.map(({ headers }) => headers.authorization)).not.toContain(old);
	});

	test('another region: the old session is not sent there', async () => {
		const credential = await signedIn();
		credential.edit({ region: 'china' });
		const china = 'https://api.bambulab.cn';
		const unsigned = nock(china, { badheaders: ['authorization'] });
		unsigned.post(loginPath).reply(200, { accessToken: 'AQchina', loginType: '' });
		const signed = nock(china, { reqheaders: { authorization: 'Bearer AQchina' } });
		signed.get(bindPath).reply(200, { devices: [] });
		expect((await list(credential)).error).toBeUndefined();
		expect(credential.data.sessionToken).toBe('AQchina');
	});

	test('the same account in other letters keeps its session', async () => {
		const credential = await signedIn();
		credential.edit({ account: ' Maker@Example.com ' });
		await list(credential);
		expect(logins()).toBe(1);
	});
});
