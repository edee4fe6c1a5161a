import type { Execution, StoredCredential } from '../../sandbox/restTypes';
import { testHeader } from '../../nodes/BambuLab/cloud/session/authenticate';
import { freePort } from '../../sandbox/ports';
import { useLab } from './support/lab';
import { operationWorkflow, triggerWorkflow } from './support/workflows';

const lab = useLab();

const routes = {
	login: 'POST /v1/user-service/user/login',
	emailCode: 'POST /v1/user-service/user/sendemail/code',
	smsCode: 'POST /v1/user-service/user/sendsmscode',
	csrf: 'GET /api/csrf',
	authenticatorOnWebsite: 'POST /api/sign-in/tfa',
	authenticatorOnApi: 'POST /v1/user-service/user/tfa/login',
};
type Count = { [route in keyof typeof routes]?: number };

const green = { status: 'OK', message: 'Connection successful!' };

let seenBefore = 0;

beforeEach(() => {
	seenBefore = lab().cloud.requests().length;
});

function requestsOfTest() {
	return lab().cloud.requests().slice(seenBefore);
}

/** The requests of signing in that the cloud received in this test. */
function signIns(): Count {
	const received = requestsOfTest().map(({ method, path }) => `${method} ${path}`);
	const counts = Object.entries(routes).map(
		([name, route]) => [name, received.filter((each) => each === route).length] as const,
	);
	return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function redWith(sentence: string) {
	return { status: 'Error', message: expect.stringContaining(sentence) as string };
}

/** One after the other: n8n mixes up tests that run at once, and answers "Node not found". */
async function testTimes(times: number, { id }: StoredCredential): Promise<unknown[]> {
	const results: unknown[] = [];
	while (results.length < times) results.push(await lab().rest.testCredential(id));
	return results;
}

/** As a user who opens the form, changes some fields, and saves. */
async function edit({ id }: StoredCredential, changes: Record<string, unknown>): Promise<void> {
	const { name, type, data } = await lab().rest.getCredential(id);
	await lab().rest.updateCredential(id, { name, type, data: { ...data, ...changes } });
}

async function runAtOnce(
	times: number,
	credential: StoredCredential,
	parameters: Record<string, unknown> = { resource: 'device', operation: 'getAll' },
): Promise<Execution[]> {
	const { rest } = lab();
	const { id } = await rest.createWorkflow(operationWorkflow(credential, parameters));
	const start = { triggerToStartFrom: { name: 'Start' } };
	return await Promise.all(
		Array.from({ length: times }, async () => await rest.runManually(id, start)),
	);
}

async function errorsOf(executions: Promise<Execution[]>): Promise<Array<string | undefined>> {
	return (await executions).map(({ data }) => data.resultData.error?.message);
}

async function publishError(credential: StoredCredential): Promise<string> {
	const { rest } = lab();
	const { id } = await rest.createWorkflow(triggerWorkflow(credential, {}));
	const message = await rest.publish(id).then(
		() => 'The workflow was published.',
		(error: unknown) => String(error),
	);
	await rest.unpublish(id);
	return message;
}

test('20 executions with a dead token make one login', async () => {
	const credential = await lab().createCredential('Many executions');
	expect(await testTimes(1, credential)).toEqual([green]);
	expect(await lab().control('/tokens/revoke', { account: 'maker@example.com' })).toEqual({
		revoked: 1,
	});
	expect(await errorsOf(runAtOnce(20, credential))).toEqual(Array(20).fill(undefined));
	expect(signIns()).toEqual({ login: 2 });
	expect(await errorsOf(runAtOnce(1, credential))).toEqual([undefined]);
	expect(signIns()).toEqual({ login: 2 });
});

describe('a verification code by e-mail', () => {
	const codeSent = 'A code was sent to c…@example.com (';
	const waitsForCode = 'The Bambu Lab credential waits for a verification code';
	let credential: StoredCredential;

	beforeAll(async () => {
		credential = await lab().createCredential('By e-mailed code', {
			authentication: 'verificationCode',
			account: 'code@example.com',
			password: '',
		});
	});

	test('is sent once for tests, executions and a publication, which say so', async () => {
		expect(await testTimes(5, credential)).toEqual(Array(5).fill(redWith(codeSent)));
		const wrongPassword = await lab().createCredential('Wrong password', {
			password: 'wrong-password-canary',
		});
		const [waiting, refused] = await Promise.all([
			publishError(credential),
			publishError(wrongPassword),
		]);
		expect(waiting).toContain(waitsForCode);
		expect(refused).toContain('Bambu Lab refused the account or the password');
		expect(await errorsOf(runAtOnce(3, credential))).toEqual(
			Array(3).fill(expect.stringContaining(waitsForCode)),
		);
		expect(await testTimes(3, wrongPassword)).toEqual(
			Array(3).fill(redWith('Bambu Lab refused the account or the password. Check both')),
		);
		// The login is the one with the wrong password.
		expect(signIns()).toEqual({ emailCode: 1, login: 1 });
	});

	test('is sent no second time after a restart of n8n', async () => {
		await lab().stopN8n();
		await lab().startN8n();
		expect(await testTimes(3, credential)).toEqual(Array(3).fill(redWith(codeSent)));
		expect(signIns()).toEqual({});
	});

	test('signs in once, is forgotten, and leaves the session', async () => {
		await edit(credential, { verificationCode: await lab().inbox('code@example.com') });
		expect(await testTimes(1, credential)).toEqual([green]);
		const { data } = await lab().rest.getCredential(credential.id);
		expect(data.verificationCode).toBe('');
		expect(data.sessionToken).toBeTruthy();
		expect(await errorsOf(runAtOnce(3, credential))).toEqual(Array(3).fill(undefined));
		expect(await testTimes(2, credential)).toEqual([green, green]);
		expect(signIns()).toEqual({ login: 1 });
	});

	test('is not sent when the session ends, but when the credential is saved again', async () => {
		const ended = 'The Bambu Lab session has ended, and a new verification code is needed';
		await lab().control('/tokens/revoke', { account: 'code@example.com' });
		expect(await errorsOf(runAtOnce(3, credential))).toEqual(Array(3).fill(ended));
		expect(await publishError(credential)).toContain(ended);
		expect(signIns()).toEqual({});
		await edit(credential, {});
		expect(await testTimes(3, credential)).toEqual(Array(3).fill(redWith(codeSent)));
		expect(await errorsOf(runAtOnce(1, credential))).toEqual([
			expect.stringContaining(waitsForCode),
		]);
		expect(signIns()).toEqual({ emailCode: 1 });
		await edit(credential, { verificationCode: await lab().inbox('code@example.com') });
		expect(await testTimes(2, credential)).toEqual([green, green]);
		expect(await errorsOf(runAtOnce(1, credential))).toEqual([undefined]);
		expect(signIns()).toEqual({ emailCode: 1, login: 1 });
		for (const { headers } of requestsOfTest()) expect(headers).not.toHaveProperty(testHeader);
	});

	test('is not sent for a workflow that runs before the credential was tested', async () => {
		const untested = await lab().createCredential('Never tested', {
			authentication: 'verificationCode',
			account: 'totp@example.com',
			password: '',
		});
		const sentence = 'The Bambu Lab credential is not signed in yet';
		expect(await errorsOf(runAtOnce(1, untested))).toEqual([sentence]);
		expect(requestsOfTest()).toEqual([]);
	});
});

test('a host that cannot be reached is called so, also by a test with a stored session', async () => {
	const credential = await lab().createCredential('Unreachable', {
		authentication: 'accessToken',
		accessToken: await lab().issueToken('maker@example.com'),
		apiUrl: `http://127.0.0.1:${await freePort()}`,
		password: '',
	});
	const cannotBeReached = redWith('cannot be reached. Check the internet connection');
	expect(await testTimes(2, credential)).toEqual([cannotBeReached, cannotBeReached]);
});

test('a phone number of China gets its code by SMS', async () => {
	const account = '+8613800000000';
	const credential = await lab().createCredential('By SMS', {
		authentication: 'verificationCode',
		account,
		password: '',
	});
	expect(await testTimes(3, credential)).toEqual(
		Array(3).fill(redWith('A code was sent to +86…00 (')),
	);
	await edit(credential, { verificationCode: await lab().inbox(account) });
	expect(await testTimes(1, credential)).toEqual([green]);
	expect(await errorsOf(runAtOnce(1, credential))).toEqual([undefined]);
	expect(signIns()).toEqual({ smsCode: 1, login: 1 });
});

test('an account with an authenticator app signs in through the website', async () => {
	lab().secret('JBSWY3DPEHPK3PXP');
	const credential = await lab().createCredential('By authenticator', {
		account: 'totp@example.com',
		totpSecret: 'jbsw y3dp ehpk 3pxp',
	});
	expect(await testTimes(2, credential)).toEqual([green, green]);
	expect(await errorsOf(runAtOnce(2, credential))).toEqual([undefined, undefined]);
	expect(signIns()).toEqual({ login: 1, csrf: 1, authenticatorOnWebsite: 1 });
});

test('a refresh token stays out of sight, also where it is sent and refused', async () => {
	const refreshToken = lab().secret('refresh-token-canary');
	await lab().control('/faults', {
		match: { path: routes.login.split(' ')[1] },
		body: { accessToken: await lab().issueToken('maker@example.com'), refreshToken },
		times: 1,
	});
	const credential = await lab().createCredential('With a refresh token');
	const parameters = { resource: 'session', operation: 'refreshToken' };
	expect(await errorsOf(runAtOnce(1, credential, parameters))).toEqual([
		'Bambu Lab no longer refreshes tokens',
	]);
	const sent = requestsOfTest().filter(({ path }) => path.endsWith('/refreshtoken'));
	expect(sent.map(({ body }) => body)).toEqual([{ refreshToken }]);
});

test.each<[string, Record<string, unknown>, string]>([
	['account', { account: 'nobody@example.com' }, 'This account is not registered in this region'],
	[
		'password',
		{ password: 'another-wrong-canary' },
		'Bambu Lab refused the account or the password',
	],
	[
		'method',
		{ authentication: 'accessToken', accessToken: 'dead-token-canary' },
		'The Bambu Lab access token has expired or is not valid',
	],
])('a changed %s never goes on with the old token', async (field, changes, sentence) => {
	const credential = await lab().createCredential(`Changed ${field}`);
	expect(await testTimes(1, credential)).toEqual([green]);
	const before = requestsOfTest();
	const oldToken = before.at(-1)?.headers.authorization;
	expect(oldToken).toMatch(/^Bearer AQ/);
	for (const value of Object.values(changes)) {
		if (String(value).endsWith('canary')) lab().secret(String(value));
	}
	await edit(credential, changes);
	expect(await errorsOf(runAtOnce(1, credential))).toEqual([expect.stringContaining(sentence)]);
	expect(await testTimes(1, credential)).toEqual([redWith(sentence)]);
	const after = requestsOfTest().slice(before.length);
	expect(after.map(({ headers }) => headers.authorization)).not.toContain(oldToken);
});

// The other address of the cloud stands for another region.
test('a changed region signs in anew', async () => {
	const credential = await lab().createCredential('Changed region');
	expect(await testTimes(1, credential)).toEqual([green]);
	const before = requestsOfTest();
	await edit(credential, { apiUrl: lab().cloud.apiUrl.replace('127.0.0.1', 'localhost') });
	expect(await testTimes(1, credential)).toEqual([green]);
	const after = requestsOfTest().slice(before.length);
	expect(after.map(({ path }) => path)).toContain(routes.login.split(' ')[1]);
	const tokens = after.map(({ headers }) => headers.authorization);
	expect(tokens).not.toContain(before.at(-1)?.headers.authorization);
});
