import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { testHeader } from '../../nodes/BambuLab/cloud/session/authenticate';
import { forgetSignIns } from '../support/forget';
import { PublishedTrigger, testCredential } from '../support/engine';
import { emailCodePath, loginPath, playTime, preferences } from './signInLab';
import {
	account,
	codeSent,
	green,
	redMessage,
	typed,
	useVerificationCodeLab,
	waitsForCode,
} from './verificationCodeLab';

const lab = useVerificationCodeLab();
const { cloud, sent, control, list, logins, codes, inbox, signedInByCode } = lab;

describe('saving with an empty code', () => {
	test('sends one, and any test, execution, or activation after it none', async () => {
		const credential = lab.credential(typed);
		expect(await redMessage(credential)).toMatch(codeSent);
		const trigger = new PublishedTrigger({
			node: BambuLabTrigger,
			credential,
			parameters: { events: ['taskFinished'] },
		});
		for (const process of ['this', 'another']) {
			if (process === 'another') forgetSignIns();
			for (let attempt = 0; attempt < 5; attempt++) {
				expect(await redMessage(credential)).toMatch(codeSent);
				await expect(trigger.publish()).rejects.toThrow(waitsForCode);
			}
			const { error } = await list(credential, 3);
			expect(error?.message).toBe(waitsForCode);
			expect(error?.description).toMatch(
				/^A code was sent to c…@example\.com \(20.+ UTC\)\. .+ save again\. .+ enter the word "new" there and save, at most once a minute; then replace "new" with the code\.$/,
			);
		}
		expect(sent(emailCodePath).map(({ body }) => body)).toEqual([
			{ email: account, type: 'codeLogin' },
		]);
		expect([logins(), cloud().requests().length]).toEqual([0, 1]);
	});

	test('is what an execution before the first save tells the user to do', async () => {
		const { error } = await list(lab.credential(typed));
		expect(error).toMatchObject({
			message: 'The Bambu Lab credential is not signed in yet',
			description: expect.stringMatching(
				/^Open the credential and save: Bambu Lab sends you a code/,
			),
		});
	});

	test('the mark of a test is never sent', async () => {
		await testCredential(await signedInByCode());
		for (const { headers } of cloud().requests()) expect(headers).not.toHaveProperty(testHeader);
		expect(sent(preferences).length).toBeGreaterThan(1);
	});

	test('sends one for many tests at once', async () => {
		const credential = lab.credential(typed);
		await Promise.all(Array.from({ length: 20 }, async () => await redMessage(credential)));
		expect(codes()).toBe(1);
	});

	test('a second time in the open form, which has lost what n8n stored, sends none', async () => {
		const credential = lab.credential(typed);
		const asTyped = credential.data;
		await testCredential(credential);
		credential.save(asTyped);
		expect(await redMessage(credential)).toMatch(codeSent);
		expect(codes()).toBe(1);
	});

	test('tells many callers at once that no code could be sent, and asks no second time', async () => {
		await control('/faults', { match: { path: emailCodePath }, mode: 'tooManyRequests' });
		const credential = lab.credential(typed);
		const attempts = Array.from({ length: 5 }, async () => await redMessage(credential));
		for (const message of await Promise.all(attempts)) expect(message).toMatch(/too many codes/);
		expect(await redMessage(credential)).toMatch(/too many codes/);
		expect(codes()).toBe(1);
		expect(credential.saves).toEqual([]);
	});
});

describe('entering the code', () => {
	test('logs in once, clears the code, and keeps the session', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		const code = await inbox();
		credential.edit({ verificationCode: ` ${code} ` });
		expect(await testCredential(credential)).toEqual(green);
		expect(sent(loginPath).map(({ body }) => body)).toEqual([{ account, code }]);
		expect(credential.data.verificationCode).toBe('');
		forgetSignIns();
		const { error, stored } = await list(credential);
		expect(error).toBeUndefined();
		for (const secret of [code, credential.data.sessionToken]) expect(stored).not.toContain(secret);
		expect([logins(), codes()]).toEqual([1, 1]);
	});

	test('the new form, still open, may be saved again with the used code', async () => {
		const credential = lab.credential(typed);
		const opened = credential.data;
		await testCredential(credential);
		const secondSave = { ...opened, verificationCode: await inbox() };
		for (let save = 0; save < 3; save++) {
			credential.save(secondSave);
			expect(await testCredential(credential)).toEqual(green);
		}
		expect(logins()).toBe(1);
		forgetSignIns();
		credential.save(secondSave);
		expect(await redMessage(credential)).toMatch(
			/^The verification code was used already\. To have a new code sent, enter the word "new"/,
		);
	});

	test('a form opened again may be saved with the used code, also after a restart', async () => {
		const credential = await signedInByCode();
		credential.edit({ verificationCode: await inbox() });
		forgetSignIns();
		expect(await testCredential(credential)).toEqual(green);
		expect(logins()).toBe(1);
	});

	test.each([
		['wrong', 300, '000000', /^The verification code is wrong\. Enter the newest/],
		['expired', 0, undefined, /^The verification code has expired\. To have a new code sent/],
	])(
		'%s: one login for all tests, and none hours later',
		async (_name, codeSeconds, wrong, sentence) => {
			await control('/settings', { codeSeconds });
			const credential = lab.credential(typed);
			await testCredential(credential);
			credential.edit({ verificationCode: wrong ?? (await inbox()) });
			const time = playTime();
			for (const minute of [6, 7, 60, 700]) {
				time.at(minute);
				expect(await redMessage(credential)).toMatch(sentence);
				expect((await list(credential)).error?.message).toMatch(/^The verification code/);
			}
			expect([logins(), codes()]).toEqual([1, 1]);
		},
	);
});
