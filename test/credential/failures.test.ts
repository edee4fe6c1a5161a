import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { PublishedTrigger } from '../support/engine';
import { bindPath, loginPath, playClock, useSignInLab } from './signInLab';

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

	test('is forgotten after two minutes, and after twice as long where it failed again', async () => {
		const credential = lab.credential(wrong);
		const minutes = playClock();
		const loginsAt: Array<[number, number]> = [];
		for (const minute of [0, 1.9, 2.1, 5.9, 6.2, 14, 14.3, 200, 201.9, 202.1]) {
			minutes(minute);
			await list(credential);
			loginsAt.push([minute, logins()]);
		}
		expect(loginsAt).toEqual([
			[0, 1],
			[1.9, 1],
			[2.1, 2],
			[5.9, 2],
			[6.2, 3],
			[14, 3],
			[14.3, 4],
			[200, 5],
			[201.9, 5],
			[202.1, 6],
		]);
	});

	test.each([
		['the wait that Bambu Lab asks for', { status: 429, headers: { 'retry-after': '3600' } }, 59],
		['a captcha', { mode: 'captcha' }, 29],
	])('%s is kept', async (_name, fault, minute) => {
		await control('/faults', { match: { path: loginPath }, ...fault });
		const credential = lab.credential();
		const minutes = playClock();
		await list(credential);
		minutes(minute);
		await list(credential);
		expect(logins()).toBe(1);
		minutes(minute + 2);
		await list(credential);
		expect(logins()).toBe(2);
	});

	test('a login after which Bambu Lab mails a code is not made again for hours', async () => {
		const credential = lab.credential({ account: 'code@example.com' });
		const minutes = playClock();
		for (const minute of [0, 30, 60, 350]) {
			minutes(minute);
			await list(credential);
		}
		expect(logins()).toBe(1);
	});

	test('publishing, which n8n tries five times, makes one login', async () => {
		const credential = lab.credential(wrong);
		const trigger = new PublishedTrigger({
			node: BambuLabTrigger,
			credential,
			parameters: { events: ['taskFinished'] },
		});
		for (let attempt = 0; attempt < 5; attempt++) {
			await expect(trigger.publish()).rejects.toThrow(/refused the account or the password/);
		}
		expect(logins()).toBe(1);
	});

	test('does not stand in the way of a corrected password', async () => {
		const credential = lab.credential(wrong);
		await list(credential);
		credential.edit({ password: lab.credential().data.password ?? '' });
		expect((await list(credential)).error).toBeUndefined();
	});

	test('is remembered where the answer broke off: it may have reached Bambu Lab', async () => {
		await control('/faults', { match: { path: loginPath }, mode: 'cut', times: 1 });
		const credential = lab.credential();
		expect((await list(credential)).error?.message).toMatch(/broke off/);
		expect((await list(credential)).error?.message).toMatch(/broke off/);
		expect(logins()).toBe(1);
	});

	test('is not remembered where Bambu Lab was never reached', async () => {
		const credential = lab.credential({ apiUrl: 'http://127.0.0.1:9' });
		expect((await list(credential)).error?.message).toMatch(/cannot be reached/);
		credential.edit({ apiUrl: cloud().apiUrl });
		expect((await list(credential)).error).toBeUndefined();
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
