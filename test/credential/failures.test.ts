import { forgetSignIns } from '../../nodes/BambuLab/cloud/signIn/memory';
import { request } from '../cloud/support/client';
import type { StoredCredential } from '../support/engine';
import { bindPath, loginPath, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { cloud, sent, control, list, logins, revokeTokens, signedIn } = lab;

describe('a sign-in that fails', () => {
	const wrong = { password: 'something else' };

	test('is made once and remembered, with the same words, for the next executions', async () => {
		const credential = lab.credential(wrong);
		const first = await list(credential, 3);
		const second = await list(credential);
		expect(logins()).toBe(1);
		expect(first.error?.message).toBe('Bambu Lab refused the account or the password');
		expect(second.error).toMatchObject({
			message: first.error?.message,
			description: first.error?.description,
		});
		expect(credential.saves).toEqual([]);
	});

	test('is made once for 20 executions at once', async () => {
		const credential = lab.credential(wrong);
		await Promise.all(Array.from({ length: 20 }, async () => await list(credential)));
		expect(logins()).toBe(1);
	});

	test('is forgotten after two minutes', async () => {
		const credential = lab.credential(wrong);
		await list(credential);
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now');
		try {
			clock.mockReturnValue(now + 110_000);
			await list(credential);
			expect(logins()).toBe(1);
			clock.mockReturnValue(now + 130_000);
			await list(credential);
			expect(logins()).toBe(2);
		} finally {
			clock.mockRestore();
		}
	});

	test('does not stand in the way of a corrected password', async () => {
		const credential = lab.credential(wrong);
		await list(credential);
		credential.edit({ password: lab.credential().data.password ?? '' });
		expect((await list(credential)).error).toBeUndefined();
	});

	test('is not remembered where no answer came', async () => {
		await control('/faults', { match: { path: loginPath }, mode: 'cut', times: 1 });
		const credential = lab.credential();
		expect((await list(credential)).error?.message).toMatch(/broke off/);
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(2);
	});

	test('after a dead token shows its own sentence, without going on unsigned', async () => {
		const credential = await signedIn();
		const { sessionToken } = credential.data;
		await revokeTokens();
		await control('/faults', { match: { path: loginPath }, mode: 'captcha' });
		const { error } = await list(credential);
		expect(error?.message).toMatch(/captcha/);
		expect([logins(), sent(bindPath).length]).toEqual([2, 2]);
		expect(credential.data.sessionToken).toBe(sessionToken);
	});

	test.each([
		['code@example.com', /asks for a verification code/],
		['totp@example.com', /asks for the code of your authenticator app/],
		['nobody@example.com', /not registered in this region/],
	])('%s', async (account, sentence) => {
		const credential = lab.credential({ account });
		expect((await list(credential)).error?.message).toMatch(sentence);
		await list(credential);
		expect(logins()).toBe(1);
	});
});

describe('with a verification code', () => {
	async function codeFor(account: string): Promise<string> {
		const path = '/v1/user-service/user/sendemail/code';
		await request(`${cloud().apiUrl}${path}`, 'POST', { email: account, type: 'codeLogin' });
		const { body } = await request(`${cloud().controlUrl}/inbox/${account}`);
		return (body as { code: string }).code;
	}

	async function withCode(): Promise<StoredCredential> {
		const account = 'code@example.com';
		const verificationCode = ` ${await codeFor(account)} `;
		return lab.credential({
			authentication: 'verificationCode',
			account,
			verificationCode,
		});
	}

	test('signs in, clears the code and keeps the session', async () => {
		const credential = await withCode();
		expect((await list(credential)).error).toBeUndefined();
		expect(credential.data.verificationCode).toBe('');
		forgetSignIns();
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(1);
	});

	test('a form saved twice, with the used code and without the session, still works', async () => {
		const credential = await withCode();
		const typed = credential.data;
		await list(credential);
		credential.save({ ...credential.data, ...typed, sessionToken: '', sessionFor: '' });
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(1);
	});

	test('a dead session asks for a new code, without a sign-in', async () => {
		const credential = await withCode();
		await list(credential);
		await revokeTokens('code@example.com');
		const { error } = await list(credential);
		expect(error?.message).toBe('The Bambu Lab credential needs a new verification code');
		expect(logins()).toBe(1);
	});
});
