import * as fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetRateLimiters, forgetSignIns } from '../support/forget';
import { PASSWORD, TOTP_SECRET } from '../cloud/signIn/accounts';
import { request } from '../cloud/support/client';
import { runOperation } from '../support/bambuLab';
import { credentialFor } from '../support/cloud';
import { testCredential, type StoredCredential } from '../support/engine';
import type { HostileCloud, Recording } from './hostileCloud';
import { hostilities, type Hostility } from './hostility';
import { arePrototypesPolluted, rawWordsIn } from './oracle';

/** A way to sign in, and what the simulated cloud answers to it. */
export interface Way {
	name: string;
	/** What an execution asks for. */
	operation: string;
	credential: () => StoredCredential;
	recording: Recording;
}

const code = { authentication: 'verificationCode', account: 'code@example.com' };
const accountsBy: { [name: string]: ICredentialDataDecryptedObject } = {
	'a password': {},
	'an authenticator': { account: 'totp@example.com', totpSecret: TOTP_SECRET },
	'a code that is asked for': code,
	'a code by SMS': { ...code, account: '+8613800000000' },
	'a code that was typed': code,
	'a dead token': { authentication: 'accessToken', accessToken: 'dead-token' },
	'a token to refresh': {},
};

async function typedCode({ cloud }: HostileCloud): Promise<string> {
	const { body } = await request(`${cloud.controlUrl}/inbox/code%40example.com`);
	return (body as { code: string }).code;
}

/** Signs in as n8n's Test does, and as an execution does. */
async function signIn(
	{ operation }: Pick<Way, 'operation'>,
	credential: StoredCredential,
	isTest: boolean,
): Promise<string> {
	forgetSignIns();
	forgetRateLimiters();
	if (isTest) return (await testCredential(credential)).message;
	const { error } = await runOperation(operation, {}, { credential });
	return error === undefined ? '' : `${error.message} ${error.description ?? ''}`;
}

export async function waysAt(hostile: HostileCloud): Promise<Way[]> {
	const { cloud, url } = hostile;
	cloud.reset();
	const ways: Way[] = [];
	for (const [name, account] of Object.entries(accountsBy)) {
		let data: ICredentialDataDecryptedObject = { ...account, apiUrl: url, webUrl: url };
		if (name === 'a code that was typed') {
			await testCredential(credentialFor(cloud, data));
			data = { ...data, verificationCode: await typedCode(hostile) };
		}
		const isRefresh = name === 'a token to refresh';
		const operation = isRefresh ? 'session:refreshToken' : 'account:getPreferences';
		const way = { name, operation, credential: () => credentialFor(cloud, data) };
		const record = async () => await signIn(way, way.credential(), !isRefresh);
		ways.push({ ...way, recording: await hostile.record(record) });
	}
	return ways;
}

/** What of a stored sign-in would be of no use, or worse. */
function faultOfStored({ data, saves }: StoredCredential): string | undefined {
	const fields = ['Token', 'RefreshToken', 'TokenMark', 'Since', 'ExpiresAt'];
	for (const name of [...fields.map((field) => `session${field}`), 'codeRequest']) {
		const value = data[name] ?? '';
		if (typeof value !== 'string') return `${name} is no text`;
	}
	if (/[^\x21-\x7e]/.test(String(data.sessionToken ?? ''))) return 'a token that cannot be sent';
	const times = [data.sessionSince, data.sessionExpiresAt].filter(Boolean);
	if (times.some((time) => Number.isNaN(Date.parse(String(time))))) return 'a time that is none';
	if (data.codeRequest && data.verificationCode) return 'a code that is spent, beside a new one';
	return saves.length > 2 ? 'it is stored over and again' : undefined;
}

export interface Attempt {
	way: number;
	isTest: boolean;
	hostile: Array<Hostility | undefined>;
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
	way: fc.nat({ max: 10_000 }),
	isTest: fc.boolean(),
	hostile: hostilities,
});

/** A sign-in makes few requests, whatever is answered: a captcha is near. */
const maxRequests = 12;

/** Any way to sign in, any answer. */
export function anySignIn(
	hostile: HostileCloud,
	ways: Way[],
): fc.IAsyncPropertyWithHooks<[Attempt]> {
	return fc.asyncProperty(attempt, async ({ way: index, isTest, hostile: answers }) => {
		const way = ways[index % ways.length];
		if (way === undefined) throw new Error('There are no ways to sign in');
		const complain = (what: string) => {
			throw new Error(`${way.name}: ${what}`);
		};
		const credential = way.credential();
		hostile.spoil(way.recording, answers);
		const words = await signIn(way, credential, isTest);
		if (rawWordsIn(words).length > 0) complain(`the user reads: ${words}`);
		if (words.includes(PASSWORD) || words.includes(TOTP_SECRET)) complain('a secret is told');
		const fault = faultOfStored(credential);
		if (fault !== undefined) complain(fault);
		hostile.assertSound();
		if (hostile.asked.length > maxRequests) complain(`${hostile.asked.length} requests`);
		if (arePrototypesPolluted()) complain('a prototype is polluted');
	});
}
