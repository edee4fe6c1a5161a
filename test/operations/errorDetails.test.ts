import nock from 'nock';

import { globalApi, runOperation } from '../support/bambuLab';
import { reply } from './wire';

const preferences = '/v1/design-user-service/my/preference';

describe('an error', () => {
	test('very long words are cut', async () => {
		reply(nock(globalApi).get(preferences), {
			status: 400,
			body: { error: 'too long '.repeat(500) },
		});
		const { error } = await runOperation('account:getPreferences');
		expect(String(error?.description).length).toBeLessThan(400);
	});

	test('how long to wait stands in the error for whoever plans the next try', async () => {
		reply(nock(globalApi).get(preferences), {
			status: 429,
			body: {},
			headers: { 'retry-after': '30' },
		});
		const { error } = await runOperation('account:getPreferences');
		expect(error).toMatchObject({ httpCode: '429', context: { retryAfterSeconds: 30 } });
	});
});
