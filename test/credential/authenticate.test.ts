import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	fingerprint,
	readCredentials,
	sessionOf,
} from '../../nodes/BambuLab/cloud/session/credentials';
import { authenticate } from '../../nodes/BambuLab/cloud/session/authenticate';

const api = 'https://api.bambulab.com';
const pasted = { region: 'global', authentication: 'accessToken', accessToken: 'AQtoken' };
const typed = {
	region: 'global',
	authentication: 'password',
	account: 'maker@example.com',
	password: 'a password',
};

/** n8n calls `preAuthentication` on this status only. */
const wantsSession = expect.objectContaining({ response: { status: 401 } });

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
		const sign = () => authenticate(data, { url: '/v1/x' }).headers;
		if (isSame) expect(sign()).toEqual({ Authorization: 'Bearer AQsession' });
		else expect(sign).toThrow(wantsSession);
	});

	test('a token without a mark is nobody’s', () => {
		expect(() => authenticate({ ...typed, ...session }, { url: '/v1/x' })).toThrow(wantsSession);
	});

	test('a pasted token counts from when it is pasted, also where another one was stored', () => {
		const data = { ...pasted, sessionToken: 'AQold', sessionTokenMark: markOf(pasted) };
		const { headers } = authenticate({ ...data, accessToken: 'AQnewer' }, { url: '/v1/x' });
		expect(headers).toEqual({ Authorization: 'Bearer AQnewer' });
	});
});

/** What n8n stores beside a password that it does not store, since it is an expression. */
test('no guess of the password can be confirmed with what is stored', () => {
	const stored = { ...typed, sessionToken: 'AQsession', sessionTokenMark: markOf(typed) };
	const guesses = Array.from({ length: 10_000 }, (_, index) => `a password ${index}`);
	const fits = [typed.password, ...guesses].filter(
		(password) => sessionOf(readCredentials({ ...stored, password })).token !== '',
	);
	expect(fits).toContain(typed.password);
	// Every 256th.
	expect(fits.length).toBeGreaterThan(20);
});

test('a request without a token makes n8n open the session, and is tried once then', () => {
	const data = { ...typed };
	expect(() => authenticate(data, { url: '/v1/x' })).toThrow(wantsSession);
	expect(authenticate(data, { url: '/v1/x' }).headers).toEqual({});
	expect(authenticate({ ...typed }, { url: 'https://example.org' }).headers).toEqual({});
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
