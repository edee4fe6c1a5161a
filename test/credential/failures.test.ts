import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { PublishedTrigger } from '../support/engine';
import { bindPath, loginPath, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { cloud, sent, control, list, logins, revokeTokens, signedIn } = lab;

describe('a sign-in that fails', () => {
	const wrong = { password: 'something else' };

	test('is made once for 20 executions at once', async () => {
		const credential = lab.credential(wrong);
		await Promise.all(Array.from({ length: 20 }, async () => await list(credential)));
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
});
