import nock from 'nock';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { bambuCredential, canary } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import { loginPath, preferences, smsCodePath, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { sent, control, list, logins, codes, inbox } = lab;

const phone = '+8613800000000';
const byCode = { authentication: 'verificationCode' };
const green = { status: 'OK', message: 'Connection successful!' };
const notRegistered =
	/^This account is not registered in this region\. Check the account, and the region/;

describe('mainland China', () => {
	test('a code comes by SMS, and logs in', async () => {
		await control('/settings', { region: 'china' });
		const credential = lab.credential({ ...byCode, account: phone });
		expect((await testCredential(credential)).message).toMatch(/^A code was sent to \+86…00 \(/);
		expect(sent(smsCodePath).map(({ body }) => body)).toEqual([{ phone, type: 'codeLogin' }]);
		credential.edit({ verificationCode: await inbox(phone) });
		expect(await testCredential(credential)).toEqual(green);
		expect([logins(), codes()]).toEqual([1, 1]);
	});

	test.each([404, 405])('where the API has no SMS route (%i), the website has', async (status) => {
		await control('/faults', { match: { path: smsCodePath }, status, body: {} });
		const credential = lab.credential({ ...byCode, account: phone });
		expect((await testCredential(credential)).message).toMatch(/^A code was sent to/);
		expect(sent(`/api${smsCodePath}`).map(({ body }) => body)).toEqual([
			{ phone, type: 'codeLogin' },
		]);
	});

	test('both hosts are those of China', async () => {
		nock('https://api.bambulab.cn').post(smsCodePath).reply(404, '404 page not found');
		nock('https://bambulab.cn').post(`/api${smsCodePath}`).reply(200, {});
		const data = { ...byCode, region: 'china', account: phone, accessToken: '' };
		expect((await testCredential(bambuCredential(data))).message).toMatch(/^A code was sent to/);
	});

	test.each<[string, ICredentialDataDecryptedObject, string]>([
		['a password', {}, 'This account is not registered in this region'],
		['a code', byCode, 'The Bambu Lab credential is not signed in yet'],
	])('a global account with %s is not registered there', async (_name, changes, inExecution) => {
		await control('/settings', { region: 'china' });
		const credential = lab.credential(changes);
		expect((await testCredential(credential)).message).toMatch(notRegistered);
		expect((await list(credential)).error?.message).toBe(inExecution);
		expect(logins() + codes()).toBe(1);
	});
});

test('a phone number is not registered in the global region', async () => {
	await control('/settings', { region: 'global' });
	const credential = lab.credential({ ...byCode, account: phone });
	expect((await testCredential(credential)).message).toMatch(notRegistered);
});

describe('an account made with Google or Apple', () => {
	test('is sent to the verification code by its refused password', async () => {
		const credential = lab.credential({ password: canary('password') });
		expect((await testCredential(credential)).message).toMatch(
			/^Bambu Lab refused the account or the password\. .+ Google or Apple have no password: use a verification code/,
		);
		credential.edit({ ...byCode, password: '' });
		expect((await testCredential(credential)).message).toMatch(/^A code was sent to m…@/);
		credential.edit({ verificationCode: await inbox('maker@example.com') });
		expect(await testCredential(credential)).toEqual(green);
	});
});

describe('a credential that is changed while a code is on its way', () => {
	const typed = { ...byCode, account: 'code@example.com' };
	const codeTo = (name: string) => new RegExp(`^A code was sent to ${name}`);

	test('to another account: that one gets its own code, and back again none', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		credential.edit({ account: 'maker@example.com' });
		expect((await testCredential(credential)).message).toMatch(codeTo('m…@example'));
		credential.edit({ account: ' Code@example.com ' });
		expect((await testCredential(credential)).message).toMatch(codeTo('C…@example'));
		expect(codes()).toBe(2);
	});

	test('to another account, after a restart, with the code of the first: refused', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		forgetSignIns();
		credential.edit({ account: 'maker@example.com', verificationCode: await inbox() });
		expect((await testCredential(credential)).message).toMatch(/^The verification code is wrong/);
	});

	test('to a password, and back after the session began: never on with the wrong one', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		credential.edit({
			authentication: 'password',
			account: 'maker@example.com',
			password: 'print-more-benchies',
		});
		expect(await testCredential(credential)).toEqual(green);
		const token = credential.data.sessionToken;
		credential.edit(typed);
		expect((await testCredential(credential)).message).toMatch(codeTo('c…@example'));
		expect(credential.data.sessionToken).not.toBe(token);
		const lastRequests = sent(preferences).filter(({ status }) => status === 200);
		expect(lastRequests).toHaveLength(1);
	});

	test('to another region: its own cloud is asked', async () => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		credential.edit({ region: 'china', account: phone });
		const china = nock('https://api.bambulab.cn');
		china.post(smsCodePath).reply(200, {});
		expect((await testCredential(credential)).message).toMatch(codeTo('\\+86…00'));
		expect(sent(loginPath)).toHaveLength(0);
	});
});
