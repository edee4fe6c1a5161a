import nock from 'nock';

import { listSearch, poll, runNode, StoredCredential, testCredential } from './engine';
import { api, Things, ThingsApi, ThingsTrigger } from './example';

const token = 'token-of-ann';
const signedIn = () => new StoredCredential(ThingsApi, { account: 'ann', sessionToken: token });
const gotOut = /^The secret "toke…" got out: /;
const things = () => ({ node: Things, parameters: { thing: 'cup' }, credential: signedIn() });

describe('a test fails where a secret of the credential shows', () => {
	test('in an item', async () => {
		nock(api)
			.get('/things/cup')
			.reply(200, { note: `sent ${token}` });
		await expect(runNode(things())).rejects.toThrow(gotOut);
	});

	test('in an error that an item carries', async () => {
		nock(api).get('/things/cup').replyWithError(`with ${token}`);
		const settings = { onError: 'continueRegularOutput' as const };
		await expect(runNode({ ...things(), settings })).rejects.toThrow(gotOut);
	});

	test('in a token that a sign-in has replaced since', async () => {
		const credential = signedIn();
		nock(api).get('/things/cup').reply(401);
		nock(api).post('/login').reply(200, { token: 'token-of-later' });
		nock(api).get('/things/cup').reply(200, { note: 'token-of-later' });
		await expect(runNode({ ...things(), credential })).rejects.toThrow(gotOut);
	});

	test('in what a poll tells, keeps, logs, or fails with', async () => {
		const trigger = { node: ThingsTrigger, credential: signedIn() };
		nock(api).get('/numbers').replyWithError(`with ${token}`);
		await expect(poll(trigger)).rejects.toThrow(gotOut);
		nock(api).get('/numbers').reply(200, [1]);
		await expect(poll({ ...trigger, staticData: { kept: token } })).rejects.toThrow(gotOut);
		nock(api).get('/numbers').reply(200, [1]);
		await expect(poll({ ...trigger, log: [`info: ${token}`] })).rejects.toThrow(gotOut);
	});

	test('in a list of the editor, and in what the form says', async () => {
		nock(api).get('/things?page=1&q=').reply(200, [token]);
		const search = { ...things(), method: 'things' };
		await expect(listSearch(search)).rejects.toThrow(gotOut);
		nock(api).get('/me').replyWithError(`with ${token}`);
		await expect(testCredential(signedIn())).rejects.toThrow(gotOut);
	});
});

test('digits that are part of a number are no code', async () => {
	const credential = new StoredCredential(ThingsApi, { account: 'ann', sessionToken: '123456' });
	nock(api).get('/things/cup').reply(200, { at: 1712345678 });
	const { items } = await runNode({ ...things(), credential });
	expect(items[0]?.json).toEqual({ at: 1712345678 });
});
