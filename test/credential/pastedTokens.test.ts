import * as fc from 'fast-check';
import nock from 'nock';

import { forgetSignIns } from '../support/forget';
import { tokenIn } from '../../nodes/BambuLab/cloud/session/pastedToken';
import { bambuCredential, canaryToken, globalApi, runOperation } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import { preferences } from './signInLab';

beforeEach(forgetSignIns);

/** As long, and of such letters, as those of Bambu Lab. */
const token = `AQ${'x9_B-k2'.repeat(24)}`;
const lines = (width: number, ending: string) =>
	token.replace(RegExp(`.{${width}}`, 'g'), `$&${ending}`);

const reply = {
	accessToken: token,
	refreshToken: 'AQrefresh-token-of-the-same-session',
	expiresIn: 7_776_000,
	tfaKey: '',
	loginType: '',
};
const exported = [
	{ domain: '.bambulab.com', name: 'bbl_csrf_token', value: 'csrf-value-of-some-length' },
	{ domain: '.bambulab.com', name: 'token', value: token, httpOnly: true },
	{ domain: '.bambulab.com', name: 'refreshToken', value: 'AQrefresh-token' },
];
const cookies = `__cf_bm=abc.def-123; bbl_csrf_token=csrf-value-of-some-length; token=${token}; refreshToken=AQrefresh-token`;
const curl = `curl 'https://api.bambulab.com/v1/iot-service/api/user/bind' \\
  -H 'accept: application/json' \\
  -H 'authorization: Bearer ${token}' \\
  -H 'user-agent: Mozilla/5.0'`;

const forms: Array<[string, string]> = [
	['alone', token],
	['with blanks and a line break around it', `  ${token}\r\n`],
	['in double quotes', `"${token}"`],
	['in single quotes, with a comma', `'${token}',`],
	['in quotes of a word processor', `“${token}”`],
	['with invisible characters of a chat', `\u200b${token}\ufeff`],
	['with its scheme', `Bearer ${token}`],
	['with its scheme in small letters, in quotes', `"bearer  ${token}"`],
	['as a header', `Authorization: Bearer ${token}`],
	['as a header of a curl command', `-H "Authorization: Bearer ${token}"`],
	['as a whole curl command', curl],
	['as one, with a blank behind it', curl.replace(token, `${token} `)],
	['among other headers', `authorization: Bearer ${token}\naccept: application/json`],
	['as the headers of a browser', `authorization:\nBearer ${token}\naccept:\n*/*`],
	['as a cookie', `token=${token};`],
	['as a Cookie header of several', `Cookie: ${cookies}`],
	['as a Set-Cookie header', `set-cookie: token=${token}; Path=/; HttpOnly`],
	['as a row of the browser’s list of cookies', `token\t${token}\t.bambulab.com\t/\t2027-02-01`],
	['as an address that it was handed on with', `https://bambulab.com/en?access_token=${token}&x=1`],
	['as the JSON of a login', JSON.stringify(reply)],
	['as indented JSON', JSON.stringify(reply, null, '\t')],
	['as a line of JSON', `"accessToken": "${token}",`],
	['as JSON that holds the reply', JSON.stringify({ data: reply })],
	['as JSON of another spelling', JSON.stringify({ access_token: token })],
	['as an exported list of cookies', JSON.stringify(exported, null, 2)],
	['as a dictionary of Python', `{'accessToken': '${token}', 'refreshToken': 'AQrefresh-token'}`],
	['broken into lines by a terminal', lines(80, '\n')],
	['broken into indented lines', lines(60, '\r\n    ')],
	['broken into lines behind its scheme', `Bearer ${lines(80, '\n')}`],
	['with a blank in it', lines(100, ' ')],
];

