import nock from 'nock';

import { forgetSignIns } from '../support/forget';
import { bambuCredential, canary, globalApi } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import { loginPath, preferences } from './signInLab';

beforeEach(forgetSignIns);

const byPassword = {
	authentication: 'password',
	account: 'maker@example.com',
	password: canary('password'),
};

test.each<[string, string]>([
	['a line break and a header', 'tok\r\nX-Evil: 1'],
	['a letter beyond ASCII', 'tök'],
	['half an emoji', 'tok\ud83d'],
	['a space', 'tok en'],
	['a null byte', 'tok\u0000en'],
])('a token with %s, which no header can hold, is not stored', async (_name, accessToken) => {
	nock(globalApi).post(loginPath).reply(200, { accessToken, refreshToken: accessToken });
	const credential = bambuCredential(byPassword);
	expect((await testCredential(credential)).message).toMatch(
		/^Bambu Lab answered the sign-in in an unknown way\./,
	);
	expect(credential.saves).toEqual([]);
});

test.each([1e300, 8.64e15, 1e13, '1e300'])(
	'a session that is to last for %p seconds: its end is unknown',
	async (expiresIn) => {
		nock(globalApi).post(loginPath).reply(200, { accessToken: 'token', expiresIn });
		nock(globalApi).get(preferences).reply(200, { uid: 1 });
		const credential = bambuCredential(byPassword);
		expect((await testCredential(credential)).status).toBe('OK');
		expect(credential.data).toMatchObject({ sessionToken: 'token', sessionExpiresAt: '' });
	},
);
