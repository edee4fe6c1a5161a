import nock from 'nock';
import { sleep, type IDataObject } from 'n8n-workflow';

import { globalApi, runOperation } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';

const host = 'https://files.example';
const tasksPath = '/v1/user-service/my/tasks';
const taskPath = '/v1/user-service/my/task';

function pictureOf(item: { binary?: { [field: string]: { data: string } } } | undefined): string {
	return Buffer.from(item?.binary?.data?.data ?? '', 'base64').toString();
}

function listOf(...hits: object[]): void {
	nock(globalApi).get(tasksPath).query(true).reply(200, { total: hits.length, hits });
}

async function getAll(options: IDataObject = {}, more: IDataObject = {}) {
	const run = await runOperation('task:getAll', {
		...more,
		options: { includePicture: true, ...options },
	});
	expect(run.error).toBeUndefined();
	return run.items;
}

describe('Include Picture', () => {
	test('adds the picture of each print, with its name, type, and size', async () => {
		listOf({ id: 1, cover: `${host}/one.png?Signature=a%2Fb` }, { id: 2, cover: '' });
		nock(host, { badheaders: ['authorization'] })
			.get('/one.png?Signature=a%2Fb')
			.reply(200, 'one', { 'content-type': 'image/png ; q=1' });
		const items = await getAll();
		expect(items.map(pictureOf)).toEqual(['one', '']);
		expect(items[0]?.binary?.data).toMatchObject({
			fileName: 'one.png',
			mimeType: 'image/png',
			bytes: 3,
		});
		expect(items[1]).not.toHaveProperty('binary');
		for (const { json } of items) expect(json).not.toHaveProperty('pictureError');
	});

	test('is off unless it is asked for', async () => {
		listOf({ id: 1, cover: `${host}/one.png` });
		expect(await getAll({ includePicture: false })).toEqual([
			{ json: expect.any(Object), pairedItem: { item: 0 } },
		]);
	});

	test('works with the raw object, and for one print, in a field of its own', async () => {
		nock(globalApi)
			.get(`${taskPath}/1`)
			.reply(200, { id: 1, cover: `${host}/a.png` });
		nock(host).get('/a.png').reply(200, 'a');
		const { items } = await runOperation('task:get', {
			taskId: '1',
			output: 'raw',
			options: { includePicture: true, binaryPropertyName: 'cover' },
		});
		expect(items[0]?.json).toEqual({ id: 1, cover: `${host}/a.png` });
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['cover']);
	});

	test('goes with the first row where prints are split, so that it is sent once', async () => {
		const amsDetailMapping = [{ weight: 1 }, { weight: 2 }];
		listOf({ id: 1, cover: `${host}/a.png`, amsDetailMapping });
		nock(host).get('/a.png').reply(200, 'a');
		const items = await getAll({}, { splitByFilament: true });
		expect(items.map(pictureOf)).toEqual(['a', '']);
	});

	test('an address that has expired is asked for anew through the print', async () => {
		listOf({ id: 7, cover: `${host}/old.png` });
		nock(host).get('/old.png').reply(403, '<Error/>');
		nock(globalApi)
			.get(`${taskPath}/7`)
			.reply(200, { id: 7, cover: `${host}/new.png` });
		nock(host).get('/new.png').reply(200, 'new');
		expect((await getAll()).map(pictureOf)).toEqual(['new']);
	});

	test.each<[string, () => void, string]>([
		[
			'is gone for good',
			() => {
				nock(host).get('/a.png').reply(404);
				nock(globalApi)
					.get(`${taskPath}/7`)
					.reply(200, { id: 7, cover: `${host}/a.png` });
			},
			'The file is no longer there, or its address has expired',
		],
		[
			'is gone with its print',
			() => {
				nock(host).get('/a.png').reply(404);
				nock(globalApi).get(`${taskPath}/7`).reply(404, {});
			},
			'Bambu Lab has nothing under this ID or address',
		],
		[
			'is too large',
			() => nock(host).get('/a.png').reply(200, Buffer.alloc(1_048_577)),
			'The file is larger than 1 MB',
		],
	])('a picture that %s costs no print; the item says why', async (_name, serve, sentence) => {
		listOf({ id: 7, cover: `${host}/a.png` }, { id: 8 });
		serve();
		const items = await getAll({ maxSize: 1 });
		expect(items.map(({ json }) => [json.id, json.pictureError])).toEqual([
			[7, sentence],
			[8, undefined],
		]);
		expect(items[0]).not.toHaveProperty('binary');
	});

	test('keeps to Concurrent Requests, for files and requests', async () => {
		const ids = Array.from({ length: 12 }, (_, index) => index + 1);
		listOf(...ids.map((id) => ({ id, cover: `${host}/${id}.png` })));
		let running = 0;
		let most = 0;
		nock(host)
			.persist()
			.get(/.*/)
			.reply(async (uri) => {
				most = Math.max(most, ++running);
				await sleep(1);
				running--;
				return [200, uri];
			});
		const items = await getAll({ concurrentRequests: 3 });
		expect(items.map(pictureOf)).toEqual(ids.map((id) => `/${id}.png`));
		expect(most).toBeLessThanOrEqual(3);
	});
});

test.each([
	['the plate that was printed', '{"info":{"plate_idx":2}}', '/2.png'],
	['the first plate, where nobody knows which was printed', null, '/1.png'],
	['the first plate, where the printed one is not listed', '{"info":{"plate_idx":9}}', '/1.png'],
])('Get Details brings the picture of %s', async (_name, content, file) => {
	const plates = [1, 2].map((index) => ({ index, thumbnail: { url: `${host}/${index}.png` } }));
	nock(globalApi)
		.get('/v1/iot-service/api/user/task/7')
		.reply(200, { context: { plates }, content });
	nock(host).get(file).reply(200, file);
	const { error, items } = await runOperation('task:getDetails', {
		taskId: '7',
		output: 'raw',
		options: { includePicture: true },
	});
	expect([error, pictureOf(items[0])]).toEqual([undefined, file]);
});

describe('in the simulated cloud', () => {
	const cloud = useCloud();

	test('covers come with the prints', async () => {
		const credential = credentialFor(cloud());
		const parameters = { limit: 3, options: { includePicture: true } };
		const { items } = await runOperation('task:getAll', parameters, { credential });
		expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual(Array(3).fill('image/png'));
		expect(items.map(({ json, binary }) => binary?.data?.fileName === `${json.id}.png`)).toEqual(
			Array(3).fill(true),
		);
	});

	test('Get Details brings the picture of the plate that was printed', async () => {
		const credential = credentialFor(cloud());
		const { items } = await runOperation(
			'task:getDetails',
			{ taskId: '712033198', options: { includePicture: true } },
			{ credential },
		);
		const [item] = items;
		const plates = item?.json.plates as Array<{ plate: number; pictureUrl: string }>;
		const printed = plates.find(({ plate }) => plate === item?.json.plate);
		expect(printed?.pictureUrl).toContain(String(item?.binary?.data?.fileName));
		expect(item?.binary?.data?.mimeType).toBe('image/png');
	});
});
