import { readTime } from '../../nodes/BambuLab/output/times';
import nock from 'nock';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { bambuCredential, globalApi, itemsWith, runOperation } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import { emailCodePath, preferences, useSignInLab } from '../credential/signInLab';

const lab = useSignInLab();
const { cloud, control, logins, codes, inbox } = lab;

function jwt(claims: object): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

describe('getStatus', () => {
	test('tells who is signed in, since when, and until when; never the token', async () => {
		const credential = lab.credential();
		const { items, stored } = await runOperation('session:getStatus', {}, { credential });
		const { sessionToken, sessionSince, sessionExpiresAt } = credential.data;
		expect(items[0]?.json).toEqual({
			signedIn: true,
			method: 'password',
			account: 'maker@example.com',
			userId: 3100123456,
			userName: 'Mira',
			apiUrl: cloud().apiUrl,
			signedInAt: readTime(sessionSince),
			expiresAt: readTime(sessionExpiresAt),
			daysLeft: 89,
			renewsItself: true,
		});
		for (const secret of [sessionToken, credential.data.password]) {
			expect(stored).not.toContain(secret);
		}
		const again = await runOperation('session:getStatus', {}, { credential });
		expect(again.items[0]?.json).toMatchObject({ signedInAt: readTime(sessionSince) });
		expect(logins()).toBe(1);
	});

	test.each<[string, ICredentialDataDecryptedObject, object]>([
		['an opaque token', {}, { expiresAt: null, daysLeft: null }],
		[
			'a token that tells its end',
			{ accessToken: jwt({ username: 'u_1', exp: 4_102_444_800 }) },
			{ expiresAt: '2100-01-01T00:00:00Z' },
		],
	])('of %s that was pasted', async (_name, data, expected) => {
		nock(globalApi).get(preferences).reply(200, { uid: 1 });
		const credential = bambuCredential(data);
		const { items, stored } = await runOperation('session:getStatus', {}, { credential });
		const common = { method: 'accessToken', account: null, renewsItself: false, userId: 1 };
		expect(items[0]?.json).toMatchObject({ ...common, signedInAt: null, ...expected });
		expect(stored).not.toContain(credential.data.accessToken);
	});

	test('while a code is on its way says so', async () => {
		const credential = lab.credential({
			authentication: 'verificationCode',
			account: 'code@example.com',
		});
		await testCredential(credential);
		const { error } = await runOperation('session:getStatus', {}, { credential });
		expect(error?.message).toBe('The Bambu Lab credential waits for a verification code');
		expect(error?.description).toMatch(/^A code was sent to c…@example\.com/);
	});
});

describe('requestCode', () => {
	const byCode = { authentication: 'verificationCode', account: 'code@example.com' };

	test('sends one for many items, which the form then waits for', async () => {
		const credential = lab.credential(byCode);
		const items = itemsWith({}, {}, {});
		const run = await runOperation('session:requestCode', {}, { credential, items });
		expect(run.items.map(({ json }) => json)).toEqual(
			Array(3).fill({
				success: true,
				sentTo: 'c…@example.com',
				sentBy: 'email',
				sentAt: expect.stringMatching(/^20.+Z$/),
			}),
		);
		expect((await testCredential(credential)).message).toMatch(/^A code was sent to c…@/);
		expect(codes()).toBe(1);
		credential.edit({ verificationCode: await inbox() });
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
		expect(logins()).toBe(1);
	});

	test('sends an SMS to a phone number', async () => {
		const credential = lab.credential({ ...byCode, account: '+8613800000000' });
		const { items } = await runOperation('session:requestCode', {}, { credential });
		expect(items[0]?.json).toMatchObject({ sentTo: '+86…00', sentBy: 'sms' });
	});

	test('that is refused says why, and is not repeated', async () => {
		await control('/faults', { match: { path: emailCodePath }, mode: 'captcha' });
		const credential = lab.credential(byCode);
		for (let attempt = 0; attempt < 3; attempt++) {
			const { error } = await runOperation('session:requestCode', {}, { credential });
			expect(error).toMatchObject({
				message: 'Bambu Lab asks for a captcha, which n8n cannot solve',
				context: { problem: 'captcha' },
			});
		}
		expect(codes()).toBe(1);
	});

	test('needs an account', async () => {
		const { error } = await runOperation('session:requestCode');
		expect(error?.message).toBe('The credential holds no account to send a code to');
	});
});

describe('getMqttConnection', () => {
	test.each([false, true])('what the MQTT node needs, with secrets: %s', async (includeSecrets) => {
		const credential = lab.credential();
		const options = { includeSecrets };
		const run = await runOperation('session:getMqttConnection', { options }, { credential });
		const { sessionToken } = credential.data;
		expect(run.items).toHaveLength(1);
		const { printers, ...connection } = run.items[0]?.json ?? {};
		expect(connection).toEqual({
			protocol: 'mqtts',
			host: 'us.mqtt.bambulab.com',
			port: 8883,
			username: 'u_3100123456',
			...(includeSecrets ? { mqttPassword: sessionToken } : {}),
		});
		expect(printers).toHaveLength(5);
		const [{ printerSerial }] = printers as [{ printerSerial: string }];
		expect(printers).toContainEqual({
			printerName: expect.any(String),
			printerSerial,
			reportTopic: `device/${printerSerial}/report`,
			requestTopic: `device/${printerSerial}/request`,
		});
		if (!includeSecrets) expect(run.stored).not.toContain(sessionToken);
	});

	test('no user name is made up where the ID of the account is missing', async () => {
		nock(globalApi).get(preferences).reply(200, {});
		nock(globalApi).get('/v1/iot-service/api/user/bind').reply(200, { devices: [] });
		const { error } = await runOperation('session:getMqttConnection', {});
		expect(error?.message).toBe('Bambu Lab answered without the ID of the account');
	});

	test('mainland China has its own host', async () => {
		const china = nock('https://api.bambulab.cn');
		china.get(preferences).reply(200, { uid: 5 });
		china.get('/v1/iot-service/api/user/bind').reply(200, { devices: [] });
		const credential = bambuCredential({ region: 'china' });
		const { items } = await runOperation('session:getMqttConnection', {}, { credential });
		expect(items[0]?.json).toMatchObject({ host: 'cn.mqtt.bambulab.com', username: 'u_5' });
	});
});
