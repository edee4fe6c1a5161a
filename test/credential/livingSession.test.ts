import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetSignIns } from '../support/forget';
import {
	listSearch,
	PublishedTrigger,
	testCredential,
	type StoredCredential,
} from '../support/engine';
import { emailCodePath, loginPath, playTime } from './signInLab';
import { codeSent, green, redMessage, useVerificationCodeLab } from './verificationCodeLab';

const lab = useVerificationCodeLab();
const { cloud, sent, control, list, logins, codes, inbox, signedInByCode } = lab;

describe('a session that lives, while another code is asked for, entered or refused', () => {
	/** Executions, polls and lists, with the token that they send. */
	async function expectToken(credential: StoredCredential, token: unknown): Promise<void> {
		const parameters = { events: ['taskFinished'] };
		const { error } = await list(credential);
		expect(error).toBeUndefined();
		await new PublishedTrigger({ node: BambuLabTrigger, credential, parameters }).publish();
		await listSearch({ node: BambuLab, credential, method: 'searchDevices' });
		const asked = cloud().requests().slice(-3);
		expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(
			new Set([`Bearer ${String(token)}`]),
		);
	}

	const spoilt: Array<[string, (credential: StoredCredential) => Promise<RegExp>]> = [
		['asked for', async () => codeSent],
		[
			'refused by Bambu Lab',
			async () => {
				await control('/faults', { match: { path: emailCodePath }, mode: 'tooManyRequests' });
				return /^Bambu Lab has sent too many codes to this account\./;
			},
		],
		[
			'kept back by a captcha',
			async () => {
				await control('/faults', { match: { path: emailCodePath }, mode: 'captcha' });
				return /^Bambu Lab asks for a captcha/;
			},
		],
	];

	test.each(spoilt)('goes on where the code is %s', async (_name, spoil) => {
		const credential = await signedInByCode();
		const { sessionToken } = credential.data;
		playTime().at(2);
		const sentence = await spoil(credential);
		credential.edit({ verificationCode: 'new' });
		expect(await redMessage(credential)).toMatch(sentence);
		await expectToken(credential, sessionToken);
		forgetSignIns();
		await expectToken(credential, sessionToken);
		expect(credential.data.sessionToken).toBe(sessionToken);
	});

	test.each([
		['wrong', 300, '000000', /^The verification code is wrong\./],
		[
			'mistyped',
			300,
			'12a456',
			/^The verification code in the Bambu Lab credential does not look like one\./,
		],
		['expired', 0, undefined, /^The verification code has expired\./],
	])('goes on where the code is %s', async (_name, codeSeconds, code, sentence) => {
		const credential = await signedInByCode();
		const { sessionToken } = credential.data;
		playTime().at(2);
		await control('/settings', { codeSeconds });
		credential.edit({ verificationCode: 'new' });
		await testCredential(credential);
		credential.edit({ verificationCode: code ?? (await inbox()) });
		expect(await redMessage(credential)).toMatch(sentence);
		await expectToken(credential, sessionToken);
		expect(credential.data.sessionToken).toBe(sessionToken);
	});

	test('goes on until the code is entered, and the new session takes its place', async () => {
		const credential = await signedInByCode();
		const { sessionToken } = credential.data;
		playTime().at(2);
		credential.edit({ verificationCode: 'new' });
		await testCredential(credential);
		credential.edit({ verificationCode: await inbox() });
		await expectToken(credential, sessionToken);
		expect(await testCredential(credential)).toEqual(green);
		expect(credential.data).toMatchObject({ verificationCode: '', codeRequest: '' });
		expect(credential.data.sessionToken).not.toBe(sessionToken);
		await expectToken(credential, credential.data.sessionToken);
		expect([logins(), codes()]).toEqual([2, 2]);
	});

	test('is what n8n’s Test goes by again, once the code that nobody entered has expired', async () => {
		const credential = await signedInByCode();
		const time = playTime();
		time.at(2);
		credential.edit({ verificationCode: 'new' });
		expect(await redMessage(credential)).toMatch(codeSent);
		time.at(11);
		expect(await redMessage(credential)).toMatch(codeSent);
		time.at(13);
		expect(await testCredential(credential)).toEqual(green);
		expect(sent(loginPath)).toHaveLength(1);
	});
});
