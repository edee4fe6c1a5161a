import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { TOTP_SECRET } from '../cloud/signIn/accounts';
import { request } from '../cloud/support/client';
import {
	listSearch,
	PublishedTrigger,
	testCredential,
	type StoredCredential,
} from '../support/engine';
import { askWith } from '../support/httpRequestNode';
import { bindPath, emailCodePath, loginPath, preferences, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { cloud, sent, control, list, logins, inbox } = lab;

/** Each fails with what the user reads. */
const kinds: { [kind: string]: (credential: StoredCredential) => Promise<void> } = {
	'an execution': async (credential) => {
		const { error } = await list(credential);
		if (error !== undefined) throw new Error(error.message);
	},
	'a poll': async (credential) => {
		const parameters = { events: ['taskFinished'] };
		await new PublishedTrigger({ node: BambuLabTrigger, credential, parameters }).publish();
	},
	'a list of the editor': async (credential) => {
		await listSearch({ node: BambuLab, credential, method: 'searchDevices' });
	},
	'n8n’s Test': async (credential) => {
		const { status, message } = await testCredential(credential);
		if (status !== 'OK') throw new Error(message);
	},
	'n8n’s HTTP Request node': async (credential) => {
		const uri = cloud().apiUrl + preferences;
		const { error } = await askWith(credential, 'requestWithAuthentication', { uri });
		if (error !== undefined) throw new Error(error.message);
	},
	'another node': async (credential) => {
		const url = cloud().apiUrl + preferences;
		const { error } = await askWith(credential, 'httpRequestWithAuthentication', { url });
		if (error !== undefined) throw new Error(error.message);
	},
};

const byCode = { authentication: 'verificationCode', account: 'code@example.com' };

/** Credentials that have no session that could be used, and how many logins lead to one. */
const ways: Array<[string, number, () => Promise<StoredCredential>]> = [
	['a password', 1, async () => lab.credential()],
	[
		'an authenticator app',
		1,
		async () => lab.credential({ account: 'totp@example.com', totpSecret: TOTP_SECRET }),
	],
	[
		'a code that was typed',
		1,
		async () => {
			await request(cloud().apiUrl + emailCodePath, 'POST', {
				email: byCode.account,
				type: 'codeLogin',
			});
			return lab.credential({ ...byCode, verificationCode: await inbox() });
		},
	],
	[
		'a token that was pasted',
		0,
		async () =>
			lab.credential({
				authentication: 'accessToken',
				accessToken: await lab.issueToken(),
			}),
	],
	[
		'a session that has died',
		2,
		async () => {
			const credential = await lab.signedIn();
			await lab.revokeTokens();
			return credential;
		},
	],
	[
		'a session of another account',
		2,
		async () => {
			const credential = await lab.signedIn({ account: '+8613800000000' });
			credential.edit({ account: 'maker@example.com' });
			return credential;
		},
	],
];

const cases = Object.entries(kinds).flatMap(([kind, ask]) =>
	ways.map(([way, count, make]) => ({ kind, ask, way, count, make })),
);

/** What reached the API without a token, the steps of signing in aside. */
function unsigned(since: number): string[] {
	return cloud()
		.requests()
		.slice(since)
		.filter(({ path }) => path.includes('/my/') || path === bindPath)
		.filter(({ headers }) => headers.authorization === undefined)
		.map(({ path }) => path);
}

test.each(cases)(
	'$kind with $way opens a session, stores it, and asks signed only',
	async ({ ask, count, make }) => {
		const credential = await make();
		const since = cloud().requests().length;
		await ask(credential);
		expect(logins()).toBe(count);
		expect(unsigned(since)).toEqual([]);
		const { sessionToken } = credential.data;
		expect(sessionToken).toMatch(/^AQ/);
		await ask(credential);
		expect(cloud().requests().at(-1)?.headers.authorization).toBe(`Bearer ${String(sessionToken)}`);
		expect([logins(), credential.data.sessionToken]).toEqual([count, sessionToken]);
	},
);

const waiting: Array<[string, ICredentialDataDecryptedObject, RegExp]> = [
	['no code was asked for', {}, /^The Bambu Lab credential is not signed in yet/],
	['what was typed is no code', { verificationCode: 'soon' }, /does not look like one/],
];
const others = Object.entries(kinds).filter(([kind]) => kind !== 'n8n’s Test');

test.each(
	others.flatMap(([kind, ask]) =>
		waiting.map(([way, data, words]) => ({ kind, ask, way, data, words })),
	),
)('$kind says so where $way, without any request', async ({ ask, data, words }) => {
	const credential = lab.credential({ ...byCode, ...data });
	await expect(ask(credential)).rejects.toThrow(words);
	expect([cloud().requests(), credential.saves]).toEqual([[], []]);
});

test.each(others)('%s says so where a code is on its way', async (_kind, ask) => {
	const credential = lab.credential(byCode);
	await testCredential(credential);
	const since = cloud().requests().length;
	await expect(ask(credential)).rejects.toThrow(
		/^The Bambu Lab credential waits for a verification code/,
	);
	expect(cloud().requests().slice(since)).toEqual([]);
});

test.each(Object.entries(kinds))('%s tells what refused the sign-in, once', async (_kind, ask) => {
	const credential = lab.credential({ password: 'something else' });
	await expect(ask(credential)).rejects.toThrow(/^Bambu Lab refused the account or the password/);
	expect([logins(), unsigned(0), credential.saves]).toEqual([1, [], []]);
});

test('a write of n8n’s HTTP Request node that fails is not sent a second time', async () => {
	const credential = await lab.signedIn();
	const path = '/v1/user-service/my/ticket/x';
	await control('/faults', { match: { path }, status: 500, body: {} });
	const { error } = await askWith(credential, 'requestWithAuthentication', {
		method: 'POST',
		uri: cloud().apiUrl + path,
	});
	expect(error).toBeDefined();
	expect([sent(path).length, sent(loginPath).length]).toEqual([1, 1]);
});
