import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetSignIns } from '../support/forget';
import {
	listSearch,
	PublishedTrigger,
	testCredential,
	type StoredCredential,
} from '../support/engine';
import { dayMinutes, playTime } from './signInLab';
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
const { control, list, logins, codes, inbox, revokeTokens, signedInByCode } = lab;

describe('the word "new"', () => {
	test('has another code sent, once', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		const first = await inbox();
		playTime().at(2);
		credential.edit({ verificationCode: 'New' });
		for (let test = 0; test < 3; test++) expect(await redMessage(credential)).toMatch(codeSent);
		expect(credential.data.verificationCode).toBe('');
		expect(codes()).toBe(2);
		expect(await inbox()).not.toBe(first);
		credential.edit({ verificationCode: await inbox() });
		expect(await testCredential(credential)).toEqual(green);
	});

	test('within a minute means the code that is on its way', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		credential.edit({ verificationCode: 'new' });
		expect(await redMessage(credential)).toMatch(codeSent);
		expect(codes()).toBe(1);
	});

	test('counts by the time that passes, not by the clock of the machine', async () => {
		const credential = lab.credential(typed);
		const time = playTime();
		await testCredential(credential);
		for (const [minute, clock, sent] of [
			[0.5, dayMinutes, 1],
			[2, -dayMinutes, 2],
		] as const) {
			time.at(minute);
			time.setClock(clock);
			credential.edit({ verificationCode: 'new' });
			expect(await redMessage(credential)).toMatch(codeSent);
			expect(codes()).toBe(sent);
		}
	});
});

describe('a session of a code that has ended', () => {
	const ended = 'The Bambu Lab session has ended, and a new verification code is needed';

	async function deadSession(): Promise<StoredCredential> {
		const credential = await signedInByCode();
		await revokeTokens(account);
		return credential;
	}

	test('executions, polls and lists say so, without a code that nobody waits for', async () => {
		const credential = await deadSession();
		const trigger = new PublishedTrigger({
			node: BambuLabTrigger,
			credential,
			parameters: { events: ['taskFinished'] },
		});
		const searched = { node: BambuLab, credential, method: 'searchDevices' };
		for (let run = 0; run < 3; run++) {
			const { error } = await list(credential);
			expect(error).toMatchObject({
				message: ended,
				description: expect.stringMatching(
					/^Open the credential and save: Bambu Lab sends you a code/,
				),
			});
			await expect(trigger.publish()).rejects.toThrow(ended);
			await expect(listSearch(searched)).rejects.toThrow(ended);
		}
		expect([logins(), codes()]).toEqual([1, 1]);
	});

	test('is followed by a new one: saving sends one code, whatever runs at once', async () => {
		const credential = await deadSession();
		await list(credential);
		const runs = Array.from({ length: 10 }, async () => await list(credential));
		const tests = Array.from({ length: 10 }, async () => await redMessage(credential));
		for (const message of await Promise.all(tests)) expect(message).toMatch(codeSent);
		for (const { error } of await Promise.all(runs)) {
			expect(error?.message).toMatch(
				/^(The Bambu Lab session has ended|The sign-in to Bambu Lab waits for)/,
			);
		}
		for (const process of ['this', 'another']) {
			if (process === 'another') forgetSignIns();
			expect(await redMessage(credential)).toMatch(codeSent);
			expect((await list(credential)).error?.message).toBe(waitsForCode);
		}
		expect(codes()).toBe(2);
		credential.edit({ verificationCode: await inbox() });
		expect(await testCredential(credential)).toEqual(green);
		expect((await list(credential)).error).toBeUndefined();
		expect([logins(), codes()]).toEqual([2, 2]);
	});

	test('an open form that lost what n8n stored sends no second code', async () => {
		const credential = await deadSession();
		const opened = credential.data;
		for (let save = 0; save < 3; save++) {
			credential.save(opened);
			expect(await redMessage(credential)).toMatch(codeSent);
		}
		expect(codes()).toBe(2);
	});

	test('is followed by a new code, also where one was sent long before and never entered', async () => {
		const credential = await signedInByCode();
		const time = playTime();
		time.at(2);
		credential.edit({ verificationCode: 'new' });
		await testCredential(credential);
		time.at(60);
		await revokeTokens(account);
		expect((await list(credential)).error?.message).toBe(ended);
		for (let test = 0; test < 3; test++) expect(await redMessage(credential)).toMatch(codeSent);
		expect((await list(credential)).error?.message).toBe(waitsForCode);
		expect(codes()).toBe(3);
	});

	test('is kept where only one request was refused', async () => {
		const credential = await signedInByCode();
		const before = credential.data;
		await control('/faults', {
			match: { path: '/v1/iot-service/api/user/bind' },
			status: 401,
			body: {},
			times: 1,
		});
		expect((await list(credential)).error).toBeUndefined();
		expect(credential.data).toEqual(before);
	});
});
