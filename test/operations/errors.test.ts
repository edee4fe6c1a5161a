/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { Socket } from 'node:net';

import nock from 'nock';

import { problemNames } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { forgetSignIns } from '../support/forget';
import { bambuCredential, canaryToken, globalApi, runOperation } from '../support/bambuLab';
import { testCredential, type NodeRun } from '../support/engine';
import { useBrokenServers } from './brokenServers';
import { challengeAnswers } from './challengeAnswers';
import { requestAnswers } from './requestAnswers';
import { signInAnswers } from './signInAnswers';
import { canaryCode, canaryDigits, canaryPassword, canaryBase32, later, reply } from './wire';

const mockTimeout = { ms: 25_000 };

jest.mock('../../nodes/BambuLab/cloud/http/request', () => {
	const actual = jest.requireActual<typeof import('../../nodes/BambuLab/cloud/http/request')>(
		'../../nodes/BambuLab/cloud/http/request',
	);
	const httpOptions: typeof actual.httpOptions = (request) => ({
		...actual.httpOptions(request),
		timeout: mockTimeout.ms,
	});
	return { ...actual, httpOptions };
});

const preferences = '/v1/design-user-service/my/preference';
const loginPath = '/v1/user-service/user/login';
const secrets = [canaryToken, canaryPassword, canaryCode, canaryDigits, canaryBase32];
const named = new Set<string>();

beforeEach(forgetSignIns);

/** What the user reads; never anything raw, never a secret. */
function read({ error, stored, items }: NodeRun) {
	expect(items).toEqual([]);
	const context = error && 'context' in error ? error.context : {};
	named.add(String(context.problem));
	for (const raw of [...secrets, '<', 'TypeError', 'Bearer', 'undefined', '[object']) {
		expect(`${error?.message} ${error?.description}`).not.toContain(raw);
	}
	for (const raw of [...secrets, '<html', 'TypeError', 'Bearer']) expect(stored).not.toContain(raw);
	return { name: context.problem, message: error?.message, description: error?.description };
}

describe('an answer to a request', () => {
	test.each(requestAnswers)('%s', async (_name, wire, name, message, description) => {
		reply(nock(globalApi).get(preferences), wire);
		const run = await runOperation('account:getPreferences');
		expect(read(run)).toEqual({ name, message, description });
	});

	test.each([
		['empty', ''],
		['of the API', { code: 4, error: 'Please login.', message: '' }],
	])(
		'a 401, %s, for a token that lives elsewhere is not blamed on the sign-in',
		async (_name, body) => {
			reply(nock(globalApi).get('/v1/iot-service/api/user/bind').twice(), { status: 401, body });
			reply(nock(globalApi).get(preferences), { status: 200, body: { uid: 1 } });
			expect(read(await runOperation('device:getAll'))).toMatchObject({
				name: 'unauthorized',
				message:
					'Bambu Lab treated this request as not signed in, although the sign-in seems to work',
			});
		},
	);
});

describe('an answer to a sign-in', () => {
	test.each(signInAnswers)('%s', async (_name, credential, wire, name, message, description) => {
		reply(nock(globalApi).post(loginPath), wire);
		const stored = bambuCredential({ accessToken: '', ...credential });
		const run = await runOperation('account:getPreferences', {}, { credential: stored });
		expect(read(run)).toEqual({ name, message, description });
		expect(stored.saves).toEqual([]);
	});
});

/** Without what an answer from memory adds. */
function withoutNote(text: string | null | undefined): string {
	const note =
		/ This is the answer from before: n8n asks Bambu Lab again after [-\d]+ [\d:]+ UTC(, or when you test the credential)?\./;
	return (text ?? '').replace(note, '');
}

describe('an answer to a later step of a sign-in', () => {
	const pleaseLogin = { status: 401, body: { code: 4, error: 'Please login.' } };

	test.each(challengeAnswers)(
		'%s',
		async (_name, credential, exchanges, name, message, description) => {
			for (const [method, address, wire] of exchanges) {
				const { origin, pathname } = new URL(address);
				reply(nock(origin).intercept(pathname, method), wire);
			}
			const stored = bambuCredential({ accessToken: '', ...credential });
			const isByCode = credential.authentication === 'verificationCode';
			const operation = isByCode ? 'session:requestCode' : 'account:getPreferences';
			const run = await runOperation(operation, {}, { credential: stored });
			expect(read(run)).toEqual({ name, message, description });
			// The same words again, without any request.
			const again = read(await runOperation(operation, {}, { credential: stored }));
			const ofTest = await testCredential(stored);
			expect({ ...again, description: withoutNote(again.description) }).toEqual({
				name,
				message,
				description,
			});
			expect([ofTest.status, withoutNote(ofTest.message)]).toEqual([
				'Error',
				`${message}. ${description}`,
			]);
			expect(stored.saves).toEqual([]);
		},
	);

	test('a pasted token that is dead', async () => {
		for (let asked = 0; asked < 2; asked++) reply(nock(globalApi).get(preferences), pleaseLogin);
		expect(read(await runOperation('account:getPreferences'))).toEqual({
			name: 'tokenDead',
			message: 'The Bambu Lab access token has expired or is not valid',
			description:
				'Paste a new one into the credential, or choose "Verification Code" there, which needs no token. Check the region, too: a token works only where the account was made.',
		});
	});

	test('a pasted token that is refused with other words carries them', async () => {
		const refused = { status: 401, body: { code: 4001, error: 'Account frozen' } };
		for (let asked = 0; asked < 2; asked++) reply(nock(globalApi).get(preferences), refused);
		const { description } = read(await runOperation('account:getPreferences'));
		expect(description).toMatch(/ where the account was made\. Bambu Lab said: Account frozen$/);
	});

	test('a token that Bambu Lab does not refresh', async () => {
		nock(globalApi).get(preferences).reply(200, { uid: 1 });
		reply(nock(globalApi).post('/v1/user-service/user/refreshtoken'), pleaseLogin);
		expect(read(await runOperation('session:refreshToken'))).toEqual({
			name: 'refreshRefused',
			message: 'Bambu Lab no longer refreshes tokens',
			description:
				'With a password the credential signs in again by itself. With an access token or a verification code, sign in again when the session ends.',
		});
	});

	test('the session of a code that has ended', async () => {
		reply(nock(globalApi).post(loginPath), { status: 200, body: { accessToken: canaryToken } });
		reply(nock(globalApi).get(preferences), { status: 200, body: { uid: 1 } });
		const credential = bambuCredential({
			authentication: 'verificationCode',
			account: 'a@b.c',
			verificationCode: canaryDigits,
		});
		await runOperation('account:getPreferences', {}, { credential });
		for (let asked = 0; asked < 2; asked++) reply(nock(globalApi).get(preferences), pleaseLogin);
		expect(read(await runOperation('account:getPreferences', {}, { credential }))).toEqual({
			name: 'sessionEnded',
			message: 'The Bambu Lab session has ended, and a new verification code is needed',
			description:
				'Open the credential and save: Bambu Lab sends you a code. Enter it as "Verification Code" and save again.',
		});
	});
});

