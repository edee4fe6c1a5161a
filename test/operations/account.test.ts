import nock from 'nock';

import current from '../contract/current/getPreference.json';
import seed from '../contract/seed/getPreference.json';
import { globalApi, runOperation } from '../support/bambuLab';

const path = '/v1/design-user-service/my/preference';

test.each([
	['of today', current],
	['of the seed', seed],
	['with fields that nobody knows', { ...current, newField: { nested: [null, 0, ''] } }],
	['with nothing in it', {}],
])('gives the object %s as it came', async (_name, body) => {
	nock(globalApi).get(path).reply(200, body);
	const { items } = await runOperation('account:getPreferences', { output: 'raw' });
	expect(items).toEqual([{ json: body, pairedItem: { item: 0 } }]);
});

test('a token inside the answer stays out', async () => {
	nock(globalApi)
		.get(path)
		.reply(200, { uid: 1, accessToken: 'AQsecret', refreshToken: 'AQsecret' });
	const { items, stored } = await runOperation('account:getPreferences', { output: 'raw' });
	expect(items[0]?.json).toEqual({ uid: 1 });
	expect(stored).not.toContain('AQsecret');
});

test('Simplified names the user as other operations do', async () => {
	nock(globalApi).get(path).reply(200, current);
	const { items } = await runOperation('account:getPreferences');
	expect(items[0]?.json).toMatchObject({ userId: 3100123456, userName: 'Mira' });
});

test('links that are no texts, however deep, are left out', async () => {
	const depth = 100_000;
	const links = `["https://example.com", null, ${'['.repeat(depth)}${']'.repeat(depth)}]`;
	nock(globalApi).get(path).reply(200, `{"uid": 1, "links": ${links}}`);
	const { error, items } = await runOperation('account:getPreferences');
	expect(error).toBeUndefined();
	expect(items[0]?.json).toMatchObject({ userId: 1, links: ['https://example.com'] });
});
