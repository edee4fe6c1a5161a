import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { TOTP_SECRET } from '../cloud/signIn/accounts';
import { runOperation } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import {
	emailCodePath,
	loginPath,
	playTime,
	preferences,
	smsCodePath,
	useSignInLab,
} from './signInLab';

const lab = useSignInLab();
const { control, list, logins, codes, sent } = lab;

/** A hotel, a proxy or a firewall answers a step of the sign-in with a page of its own, as a success. */
const answerWithPage = async (...paths: string[]): Promise<void> => {
	for (const path of paths)
		await control('/faults', { match: { path }, mode: 'html', status: 200 });
};

const notTheApi =
	/ answered with something that is not the Bambu Lab API's JSON\. Check the region/;
const byCode = { authentication: 'verificationCode', account: 'code@example.com' };
const phone = { ...byCode, account: '+8613800000000' };
const totp = { account: 'totp@example.com', totpSecret: TOTP_SECRET };
const csrfPath = '/api/csrf';
const websitePath = '/api/sign-in/tfa';
const apiRoutePath = '/v1/user-service/user/tfa/login';
const refreshPath = '/v1/user-service/user/refreshtoken';
const undelivered =
	/^The code of the authenticator app could not be submitted: .+ Choose "Verification/;

test.each<[string, ICredentialDataDecryptedObject, string[], RegExp]>([
	['the login by password', {}, [loginPath], notTheApi],
	['the login by code', { ...byCode, verificationCode: '123456' }, [loginPath], notTheApi],
	['the request for a code', byCode, [emailCodePath], notTheApi],
	['the request for an SMS', phone, [smsCodePath], notTheApi],
	['the CSRF cookie, and the API', totp, [csrfPath, apiRoutePath], undelivered],
	['the code of the app, and the API', totp, [websitePath, apiRoutePath], undelivered],
])(
	'a page instead of %s is no success: nothing is stored, and it is told',
	async (_name, data, paths, sentence) => {
		await answerWithPage(...paths);
		const credential = lab.credential(data);
		const { status, message } = await testCredential(credential);
		expect([status, credential.saves]).toEqual(['Error', []]);
		expect(message).toMatch(sentence);
		expect(message).not.toMatch(/A code was sent|<|>/);
		expect((await list(credential)).error).toBeDefined();
	},
);

test('a page in place of every answer of an SMS: the other host is not asked as well', async () => {
	await answerWithPage('*');
	await testCredential(lab.credential(phone));
	expect([codes(), sent(`/api${smsCodePath}`).length]).toEqual([1, 0]);
});

test('an error of the API with a status of success is no code that was sent', async () => {
	const body = { code: 5, error: 'Too often' };
	await control('/faults', { match: { path: emailCodePath }, status: 200, body });
	const credential = lab.credential(byCode);
	const { status, message } = await testCredential(credential);
	expect([status, credential.saves]).toEqual(['Error', []]);
	expect(message).not.toMatch(/A code was sent/);
	expect(message).toMatch(/ Bambu Lab said: Too often/);
});

test('once the network is open, a code is sent', async () => {
	await answerWithPage(emailCodePath);
	const credential = lab.credential(byCode);
	const time = playTime();
	expect((await testCredential(credential)).message).toMatch(notTheApi);
	await lab.endFaults();
	time.at(1.1);
	expect((await testCredential(credential)).message).toMatch(/^A code was sent to c…@example/);
	expect(codes()).toBe(2);
});

test('a page instead of the answer to n8n’s Test is not green, and the session stays', async () => {
	const credential = await lab.signedIn();
	const before = credential.data;
	await answerWithPage(preferences);
	expect(await testCredential(credential)).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(notTheApi),
	});
	expect([credential.data, logins()]).toEqual([before, 1]);
});

test('a page instead of a new token: the session stays as it was', async () => {
	const credential = await lab.signedIn();
	const before = credential.data;
	await answerWithPage(refreshPath);
	const { error } = await runOperation('session:refreshToken', {}, { credential });
	expect(error).toMatchObject({ context: { problem: 'unexpectedAnswer' } });
	expect([credential.data, logins()]).toEqual([before, 1]);
});
