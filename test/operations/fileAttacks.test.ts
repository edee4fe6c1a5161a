import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetSignIns } from '../support/forget';
import { bambuCredential, canaryToken, globalApi, runOperation } from '../support/bambuLab';
import { PublishedTrigger } from '../support/engine';
import { originsThatGot, tapWire, type TappedAnswer } from './wireTap';

const evil = 'https://evil.example';

beforeEach(forgetSignIns);

describe('the address of a file in an answer', () => {
	const taskPath = '/v1/user-service/my/task/1';
	const unencrypted = 'Files are downloaded over https only';
	const noUrl = 'The address of the file is not a URL';

	/** The address, and where the request goes; undefined where there is none. */
	const addresses: Array<[string, string, string | undefined, string | undefined]> = [
		['another host', `${evil}/a.png`, evil, undefined],
		['our own API', `${globalApi}/v1/user-service/my/profile`, globalApi, undefined],
		[
			'a host with a name and a password',
			'https://a:b@files.example/a',
			'https://files.example',
			undefined,
		],
		['plain http', 'http://files.example/a', undefined, unencrypted],
		['plain http to our own API', 'http://api.bambulab.com/a', undefined, unencrypted],
		['link-local', 'http://169.254.169.254/latest/meta-data', undefined, unencrypted],
		['link-local as one number', 'http://2852039166/latest', undefined, unencrypted],
		['this machine', 'http://127.0.0.1:5678/rest', undefined, unencrypted],
		['this machine in version 6', 'http://[::1]:5678/rest', undefined, unencrypted],
		['a file', 'file:///etc/passwd', undefined, unencrypted],
		['data', 'data:image/png;base64,AAAA', undefined, unencrypted],
		['a script', 'javascript:alert(1)', undefined, unencrypted],
		['ftp', 'ftp://files.example/a', undefined, unencrypted],
		['gopher', 'gopher://files.example/a', undefined, unencrypted],
		['no scheme', '//files.example/a', undefined, noUrl],
		['a line break', `${evil}/a\r\nX: 1`, undefined, noUrl],
		['a path', '/etc/passwd', undefined, noUrl],
	];

	async function fileOf(cover: string, answer: TappedAnswer = {}) {
		const tapped = tapWire(({ path }) => (path === taskPath ? { body: { id: 1, cover } } : answer));
		const run = await runOperation('file:download', { source: 'task', taskId: '1' });
		expect(originsThatGot(canaryToken, tapped)).toEqual([globalApi]);
		expect(tapped[0]?.path).toBe(taskPath);
		expect(run.stored).not.toContain(canaryToken);
		return { ...run, fetched: tapped.slice(1) };
	}

	test.each(addresses)('%s', async (_name, cover, origin, sentence) => {
		const { fetched, error } = await fileOf(cover);
		expect(fetched.map((asked) => asked.origin)).toEqual(origin === undefined ? [] : [origin]);
		for (const { rest } of fetched) expect(rest).not.toContain(canaryToken);
		expect(error?.message).toBe(sentence);
	});

	test.each(addresses.filter(([, , , sentence]) => sentence === unencrypted))(
		'a redirect of the file host to %s',
		async (_name, location, _origin, sentence) => {
			const { fetched, error } = await fileOf(`${evil}/a`, { status: 302, headers: { location } });
			expect([fetched.length, error?.message]).toEqual([1, sentence]);
		},
	);

	test.each(addresses)('the picture of an event: %s', async (_name, cover, origin) => {
		const start = new Date().toISOString();
		const row = { id: 1, status: 4, title: 'x', deviceId: 'D', deviceName: 'P', startTime: start };
		let hits: object[] = [];
		const tapped = tapWire(({ path }) =>
			path.startsWith('/v1/user-service/my/tasks') ? { body: { total: hits.length, hits } } : {},
		);
		const trigger = new PublishedTrigger({
			node: BambuLabTrigger,
			credential: bambuCredential(),
			parameters: { events: ['taskCreated'], options: { includePicture: true } },
			settings: { id: `picture of ${_name}` },
		});
		await trigger.publish();
		hits = [{ ...row, cover }];
		const items = await trigger.tick();
		expect(items).toHaveLength(1);
		const fetched = tapped.filter(
			(asked) => asked.origin !== globalApi || asked.path.endsWith('/profile'),
		);
		expect(fetched.map((asked) => asked.origin)).toEqual(origin === undefined ? [] : [origin]);
		for (const { rest } of fetched) expect(rest).not.toContain(canaryToken);
		expect(JSON.stringify([items, trigger.stored, trigger.log])).not.toContain(canaryToken);
	});
});
