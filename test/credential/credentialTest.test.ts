import nock from 'nock';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { page, type PageName } from '../cloud/http/pages';
import { bambuCredential, canary, canaryToken, globalApi } from '../support/bambuLab';
import { testCredential } from '../support/engine';

const preferences = '/v1/design-user-service/my/preference';

beforeEach(forgetSignIns);

async function redWith(data: ICredentialDataDecryptedObject): Promise<string> {
	const result = await testCredential(bambuCredential(data));
	expect(result.status).toBe('Error');
	for (const raw of [canaryToken, canary('password'), '<', 'TypeError']) {
		expect(result.message).not.toContain(raw);
	}
	return result.message;
}

describe('n8n’s Test says in words', () => {
	const password = { authentication: 'password', account: 'a@b.c', password: canary('password') };

	test('a dead token', async () => {
		nock(globalApi).get(preferences).twice().reply(401, { code: 4, error: 'Please login.' });
		expect(await redWith({})).toMatch(
			/^The Bambu Lab access token has expired or is not valid\. Paste a new one .+ Check the region/,
		);
	});

	test('a 401 that stays, although the token lives', async () => {
		for (const status of [200, 401]) {
			nock(globalApi).get(preferences).reply(status, { uid: 1 });
		}
		expect(await redWith({})).toMatch(/^Bambu Lab treated this request as not signed in, although/);
	});

	test.each<[string, ICredentialDataDecryptedObject, string]>([
		[
			'no account',
			{ ...password, account: '' },
			'The Bambu Lab credential holds no account. Enter',
		],
		[
			'a name for an account',
			{ ...password, account: 'mira' },
			'The account in the Bambu Lab credential is neither an e-mail address nor a phone number. Enter the e-mail',
		],
		[
			'no password',
			{ ...password, password: '' },
			'The Bambu Lab credential holds no password. Enter',
		],
		[
			'no code but words',
			{ ...password, authentication: 'verificationCode', verificationCode: 'soon' },
			'The verification code in the Bambu Lab credential does not look like one. Enter',
		],
		[
			'no address',
			{ region: 'custom' },
			'The API URL in the Bambu Lab credential must begin with https:// or http:// and have no path. Enter',
		],
		['no web address', { region: 'custom', apiUrl: 'bambulab' }, 'The API URL in the'],
		['a file', { region: 'custom', apiUrl: 'file:///etc/passwd' }, 'The API URL in the'],
		[
			'no website',
			{ region: 'custom', apiUrl: globalApi, webUrl: 'x y' },
			'The Web URL in the Bambu Lab credential must begin with https:// or http:// and have no path. Enter',
		],
	])('%s, without any request', async (_name, data, beginning) => {
		expect(await redWith(data)).toMatch(new RegExp(`^${beginning}`));
	});

	test.each<[PageName, number, RegExp]>([
		[
			'html',
			200,
			/^The address answered with something that is not the Bambu Lab API's JSON\. Check/,
		],
		[
			'html',
			404,
			/^The address answered with something that is not the Bambu Lab API's JSON\. Check/,
		],
		[
			'cloudflareBlock',
			403,
			/^Cloudflare, which guards the Bambu Lab cloud, blocked this network\./,
		],
		['captcha', 418, /^Bambu Lab asks for a captcha/],
		['tooManyRequests', 429, /^Bambu Lab received too many requests\. Wait/],
		['html', 500, /^The Bambu Lab cloud is having trouble \(status 500\)\./],
		['html', 502, /^The Bambu Lab cloud is having trouble \(status 502\)\./],
		['html', 503, /^The Bambu Lab cloud is having trouble \(status 503\)\./],
		['html', 504, /^The Bambu Lab cloud is having trouble \(status 504\)\./],
	])('the page "%s" with status %i', async (name, status, sentence) => {
		const { body, headers } = page(name, status);
		nock(globalApi)
			.get(preferences)
			.twice()
			.reply(status, body as string, { 'content-type': String(headers?.['content-type']) });
		expect(await redWith({})).toMatch(sentence);
	});

	test.each([301, 302, 303, 307, 308])(
		'a redirect with status %i is not followed with the token',
		async (status) => {
			nock(globalApi)
				.get(preferences)
				.twice()
				.reply(status, '', { location: 'https://evil.example/' });
			expect(await redWith({})).toMatch(/that is not the Bambu Lab API's JSON/);
		},
	);

	const cannotBeReached =
		/^127\.0\.0\.1:9 cannot be reached\. Check the internet connection of the machine that runs n8n/;

	test.each<[string, ICredentialDataDecryptedObject]>([
		['with a password', password],
		['with a token', {}],
	])('a host that cannot be reached, %s', async (_name, data) => {
		const unreachable = { region: 'custom', apiUrl: 'http://127.0.0.1:9' };
		expect(await redWith({ ...data, ...unreachable })).toMatch(cannotBeReached);
	});
});
