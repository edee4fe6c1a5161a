import nock from 'nock';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { globalApi, runOperation } from '../support/bambuLab';
import { control, credentialFor, useCloud } from '../support/cloud';

const host = 'https://files.example';

function bytesOf({ data }: IBinaryData): Buffer {
	return Buffer.from(data, 'base64');
}

describe('a file of a thing', () => {
	const asked = {
		task: '/v1/user-service/my/task/1',
		project: '/v1/iot-service/api/user/project/1',
	};

	async function from(source: 'task' | 'project', body: object, more: IDataObject = {}) {
		nock(globalApi).get(asked[source]).reply(200, JSON.stringify(body));
		const id = source === 'task' ? { taskId: '1' } : { projectId: '1' };
		return await runOperation('file:download', { source, ...id, ...more });
	}

	test.each([
		['a task without a picture', 'task', { id: 1, cover: '' }, {}, 'the picture of this print'],
		['a project without a file', 'project', {}, { content: 'model' }, 'the file of this project'],
		['a project without the plate', 'project', {}, { plate: 3 }, 'a picture of plate 3'],
	] as const)('%s', async (_name, source, body, more, what) => {
		const { error } = await from(source, body, more);
		expect(error?.message).toBe(`Bambu Lab has no address for ${what}`);
	});

	test('a settings file that is not there: the error names those that are', async () => {
		const profiles = [{ context: { configs: [{ name: 'a.config', url: `${host}/a` }] } }];
		const more = { content: 'config', configName: 'b.config' };
		const { error } = await from('project', { profiles }, more);
		expect(error).toMatchObject({
			message: 'There is no settings file with the name in "Configuration Name"',
			description: 'There are: a.config.',
		});
	});

	test('the plates of every print profile of a project are looked through', async () => {
		const plate = (index: number) => ({
			context: {
				plates: [{ index, thumbnail: { name: `p${index}.png`, url: `${host}/${index}` } }],
			},
		});
		nock(host).get('/2').reply(200, 'x');
		const { items } = await from('project', { profiles: [plate(1), plate(2)] }, { plate: 2 });
		expect(items[0]?.json).toMatchObject({ fileName: 'p2.png' });
	});
});

describe('in the simulated cloud', () => {
	const cloud = useCloud();
	beforeEach(forgetSignIns);

	const taskId = '712033198';
	const projectId = '164033198';
	const profile = { profileId: '712033444', modelId: 'USc83f0650d7b118' };
	const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

	async function download(parameters: IDataObject) {
		const credential = credentialFor(cloud());
		const filesAsked = () =>
			cloud()
				.requests()
				.filter(({ server }) => server === 'files');
		const before = filesAsked().length;
		const run = await runOperation('file:download', parameters, { credential });
		expect(run.error).toBeUndefined();
		const fetched = filesAsked().slice(before);
		expect(fetched).toHaveLength(1);
		expect(fetched[0]?.headers).not.toHaveProperty('authorization');
		return run.items[0]?.binary?.data;
	}

	test.each<[string, IDataObject, Partial<IBinaryData>, Buffer]>([
		[
			'the picture of a print',
			{ source: 'task', taskId },
			{ fileName: `${taskId}.png`, mimeType: 'image/png' },
			png,
		],
		[
			'the picture of a plate of a project',
			{ source: 'project', projectId, content: 'picture', plate: 3 },
			{ fileName: 'plate_3.png', mimeType: 'image/png' },
			png,
		],
		[
			'the file of a project',
			{ source: 'project', projectId, content: 'model' },
			{ fileName: `${taskId}.3mf`, mimeType: 'model/3mf' },
			Buffer.from('PK'),
		],
		[
			'the file of a print profile',
			{ source: 'profile', ...profile, content: 'model' },
			{ fileName: 'Benchy_0.2_mm.3mf', mimeType: 'model/3mf' },
			Buffer.from('PK'),
		],
		[
			'a settings file of a print profile',
			{ source: 'profile', ...profile, content: 'config', configName: 'slice_info.config' },
			{ fileName: 'slice_info.config' },
			Buffer.from('{'),
		],
	])('%s', async (_name, parameters, expected, start) => {
		const file = await download(parameters);
		expect(file).toMatchObject(expected);
		expect(file && bytesOf(file).subarray(0, start.length)).toEqual(start);
	});

	test('an address that has expired is not needed where the task is known', async () => {
		await control(cloud(), '/settings', { urlSeconds: 0 });
		const credential = credentialFor(cloud());
		const { items } = await runOperation('task:get', { taskId, output: 'raw' }, { credential });
		await control(cloud(), '/settings', { urlSeconds: 300 });
		const { cover } = items[0]?.json ?? {};
		expect((await fetch(String(cover))).status).toBe(403);
		expect(await download({ source: 'task', taskId })).toMatchObject({ mimeType: 'image/png' });
	});
});
