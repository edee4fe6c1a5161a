/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code that never ships */
import { Readable } from 'node:stream';

import nock from 'nock';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { canaryToken, runOperation } from '../support/bambuLab';

const host = 'https://files.example';
const signed = '/plates/plate%201.png?AWSAccessKeyId=AK%2BX&Expires=1786700000&Signature=a%2Fb%3D';

const refusedConnection = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

function brokenStream(): Readable {
	return Readable.from(
		(async function* () {
			yield Buffer.from('x');
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		})(),
	);
}

function bytesOf({ data }: IBinaryData): Buffer {
	return Buffer.from(data, 'base64');
}

async function fromUrl(url: string, more: IDataObject = {}) {
	const { items, ...run } = await runOperation('file:download', { source: 'url', url, ...more });
	return { ...run, items, file: items[0]?.binary?.data };
}

describe('a file by its address', () => {
	test('comes with its bytes, name, and type, by an address left as it is', async () => {
		const bytes = Buffer.from([0, 255, 13, 10, 128, 1]);
		const asked: Array<{ uri: string; headers: object }> = [];
		nock(host)
			.get(/.*/)
			.reply(
				200,
				function (uri) {
					asked.push({ uri, headers: this.req.headers });
					return bytes;
				},
				{ 'content-type': 'image/png; charset=binary' },
			);
		const { error, items, file, stored } = await fromUrl(host + signed);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: { fileName: 'plate 1.png', mimeType: 'image/png', bytes: 6 },
				binary: {
					data: expect.objectContaining({ fileName: 'plate 1.png', mimeType: 'image/png' }),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(file && bytesOf(file)).toEqual(bytes);
		expect(asked.map(({ uri }) => uri)).toEqual([signed]);
		expect(asked[0]?.headers).not.toHaveProperty('authorization');
		expect(stored).not.toContain(canaryToken);
	});

	test.each([
		['benchy.3mf', 'application/octet-stream', 'model/3mf'],
		['benchy.3mf', '', 'model/3mf'],
		['slice_info.config', 'binary/octet-stream', 'text/plain'],
		['benchy.gcode', 'application/octet-stream', 'text/plain'],
		['firmware.bin', 'application/octet-stream', 'application/octet-stream'],
	])('%s sent as "%s" is %s', async (name, contentType, mimeType) => {
		const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
		nock(host).get(`/${name}`).reply(200, 'x', headers);
		const { file } = await fromUrl(`${host}/${name}`);
		expect(file).toMatchObject({ fileName: name, mimeType });
	});

	test('goes into the field, and gets the name, that the user chose', async () => {
		nock(host).get('/a.png').reply(200, 'x');
		const parameters = { binaryPropertyName: 'picture', options: { fileName: 'benchy.png' } };
		const { items } = await fromUrl(`${host}/a.png`, parameters);
		expect(items[0]?.binary).toMatchObject({ picture: { fileName: 'benchy.png' } });
	});

	test('is fetched where it moved to', async () => {
		nock(host).get('/a').reply(302, '', { location: '/b?x=%2B' });
		nock(host).get('/b?x=%2B').reply(307, '', { location: 'https://cdn.example/c.png' });
		nock('https://cdn.example', { badheaders: ['authorization'] })
			.get('/c.png')
			.reply(200, 'moved');
		const { file } = await fromUrl(`${host}/a`);
		expect(file && bytesOf(file).toString()).toBe('moved');
	});

	test.each<[string, () => void, string]>([
		[
			'has expired',
			() => nock(host).get('/a').reply(403, '<Error/>'),
			'The file is no longer there, or its address has expired',
		],
		[
			'is not given',
			() => nock(host).get('/a').reply(500, ''),
			'files.example did not return the file (status 500)',
		],
		[
			'moves to plain http',
			() => nock(host).get('/a').reply(302, '', { location: 'http://files.example/a' }),
			'Files are downloaded over https only',
		],
		[
			'moves without end',
			() => nock(host).get('/a').times(6).reply(302, '', { location: '/a' }),
			'The address of the file leads from one to the next without end',
		],
		[
			'says that it is too large',
			() => nock(host).get('/a').reply(200, 'x', { 'content-length': '1048577' }),
			'The file is larger than 1 MB',
		],
		[
			'is too large without saying so',
			() => nock(host).get('/a').reply(200, Buffer.alloc(1_048_577)),
			'The file is larger than 1 MB',
		],
		[
			'breaks off',
			() =>
				nock(host)
					.get('/a')
					.reply(200, () => brokenStream()),
			'The connection to files.example broke off before the answer was complete',
		],
		[
			'cannot be reached',
			() => nock(host).get('/a').replyWithError(refusedConnection),
			'files.example cannot be reached',
		],
	])('that %s', async (_name, serve, sentence) => {
		serve();
		const { error, items } = await fromUrl(`${host}/a`, { options: { maxSize: 1 } });
		expect([error?.message, items]).toEqual([sentence, []]);
	});

	test('is taken at exactly the size limit', async () => {
		nock(host).get('/a').reply(200, Buffer.alloc(1_048_576));
		const { items } = await fromUrl(`${host}/a`, { options: { maxSize: 1 } });
		expect(items[0]?.json).toMatchObject({ bytes: 1_048_576 });
	});

	test.each([
		['http://files.example/a', 'Files are downloaded over https only'],
		['file:///etc/passwd', 'Files are downloaded over https only'],
		['cover.png', 'The address of the file is not a URL'],
		['https://files.example/a\r\nX: 1', 'The address of the file is not a URL'],
	])('%j is refused before any request', async (url, sentence) => {
		expect((await fromUrl(url)).error?.message).toBe(sentence);
	});
});
