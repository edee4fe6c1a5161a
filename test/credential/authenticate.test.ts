import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readCredentials } from '../../nodes/BambuLab/cloud/session/credentials';
import { authenticate } from '../../nodes/BambuLab/cloud/session/authenticate';
import { fingerprint } from '../../nodes/BambuLab/cloud/session/session';

const api = 'https://api.bambulab.com';
const pasted = { region: 'global', authentication: 'accessToken', accessToken: 'AQtoken' };
const typed = {
	region: 'global',
	authentication: 'password',
	account: 'maker@example.com',
	password: 'a password',
};

function markOf(data: ICredentialDataDecryptedObject): string {
	return fingerprint(readCredentials(data));
}

describe('who gets the token', () => {
	test.each([
		['a path', '/v1/x', undefined],
		['the API by its whole address', `${api}/v1/x`, undefined],
		['the website', 'https://bambulab.com/api/x', undefined],
		['a path under the API given as base', '/v1/x', api],
	])('%s: yes', (_name, url, baseURL) => {
		const { headers } = authenticate(pasted, { url, baseURL });
		expect(headers).toEqual({ Authorization: 'Bearer AQtoken' });
	});

	test.each([
		['another host', 'https://evil.example/v1/x', undefined],
		['another host without a scheme', '//evil.example/v1/x', undefined],
		['another host behind backslashes', '/\\evil.example/v1/x', undefined],
		['another host without slashes', 'https:evil.example/v1/x', undefined],
		['another host behind one slash', 'https:/evil.example/v1/x', undefined],
		['another host as base', '/v1/x', 'https://evil.example'],
		['a host that begins alike', `${api}.evil.example/v1/x`, undefined],
		['a host in the place of the password', `${api}@evil.example/v1/x`, undefined],
		['the API without encryption', 'http://api.bambulab.com/v1/x', undefined],
		['another port', `${api}:8443/v1/x`, undefined],
		['the API of China', 'https://api.bambulab.cn/v1/x', undefined],
		['no address', 'https://', undefined],
	])('%s: no', (_name, url, baseURL) => {
		const { headers } = authenticate(pasted, { url, baseURL });
		expect(headers).toEqual({});
	});

	test('a redirect to another host: no', () => {
		expect(authenticate(pasted, { url: '/v1/x' }).sendCredentialsOnCrossOriginRedirect).toBe(false);
	});

	test('the token replaces that of the first try, however it is spelt', () => {
		const headers = { Authorization: 'Bearer old', authorization: 'Bearer older', Accept: 'x' };
		expect(authenticate(pasted, { url: '/v1/x', headers }).headers).toEqual({
			Accept: 'x',
			Authorization: 'Bearer AQtoken',
		});
	});

	test('everything else of the request stays', () => {
		const request = { url: '/v1/x', method: 'POST' as const, body: { a: 1 }, timeout: 5 };
		expect(authenticate(pasted, request)).toMatchObject({ ...request, baseURL: api });
	});
});

describe('whose session a stored token is', () => {
	const session = { sessionToken: 'AQsession' };

	test.each<[string, ICredentialDataDecryptedObject, boolean]>([
		['the same settings', {}, true],
		['the account in other letters', { account: ' MAKER@example.com' }, true],
		['another verification code', { verificationCode: '123456' }, true],
		['another account', { account: 'other@example.com' }, false],
		['another password', { password: 'A password' }, false],
		['another region', { region: 'china' }, false],
		['an address of its own', { region: 'custom', apiUrl: 'https://example.org' }, false],
		[
			'another way to sign in',
			{ authentication: 'verificationCode', verificationCode: '1234' },
			false,
		],
	])('%s', (_name, changes, isSame) => {
		const data = { ...typed, ...session, sessionTokenMark: markOf(typed), ...changes };
		const { headers } = authenticate(data, { url: '/v1/x' });
		expect(headers).toEqual(isSame ? { Authorization: 'Bearer AQsession' } : {});
	});

	test('a token without a mark is nobody’s', () => {
		expect(authenticate({ ...typed, ...session }, { url: '/v1/x' }).headers).toEqual({});
	});

	test('the mark tells nothing of the password', () => {
		expect(markOf(typed)).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('what the user typed', () => {
	test.each<[string, ICredentialDataDecryptedObject, string, string]>([
		['Global', { region: 'global' }, api, 'https://bambulab.com'],
		['Mainland China', { region: 'china' }, 'https://api.bambulab.cn', 'https://bambulab.cn'],
		[
			'own addresses',
			{ region: 'custom', apiUrl: ' http://127.0.0.1:8787/ ', webUrl: 'https://web.example' },
			'http://127.0.0.1:8787',
			'https://web.example',
		],
		[
			'an own address alone',
			{ region: 'custom', apiUrl: 'https://api.example' },
			'https://api.example',
			'https://api.example',
		],
	])('region %s', (_name, data, apiUrl, webUrl) => {
		expect(readCredentials(data)).toMatchObject({ apiUrl, webUrl });
	});

	test('a verification code loses its spaces, a password keeps them', () => {
		const data = { ...typed, verificationCode: ' 012 345 ', password: ' a b ' };
		expect(readCredentials(data)).toMatchObject({ verificationCode: '012345', password: ' a b ' });
	});
});
