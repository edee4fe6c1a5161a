/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingHttpHeaders } from 'node:http';

import type { Execution, StoredCredential } from '../../sandbox/restTypes';
import { type RunningServer, startServer } from '../cloud/http/server';
import { useLab } from './support/lab';
import { chain, credentialsOf, outputOf } from './support/workflows';

const lab = useLab();
const login = 'POST /v1/user-service/user/login';
const profile = '/v1/user-service/my/profile';

let otherHost: RunningServer;
let received: IncomingHttpHeaders[] = [];

beforeAll(async () => {
	otherHost = await startServer(0, '', async (request, response) => {
		received.push(request.headers);
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end('{"from":"another host"}');
	});
});

afterAll(async () => {
	await otherHost?.stop();
});

beforeEach(() => (received = []));

afterEach(() => lab().resetCloud());

/** n8n's own HTTP Request node, with our credential as its predefined type. */
async function createRequest(url: string, credential: StoredCredential): Promise<string> {
	const { id } = await lab().rest.createWorkflow(
		chain('Call any path', [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: credential.type,
				},
				credentials: credentialsOf(credential),
			},
		]),
	);
	return id;
}

async function run(id: string): Promise<Execution> {
	const execution = await lab().rest.runManually(id, { triggerToStartFrom: { name: 'Start' } });
	expect(execution.data.resultData.error?.message).toBeUndefined();
	return execution;
}

const outputs = async (id: string) => outputOf(await run(id), 'HTTP Request');

test('gets any path of the cloud, signing in by itself, once', async () => {
	const credential = await lab().createCredential('New account');
	const id = await createRequest(`${lab().cloud.apiUrl}${profile}`, credential);
	expect(await outputs(id)).toEqual([
		expect.objectContaining({ uid: expect.anything() as unknown }),
	]);
	await run(id);
	expect(lab().requests(login)).toHaveLength(1);
	expect(lab().requests(`GET ${profile}`).at(-1)?.headers.authorization).toMatch(/^Bearer /);
});

test('renews a session that the cloud has ended', async () => {
	const credential = await lab().createCredential('Ended session');
	const id = await createRequest(`${lab().cloud.apiUrl}${profile}`, credential);
	await run(id);
	const before = lab().requests(login).length;
	await lab().control('/tokens/revoke', {});
	expect(await outputs(id)).toHaveLength(1);
	await run(id);
	expect(lab().requests(login)).toHaveLength(before + 1);
});

test('sends no token to another host', async () => {
	const credential = await lab().createCredential('Signed in before');
	await run(await createRequest(`${lab().cloud.apiUrl}${profile}`, credential));
	const id = await createRequest(`${otherHost.url}${profile}`, credential);
	expect(await outputs(id)).toEqual([{ from: 'another host' }]);
	expect(received).toHaveLength(1);
	expect(received[0]).not.toHaveProperty('authorization');
});

test('sends no token to another host that the cloud redirects to', async () => {
	const credential = await lab().createCredential('Redirected');
	const id = await createRequest(`${lab().cloud.apiUrl}${profile}`, credential);
	await run(id);
	await lab().control('/faults', {
		match: { path: profile },
		status: 302,
		headers: { location: `${otherHost.url}/elsewhere` },
		body: '',
	});
	expect(await outputs(id)).toEqual([{ from: 'another host' }]);
	expect(received).toHaveLength(1);
	expect(received[0]).not.toHaveProperty('authorization');
});