describe('no answer', () => {
	const { serverThat, closeServers, connections } = useBrokenServers();

	function custom(host: string) {
		return bambuCredential({ region: 'custom', apiUrl: `http://${host}/` });
	}

	afterEach(() => {
		mockTimeout.ms = 25_000;
	});

	const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
	const brokeOff = (host: string) =>
		`The connection to ${host} broke off before the answer was complete`;

	test.each<[string, (socket: Socket) => void, string, (host: string) => string]>([
		['a server that stalls', () => {}, 'timeout', (host) => `${host} did not answer in time`],
		[
			'one that stalls in the middle',
			(socket) => socket.write(`${head}{"uid"`),
			'timeout',
			(host) => `${host} did not answer in time`,
		],
		['a connection cut off', (socket) => socket.destroy(), 'cutOff', brokeOff],
		['an answer cut off', (socket) => socket.end(`${head}{"uid"`), 'cutOff', brokeOff],
	])('%s', async (_name, answer, name, message) => {
		if (name === 'timeout') mockTimeout.ms = 100;
		const { host } = await serverThat(answer);
		const run = await runOperation('account:getPreferences', {}, { credential: custom(host) });
		expect(read(run)).toEqual({ name, message: message(host), description: later });
	});

	test('a host where nobody listens', async () => {
		const { host } = await serverThat(() => {});
		await closeServers();
		const run = await runOperation('account:getPreferences', {}, { credential: custom(host) });
		expect(read(run)).toEqual({
			name: 'unreachable',
			message: `${host} cannot be reached`,
			description:
				'Check the internet connection of the machine that runs n8n, and the region or API URL in the credential.',
		});
	});

	test('a sign-in that gets no answer says the same, and is not repeated at once', async () => {
		mockTimeout.ms = 100;
		const { host } = await serverThat(() => {});
		const credential = bambuCredential({
			region: 'custom',
			apiUrl: `http://${host}`,
			authentication: 'password',
			account: 'a@b.c',
			password: canaryPassword,
		});
		for (let asked = 0; asked < 2; asked++) {
			const run = await runOperation('account:getPreferences', {}, { credential });
			expect(read(run)).toMatchObject({ message: `${host} did not answer in time` });
		}
		// It may have reached Bambu Lab.
		expect(connections()).toBe(1);
	});

	test.each([
		['an unknown host', 'ENOTFOUND', 'unreachable', 'api.bambulab.com cannot be reached'],
		// Some of the many codes that Node has for a network that does not carry.
		// EPERM is what a firewall on the machine gives; a code of SQL has as many letters, and digits.
		...['ENETDOWN', 'EAI_FAIL', 'EMFILE', 'EADDRNOTAVAIL', 'HPE_INVALID_CONSTANT', 'EPERM'].map(
			(code): [string, string, string, string] => [
				code,
				code,
				'unreachable',
				'api.bambulab.com cannot be reached',
			],
		),
		[
			'a strange certificate',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'untrusted',
			'n8n could not connect to api.bambulab.com securely',
		],
		['a cancelled execution', 'ERR_CANCELED', 'aborted', 'The request was stopped'],
	])('%s', async (_name, code, name, message) => {
		const error = Object.assign(new Error(`secret detail ${canaryToken}`), { code });
		nock(globalApi).get(preferences).replyWithError(error);
		expect(read(await runOperation('account:getPreferences'))).toMatchObject({ name, message });
	});

	test('a host that the credential does not allow', async () => {
		const credential = bambuCredential({
			authentication: 'password',
			account: 'a@b.c',
			password: canaryPassword,
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'example.org',
		});
		const run = await runOperation('account:getPreferences', {}, { credential });
		expect(read(run)).toMatchObject({
			name: 'refusedByHost',
			message: 'This n8n does not allow requests to api.bambulab.com',
		});
	});

	test('an error of n8n itself is told in its own words', async () => {
		const credential = bambuCredential();
		credential.type.authenticate = async () => {
			throw new Error('The vault is sealed');
		};
		expect(read(await runOperation('account:getPreferences', {}, { credential }))).toEqual({
			name: 'notSent',
			message: 'n8n could not send the request',
			description: 'Check the credential that is chosen in the node. n8n said: The vault is sealed',
		});
	});
});

test('every row of the catalogue was read here', () => {
	expect(problemNames.filter((name) => !named.has(name))).toEqual([]);
});
