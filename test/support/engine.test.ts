import nock from 'nock';

import { api, Things, ThingsApi, ThingsTrigger } from './example';
import {
	listSearch,
	loadOptions,
	poll,
	PublishedTrigger,
	runNode,
	StoredCredential,
	testCredential,
} from './engine';

const signedIn = () => new StoredCredential(ThingsApi, { account: 'ann', sessionToken: 'good' });
const things = (thing: string) => ({ node: Things, parameters: { thing }, credential: signedIn() });

function numbers(...answers: number[][]) {
	for (const answer of answers) nock(api).get('/numbers').reply(200, answer);
}

describe('sign-in', () => {
	test('logs in on first use, stores the token beside the rest, and sends it', async () => {
		const credential = new StoredCredential(ThingsApi, { account: 'ann', left: 'alone' });
		nock(api).post('/login', { account: 'ann', scope: 'all' }).reply(200, { token: 'new' });
		nock(api).get('/things/cup').matchHeader('authorization', 'Bearer new').reply(200, { id: 1 });
		const { items } = await runNode({ ...things('cup'), credential });
		expect(items).toEqual([{ json: { id: 1 }, pairedItem: { item: 0 } }]);
		expect(credential.data).toEqual({ account: 'ann', left: 'alone', sessionToken: 'new' });
	});

	test('logs in again after a 401, once, and repeats the request', async () => {
		const credential = new StoredCredential(ThingsApi, { account: 'ann', sessionToken: 'old' });
		nock(api).get('/things/cup').matchHeader('authorization', 'Bearer old').reply(401);
		nock(api).post('/login').reply(200, { token: 'new' });
		nock(api).get('/things/cup').matchHeader('authorization', 'Bearer new').reply(200, { id: 1 });
		nock(api).get('/things/cup').matchHeader('authorization', 'Bearer new').reply(200, { id: 2 });
		const items = [{ json: {} }, { json: {} }];
		const run = await runNode({ ...things('cup'), credential, items });
		expect(run.items.map(({ json }) => json.id)).toEqual([1, 2]);
		expect(credential.saves).toEqual([{ account: 'ann', sessionToken: 'new' }]);
		expect(run.stored).not.toContain('Bearer');
	});

	test('evaluates expressions in the credential, and a sign-in leaves them as they are', async () => {
		const credential = new StoredCredential(ThingsApi, { account: '={{ "a" + "nn" }}' });
		nock(api).post('/login', { account: 'ann', scope: 'all' }).reply(200, { token: 'new' });
		nock(api).get('/things/cup').reply(200, {});
		await runNode({ ...things('cup'), credential });
		expect(credential.data.account).toBe('={{ "a" + "nn" }}');
	});

	test("the editor's Save keeps the hidden token and drops defaults and unknown fields", () => {
		const credential = signedIn();
		credential.save({ ...credential.data, unknown: 'x' });
		credential.edit({ account: 'bob', scope: 'all' });
		expect(credential.data).toEqual({ account: 'bob', sessionToken: 'good' });
	});

	test.each([
		['success', 200, { status: 'OK', message: 'Connection successful!' }],
		['a rule', 403, { status: 'Error', message: 'This account is closed.' }],
		['another status', 500, { status: 'Error', message: 'Internal Server Error' }],
	])('credential test: %s', async (_name, status, expected) => {
		nock(api).get('/me').matchHeader('authorization', 'Bearer good').reply(status, {});
		expect(await testCredential(signedIn())).toEqual(expected);
	});

	test('credential test: logs in, stores, and shows the words of a failing sign-in', async () => {
		const credential = new StoredCredential(ThingsApi, { account: 'ann' });
		nock(api).post('/login').reply(200, { token: 'new' });
		nock(api).get('/me').matchHeader('authorization', 'Bearer new').reply(200, {});
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
		expect(credential.data).toMatchObject({ sessionToken: 'new' });

		const broken = new StoredCredential(ThingsApi, {});
		broken.type.preAuthentication = async () => {
			throw new Error('Wrong password. Enter it again.');
		};
		const result = await testCredential(broken);
		expect(result).toEqual({ status: 'Error', message: 'Wrong password. Enter it again.' });
	});
});