describe('a token is found', () => {
	test.each(forms)('%s', (_name, pasted) => {
		expect(tokenIn(pasted)).toBe(token);
	});

	test('whatever its letters are, in every form', () => {
		const letters = fc.constantFrom(...'abcXYZ019-_');
		const tokens = fc
			.array(letters, { minLength: 90, maxLength: 400 })
			.map((some) => `AQ${some.join('')}`);
		fc.assert(
			fc.property(tokens, fc.constantFrom(...forms), (other, [name, pasted]) => {
				if (/lines|blank/.test(name)) return;
				expect(tokenIn(pasted.replaceAll(token, other))).toBe(other);
			}),
			{ seed: 1, numRuns: 500 },
		);
	});

	test('and is what is sent', async () => {
		nock(globalApi, { reqheaders: { authorization: `Bearer ${token}` } })
			.get(preferences)
			.thrice()
			.reply(200, { uid: 1 });
		const credential = bambuCredential({ accessToken: `Cookie: ${cookies}` });
		expect((await testCredential(credential)).status).toBe('OK');
		const { error } = await runOperation('account:getPreferences', {}, { credential });
		expect(error).toBeUndefined();
	});
});

describe('what holds no token is named, and no request is made', () => {
	const copyAgain = 'Copy the token again, alone, or choose another way to sign in.';

	test.each([
		['an e-mail address', 'maker@example.com', 'an e-mail address'],
		['digits', '123456', 'a verification code'],
		['digits with a blank', ' 12345678 ', 'a verification code'],
		['a phone number', '+86 138 0000 0000', 'a number'],
		['an address', 'https://bambulab.com/en/my', 'a web address'],
		['words', 'my token is in the other window of the browser, wait', 'several words'],
		['two words', 'tok en', 'several words'],
		['a header behind a line break', 'tok\r\nX-Evil: 1', 'several words'],
		[
			'a login reply whose token is empty',
			JSON.stringify({ ...reply, accessToken: '' }),
			'JSON without a token',
		],
		[
			'JSON whose token is null',
			'{"accessToken": null, "loginType": "verifyCode"}',
			'JSON without a token',
		],
		['a list of cookies without it', JSON.stringify(exported.slice(0, 1)), 'JSON without a token'],
		['cut JSON', '{"accessToken": "', 'JSON without a token'],
		['a page', '<!doctype html><html></html>', 'a web page'],
		[
			'cookies without it',
			'bbl_csrf_token=csrf-value-of-some-length; _ga=GA1.1.1234567890.12345',
			'cookies, none of which is called "token",',
		],
		['a letter beyond ASCII', 'tök', 'characters that no token has'],
		['half an emoji', 'tok\ud83d', 'characters that no token has'],
		['more than a header holds', 'a'.repeat(8001), 'a text that is far too long'],
		['a null byte', 'tok\u0000en', 'characters that no token has'],
	])('%s', async (_name, accessToken, found) => {
		const credential = bambuCredential({ accessToken });
		const sentence = `The Bambu Lab credential holds ${found} instead of an access token`;
		expect(await testCredential(credential)).toEqual({
			status: 'Error',
			message: `${sentence}. ${copyAgain}`,
		});
		const { error } = await runOperation('account:getPreferences', {}, { credential });
		expect(error).toMatchObject({ message: sentence, description: copyAgain });
	});

	test.each(['', '  ', '""', '\u200b'])('nothing: %j', async (accessToken) => {
		expect((await testCredential(bambuCredential({ accessToken }))).message).toBe(
			'The Bambu Lab credential holds no access token. Paste one into it, or choose another way to sign in.',
		);
	});

	test('also where the token before is still stored', async () => {
		nock(globalApi).get(preferences).reply(200, { uid: 1 });
		const credential = bambuCredential();
		await runOperation('account:getPreferences', {}, { credential });
		expect(credential.data.sessionToken).toBe(canaryToken);
		credential.edit({ accessToken: 'two words' });
		const { error } = await runOperation('account:getPreferences', {}, { credential });
		expect(error?.message).toBe(
			'The Bambu Lab credential holds several words instead of an access token',
		);
	});
});
