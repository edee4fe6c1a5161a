import type { IDataObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { bambuCredential, canary, canaryToken, globalApi, runOperation } from '../support/bambuLab';
import { testCredential } from '../support/engine';
import { askWith } from '../support/httpRequestNode';
import { originsThatGot, tapWire, type TappedAnswer } from './wireTap';

const web = 'https://bambulab.com';
const evil = 'https://evil.example';
const canaryPassword = canary('password');

beforeEach(forgetSignIns);

/** As n8n's HTTP Request node uses the credential: for any address, and redirects are followed. */
async function ask(options: IDataObject, isLegacy = false): Promise<void> {
	const helper = isLegacy ? 'requestWithAuthentication' : 'httpRequestWithAuthentication';
	const { stored } = await askWith(bambuCredential(), helper, options);
	expect(stored).not.toContain(canaryToken);
}

describe('a token of the region Global, with the address of a request', () => {
	const path = '/v1/x';

	test.each<[string, IDataObject, string[]]>([
		['a path', { url: path }, [globalApi]],
		['the API', { url: globalApi + path }, [globalApi]],
		['the API in capitals', { url: `HTTPS://API.BAMBULAB.COM${path}` }, [globalApi]],
		['the API with its own port', { url: `${globalApi}:443${path}` }, [globalApi]],
		['the website', { url: web + path }, [web]],
		['another host', { url: evil + path }, []],
		['another host without a scheme', { url: `//evil.example${path}` }, []],
		['another host without slashes', { url: `https:evil.example${path}` }, []],
		['another host behind one slash', { url: `https:/evil.example${path}` }, []],
		['another host behind three slashes', { url: `https:///evil.example${path}` }, []],
		['another host behind backslashes', { url: `/\\evil.example${path}` }, []],
		['another host behind two backslashes', { url: `\\\\evil.example${path}` }, []],
		['another host behind a scheme with backslashes', { url: `https:\\\\evil.example${path}` }, []],
		['another host behind a tab', { url: `/\t/evil.example${path}` }, [globalApi]],
		['another host with a tab in the scheme', { url: `ht\ttps://evil.example${path}` }, []],
		['another host behind a line break', { url: `\r\n//evil.example${path}` }, []],
		['another host as base', { url: path, baseURL: evil }, []],
		['another host as base, without slashes', { url: path, baseURL: 'https:evil.example' }, []],
		['our base, another host', { url: `${evil}${path}`, baseURL: globalApi }, []],
		[
			'our base, another host without slashes',
			{ url: 'https:evil.example', baseURL: globalApi },
			[],
		],
		[
			'our base, and a sign that ends a name',
			{ url: '@evil.example/x', baseURL: globalApi },
			[globalApi],
		],
		['a host that begins alike', { url: `${globalApi}.evil.example${path}` }, []],
		['a host that ends alike', { url: `https://evilapi.bambulab.com.evil${path}` }, []],
		['a host below ours', { url: `https://x.api.bambulab.com${path}` }, []],
		['a host above ours', { url: `https://com${path}` }, []],
		['our host as a name', { url: `${globalApi}@evil.example${path}` }, []],
		['our host as a name and a password', { url: `https://a:api.bambulab.com@evil.example` }, []],
		['our host with an encoded sign', { url: `https://api.bambulab.com%40evil.example` }, []],
		['our host before a backslash', { url: `https://evil.example\\@api.bambulab.com${path}` }, []],
		['our host in the path', { url: `${evil}/api.bambulab.com` }, []],
		['our host in the fragment', { url: `${evil}#@api.bambulab.com/` }, []],
		['our host in the query', { url: `${evil}?@api.bambulab.com/` }, []],
		['no encryption', { url: `http://api.bambulab.com${path}` }, []],
		['another port', { url: `${globalApi}:8443${path}` }, []],
		['the port of plain http', { url: `${globalApi}:80${path}` }, []],
		['a dot behind the host', { url: `https://api.bambulab.com.${path}` }, []],
		['a letter that looks alike', { url: `https://\u0430pi.bambulab.com${path}` }, []],
		['a dot that looks alike', { url: `https://api.bambulab.com\u2024evil.example${path}` }, []],
		['a slash that looks alike', { url: `https://api.bambulab.com\u2215.evil.example${path}` }, []],
		['China', { url: `https://api.bambulab.cn${path}` }, []],
		['the file host', { url: `https://public-cdn.bblmw.com${path}` }, []],
		['link-local', { url: 'http://169.254.169.254/latest/meta-data' }, []],
		['a line break and a header', { url: `${path}\r\nHost: evil.example` }, [globalApi]],
		['a way up', { url: '/v1/../../evil.example' }, [globalApi]],
		['encoded letters', { url: `https://%61pi.bambulab.com${path}` }, [globalApi]],
		['full-width letters', { url: `https://\uff41pi.bambulab.com${path}` }, [globalApi]],
		[
			'a full stop that is a dot',
			{ url: `https://api\u3002bambulab\u3002com${path}` },
			[globalApi],
		],
		['a file', { url: 'file:///etc/passwd' }, []],
		['data', { url: 'data:text/plain,hello' }, []],
		['nothing', { url: '' }, []],
	])('%s', async (_name, options, allowed) => {
		const tapped = tapWire();
		await ask({ method: 'GET', ...options });
		const got = originsThatGot(canaryToken, tapped);
		// Some addresses are refused before anything is sent, which is as good.
		expect(allowed).toEqual(expect.arrayContaining(got));
	});

	test.each([
		['a path', path, globalApi],
		['the API', globalApi + path, globalApi],
		['the website', web + path, web],
	])('%s gets it, so that the table above can fail', async (_name, url, origin) => {
		const tapped = tapWire();
		await ask({ method: 'GET', url });
		expect(originsThatGot(canaryToken, tapped)).toEqual([origin]);
	});

	test.each(['uri', 'url'])('another host as %s of the older helper', async (key) => {
		const tapped = tapWire();
		await ask({ method: 'GET', [key]: evil }, true);
		expect(originsThatGot(canaryToken, tapped)).toEqual([]);
	});
});

describe('a redirect', () => {
	const targets: Array<[string, string, boolean]> = [
		['to another host', `${evil}/x`, false],
		['to another host without a scheme', '//evil.example/x', false],
		['to a path that looks like a host', 'https:evil.example/x', true],
		['to a host that begins alike', `${globalApi}.evil.example/x`, false],
		['to another port', `${globalApi}:8443/x`, false],
		['to plain http', 'http://api.bambulab.com/x', false],
		['to our host as a name', `${globalApi}@evil.example/x`, false],
		['to link-local', 'http://169.254.169.254/x', false],
		['to the same host', '/v1/y', true],
	];
	const cases = [301, 302, 303, 307, 308].flatMap((status) =>
		targets.map(([name, location, isOurs]) => ({ status, name, location, isOurs })),
	);

	const from =
		(path: string, status: number, location: string) =>
		(asked: { origin: string; path: string }): TappedAnswer =>
			asked.origin === globalApi && asked.path.startsWith(path)
				? { status, headers: { location } }
				: {};

	test.each(cases)(
		'$status $name: an operation does not follow it',
		async ({ status, location }) => {
			const preferences = '/v1/design-user-service/my/preference';
			const tapped = tapWire(from(preferences, status, location));
			const { error, stored } = await runOperation('account:getPreferences');
			expect(tapped.map(({ origin, path }) => origin + path)).toEqual([globalApi + preferences]);
			expect(error?.message).toMatch(/something that is not the Bambu Lab API's JSON|web page/);
			expect(stored).not.toContain(canaryToken);
		},
	);

	test.each(cases)(
		'$status $name: the HTTP Request node follows it without the token',
		async ({ status, location, isOurs }) => {
			const tapped = tapWire(from('/v1/x', status, location));
			await ask({ method: 'GET', url: '/v1/x' });
			expect(tapped).toHaveLength(2);
			expect(originsThatGot(canaryToken, tapped)).toEqual([globalApi]);
			if (!isOurs) expect(tapped[1]?.rest).not.toContain(canaryToken);
		},
	);

	test.each(cases)('$status $name: a sign-in does not follow it', async ({ status, location }) => {
		const tapped = tapWire(from('/v1/user-service/user/login', status, location));
		const credential = bambuCredential({
			authentication: 'password',
			account: 'a@b.example',
			password: canaryPassword,
		});
		const { message } = await testCredential(credential);
		expect(originsThatGot(canaryPassword, tapped)).toEqual([globalApi]);
		expect(tapped.every(({ origin }) => origin === globalApi)).toBe(true);
		expect(message).not.toContain(canaryPassword);
	});
});