describe('items', () => {
	const items = [{ json: { thing: 'cup' } }, { json: { thing: 'gone' } }];
	const setup = { ...things('={{ $json.thing }}'), items };

	beforeEach(() => {
		nock(api).get('/things/cup').reply(200, { id: 1 });
		nock(api).get('/things/gone').reply(404, { message: 'no such thing' });
	});

	test('stops with the error', async () => {
		const { error, items: none } = await runNode(setup);
		expect(error).toMatchObject({ httpCode: '404', description: 'no such thing' });
		expect(none).toEqual([]);
	});

	test('goes on with an error item that keeps its link', async () => {
		const run = await runNode({ ...setup, settings: { onError: 'continueRegularOutput' } });
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(run.items[1]?.json.error).toEqual(expect.any(String));
	});

	test('sends the failed item to the error output', async () => {
		const run = await runNode({ ...setup, settings: { onError: 'continueErrorOutput' } });
		expect(run.outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(run.outputs[1]?.[0]).toMatchObject({ pairedItem: { item: 1 } });
	});
});

test('hands out binary data', async () => {
	nock(api).get('/things/cup').reply(200, {});
	const parameters = { thing: 'cup', picture: true };
	const { items } = await runNode({ ...things(''), parameters });
	const file = items[0]?.binary?.data;
	expect(file).toMatchObject({ fileName: 'cup.txt', mimeType: 'text/plain' });
	expect(Buffer.from(file?.data ?? '', 'base64').toString()).toBe('cup');
});

test('refuses a parameter that the node does not have', async () => {
	const run = runNode({ ...things('cup'), parameters: { thng: 'cup' } });
	await expect(run).rejects.toThrow('"Things" shows no parameter thng');
});

test('a node without its credential fails as in n8n', async () => {
	const { error } = await runNode({ node: Things, parameters: { thing: 'cup' } });
	expect(error?.message).toBe('Node does not have any credentials set');
});

test('list search and load options, with a sign-in that is stored', async () => {
	const credential = new StoredCredential(ThingsApi, { account: 'ann', sessionToken: 'old' });
	const setup = { node: Things, credential };
	nock(api).get('/things?page=2&q=cu').reply(401);
	nock(api).post('/login').reply(200, { token: 'new' });
	nock(api).get('/things?page=2&q=cu').reply(200, ['cup']);
	nock(api).get('/colours').reply(200, ['red']);
	const found = await listSearch({
		...setup,
		method: 'things',
		filter: 'cu',
		paginationToken: '2',
	});
	expect(found).toEqual({ results: [{ name: 'cup', value: 'cup' }], paginationToken: '3' });
	expect(await loadOptions({ ...setup, method: 'colours' })).toEqual([
		{ name: 'red', value: 'red' },
	]);
	expect(credential.data).toMatchObject({ sessionToken: 'new' });
});

describe('polls', () => {
	const setup = () => ({ node: ThingsTrigger, credential: signedIn() });
	const key = 'node:Things Trigger';

	test('single polls share the static data of the caller; a manual poll leaves it alone', async () => {
		const staticData = {};
		numbers([1, 2], [1, 2, 3], [1, 2, 3]);
		expect(await poll({ ...setup(), staticData })).toBeNull();
		expect(await poll({ ...setup(), staticData })).toEqual([{ json: { number: 3 } }]);
		const manual = await poll({ ...setup(), staticData, mode: 'manual' });
		expect(manual).toEqual([{ json: { number: 3 } }]);
		expect(staticData).toEqual({ seen: 3, polls: 2 });
	});

	test('static data is stored at activation and when a poll emits, else a restart loses it', async () => {
		const trigger = new PublishedTrigger(setup());
		numbers([1], [1], [1, 2]);
		expect(await trigger.publish()).toBeNull();
		expect(trigger.stored).toEqual({ [key]: { seen: 1, polls: 1 } });
		expect(await trigger.tick()).toBeNull();
		expect(trigger.stored).toEqual({ [key]: { seen: 1, polls: 1 } });
		expect(await trigger.restart()).toEqual([{ json: { number: 2 } }]);
		expect(trigger.stored).toEqual({ [key]: { seen: 2, polls: 2 } });
		expect(trigger.log).toContain('info: Polled {"numbers":2}');
	});

	test('a poll that throws stores nothing, nor does fetching a test event', async () => {
		const trigger = new PublishedTrigger(setup());
		numbers([1]);
		await trigger.publish();
		const before = trigger.stored;
		nock(api).get('/numbers').reply(500);
		await expect(trigger.tick()).rejects.toMatchObject({ httpCode: '500' });
		numbers([1, 2]);
		expect(await trigger.fetchTestEvent()).toEqual([{ json: { number: 2 } }]);
		expect(trigger.stored).toEqual(before);
	});

	test('an activation that fails leaves the trigger unpublished', async () => {
		const trigger = new PublishedTrigger(setup());
		nock(api).get('/numbers').reply(500);
		await expect(trigger.publish()).rejects.toMatchObject({ httpCode: '500' });
		await expect(trigger.tick()).rejects.toThrow('not published');
	});
});
