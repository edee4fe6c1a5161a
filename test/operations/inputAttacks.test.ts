import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { forgetSignIns } from '../support/forget';
import { bambuCredential, canaryToken, globalApi, runOperation } from '../support/bambuLab';
import { listSearch, testCredential } from '../support/engine';
import { originsThatGot, tapWire } from './wireTap';

beforeEach(forgetSignIns);

describe('an address that the user typed into the credential', () => {
	test.each([
		['with a name and a password', 'https://user:secret@api.example'],
		['with our host as a name', `${globalApi}@evil.example`],
		['with a path', 'https://api.example/v2'],
		['with a backslash', `${globalApi}\\@evil.example`],
		['with a query', 'https://api.example?x=1'],
		['with a fragment', 'https://api.example#x'],
		['of a file', 'file:///etc/passwd'],
		['without a scheme', 'api.example'],
		['with a line break inside', 'https://api.exa\r\nmple/x'],
		['with a port beyond all', 'https://api.example:99999'],
	])('%s: refused before any request', async (_name, apiUrl) => {
		const tapped = tapWire();
		const credential = bambuCredential({ region: 'custom', apiUrl });
		const { message } = await testCredential(credential);
		expect(message).toMatch(/^The API URL in the Bambu Lab credential must begin with https/);
		expect(tapped).toEqual([]);
	});

	test.each([
		['with a slash behind it', 'https://api.example/', 'https://api.example'],
		['with a dot behind the host', 'https://api.example.', 'https://api.example.'],
		['with its own port', 'https://api.example:443', 'https://api.example'],
		['with another port', 'https://api.example:8443', 'https://api.example:8443'],
		['in letters that look alike', 'https://\u0430pi.example', 'https://xn--pi-6kc.example'],
	])('%s: all requests go there', async (_name, apiUrl, origin) => {
		const tapped = tapWire();
		const credential = bambuCredential({ region: 'custom', apiUrl });
		expect((await testCredential(credential)).status).toBe('OK');
		expect([...new Set(tapped.map((asked) => asked.origin))]).toEqual([origin]);
		expect(originsThatGot(canaryToken, tapped)).toEqual([origin]);
	});

	test.each(['constructor', '__proto__', 'toString'])(
		'a region named "%s" is no region',
		async (region) => {
			const tapped = tapWire();
			const { message } = await testCredential(bambuCredential({ region }));
			expect(message).toMatch(/^The API URL in the Bambu Lab credential must begin with https/);
			expect(tapped).toEqual([]);
		},
	);
});

describe('an ID, or what the editor hands to a list', () => {
	test.each(['../../evil', '..%2f..', 'a/b', '//evil.example', '@evil.example', 'x\r\nHost: e'])(
		'the print %j asks our API or nobody',
		async (taskId) => {
			const tapped = tapWire();
			await runOperation('task:get', { taskId });
			for (const { origin, path } of tapped) {
				expect([origin, path.split('/').length]).toEqual([globalApi, 6]);
			}
		},
	);

	test.each(['0&x=1', '../..', '-5', '1e400', 'NaN', '//evil.example', '0\r\nX: 1'])(
		'the page %j of a list asks for a number',
		async (paginationToken) => {
			const tapped = tapWire(() => ({ body: { hits: [{ id: 1 }], total: 1 } }));
			const setup = { node: BambuLab, credential: bambuCredential(), method: 'searchTasks' };
			await listSearch({ ...setup, paginationToken });
			for (const { path } of tapped) {
				expect(path).toMatch(/^\/v1\/user-service\/my\/tasks\?limit=50&offset=\d+$/);
			}
		},
	);
});
