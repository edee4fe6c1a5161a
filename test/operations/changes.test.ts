import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { globalApi, runOperation } from '../support/bambuLab';

/** Answers the one request with a body, and gives what it carried. */
function serveOnce(method: string, path: string, answer: object, status = 200): unknown[] {
	const bodies: unknown[] = [];
	nock(globalApi)
		.intercept(path, method)
		.reply(status, (_uri, body) => {
			bodies.push(body);
			return JSON.stringify(answer);
		});
	return bodies;
}

const tasks = '/v1/user-service/my/task';
const deviceId = '01P00A000000001';

/** Where a printer is given, it is looked for first. */
function answerBind(): void {
	const devices = [{ dev_id: deviceId, name: 'Workshop' }];
	nock(globalApi).get('/v1/iot-service/api/user/bind').optionally().reply(200, { devices });
}

describe('task:create', () => {
	const task = {
		deviceId: '01P00A000000001',
		title: 'Benchy',
		modelId: 'US1',
		profileId: 7,
		plateIndex: 1,
	};

	test.each<[string, IDataObject, object]>([
		['JSON text', { task: JSON.stringify(task) }, task],
		['an object', { task: `={{ (${JSON.stringify(task)}) }}` }, task],
		[
			'fields',
			{
				specifyTask: 'fields',
				taskFields: {
					...task,
					deviceId: { __rl: true, mode: 'id', value: task.deviceId },
					useAms: false,
				},
			},
			{ cover: '', ...task, useAms: false },
		],
		[
			'fields with a picture',
			{
				specifyTask: 'fields',
				taskFields: { title: 'Benchy', cover: 'https://public-cdn.example/b.png' },
			},
			{ cover: 'https://public-cdn.example/b.png', title: 'Benchy' },
		],
		[
			'fields, of which the additional ones win',
			{
				specifyTask: 'fields',
				taskFields: { title: 'Benchy', additionalFields: '{"title":"Boat","cfg":"4"}' },
			},
			{ cover: '', title: 'Boat', cfg: '4' },
		],
	])('sends %s', async (_name, parameters, body) => {
		answerBind();
		const sent = serveOnce('POST', tasks, { id: 712345678 });
		const { error, items } = await runOperation('task:create', parameters);
		expect(error).toBeUndefined();
		expect(sent).toEqual([body]);
		expect(items).toEqual([{ json: { success: true, id: 712345678 }, pairedItem: { item: 0 } }]);
	});

	test.each<[string, IDataObject, string]>([
		['no JSON', { task: '{' }, 'The parameter "Print (JSON)" is not valid JSON.'],
		['a list', { task: '[1]' }, 'The parameter "Print (JSON)" must be a JSON object.'],
		['a text', { task: '"x"' }, 'The parameter "Print (JSON)" must be a JSON object.'],
		['null', { task: 'null' }, 'The parameter "Print (JSON)" must be a JSON object.'],
		['an empty object', { task: '{}' }, 'The parameter "Print (JSON)" is empty'],
		['no field', { specifyTask: 'fields' }, 'The parameter "Print Fields" is empty'],
	])('refuses %s before any request', async (_name, parameters, sentence) => {
		expect((await runOperation('task:create', parameters)).error?.message).toBe(sentence);
	});

	// An interceptor answers once: a second request would fail the test.
	test.each([403, 500, 502, 504])('is not sent again after a %i', async (status) => {
		const sent = serveOnce('POST', tasks, { error: 'no' }, status);
		const options = { retryFor: 20 };
		const { error, items } = await runOperation('task:create', { task: '{"title":"x"}', options });
		expect([sent.length, items]).toEqual([1, []]);
		expect(error).toBeDefined();
	});

	test('the refusal says that nothing was started', async () => {
		const words = 'The client does not have access rights to the content.';
		serveOnce('POST', tasks, { error: words }, 403);
		const { error } = await runOperation('task:create', { task: '{"title":"x"}' });
		expect(error).toMatchObject({
			message: 'Bambu Lab lets only its own applications start a print through the cloud',
			description: `Nothing was started. Start prints with Bambu Studio or Bambu Handy. Bambu Lab said: ${words}`,
		});
	});
});

describe('device:update', () => {
	const path = '/v1/iot-service/api/user/device/info';
	beforeEach(answerBind);

	test('sends further fields as they are, but never another printer', async () => {
		const sent = serveOnce('PATCH', path, { message: 'success', code: 0 });
		const updateFields = { name: 'Attic', furtherFields: '{"dev_note":"x","dev_id":"other"}' };
		const { items } = await runOperation('device:update', { deviceId: 'workshop', updateFields });
		expect(sent).toEqual([{ dev_id: deviceId, dev_name: 'Attic', dev_note: 'x' }]);
		expect(items[0]?.json).toEqual({
			success: true,
			printerSerial: deviceId,
			printerName: 'Attic',
		});
	});

	test.each([{}, { name: '  ' }, { furtherFields: '{}' }])(
		'refuses the empty update %j before it is sent',
		async (updateFields) => {
			const { error } = await runOperation('device:update', { deviceId, updateFields });
			expect(error?.message).toBe('The parameter "Update Fields" is empty');
		},
	);
});

describe('slicerSetting:create', () => {
	const preset = { settingName: 'House PLA', baseId: 'GFSA00', setting: '{"inherits":"x"}' };

	test('stamps the preset with the time, as Bambu Studio does', async () => {
		const answer = { code: 0, setting_id: 'PFUS1', update_time: '2026-09-01 12:00:00' };
		const sent = serveOnce('POST', '/v1/iot-service/api/slicer/setting', answer);
		const additionalFields = { filamentId: 'GFA00' };
		const { items } = await runOperation('slicerSetting:create', { ...preset, additionalFields });
		expect(items[0]?.json).toEqual({
			success: true,
			id: 'PFUS1',
			updatedAt: '2026-09-01T04:00:00Z',
		});
		expect(sent).toEqual([
			{
				type: 'filament',
				name: 'House PLA',
				version: '02.00.00.00',
				base_id: 'GFSA00',
				filament_id: 'GFA00',
				public: false,
				setting: { inherits: 'x', updated_time: expect.stringMatching(/^\d{10}$/) },
			},
		]);
	});

	test('a full account is a failure, though the status says 200', async () => {
		serveOnce('POST', '/v1/iot-service/api/slicer/setting', { code: 14, message: 'limit' });
		const { error } = await runOperation('slicerSetting:create', preset);
		expect(error?.message).toBe(
			'Your Bambu Lab account has reached its limit for this kind of thing',
		);
	});
});

test('an upload that runs is no failure', async () => {
	nock(globalApi)
		.get(/notification/)
		.reply(200, { message: 'running', code: null, error: null });
	const { items } = await runOperation('file:getUploadStatus', { ticketId: 't' });
	expect(items[0]?.json).toEqual({ status: 'running', statusCode: 'running' });
});

test.each([
	['filamentSpool:delete', { spoolId: '4980001' }],
	['slicerSetting:delete', { settingId: 'PFUS1' }],
])('%s says that it is deleted, whatever the cloud answers', async (name, parameters) => {
	nock(globalApi).delete(/.*/).reply(200, { message: 'success', code: null });
	const { items } = await runOperation(name, parameters);
	expect(items.map(({ json }) => json)).toEqual([{ deleted: true }]);
});

test('camera access gives out its secrets, which are its purpose', async () => {
	const answer = { message: 'success', code: null, ttcode: 'a', passwd: 'b', authkey: 'c' };
	answerBind();
	serveOnce('POST', '/v1/iot-service/api/user/ttcode', answer);
	const { items } = await runOperation('device:getCameraAccess', { deviceId });
	expect(items[0]?.json).toMatchObject({ accessId: 'a', password: 'b', authKey: 'c' });
	expect(items[0]?.json).not.toHaveProperty('message');
});

test('slashes of resource types go raw, several types at once', async () => {
	const asked: string[] = [];
	nock(globalApi)
		.get(/.*/)
		.reply(200, (uri) => {
			asked.push(uri);
			return JSON.stringify({ message: 'success', software: null, guide: null, resources: null });
		});
	const types = [
		{ type: 'slicer/plugins/cloud', version: '01.01.00.00' },
		{ type: 'policy/privacy', version: '1&x=2' },
	];
	const { items } = await runOperation('slicerResource:getAll', { resourceTypes: { types } });
	expect(items).toEqual([]);
	expect(asked).toEqual([
		'/v1/iot-service/api/slicer/resource?slicer/plugins/cloud=01.01.00.00&policy/privacy=1%26x%3D2',
	]);
});

describe('prints split by filament', () => {
	const print = {
		id: 5,
		weight: 30,
		amsDetailMapping: [
			{ filamentType: 'PLA', filamentId: 'GFA00', weight: 10 },
			{ filamentType: 'PETG', filamentId: 'GFG00', weight: 20 },
		],
	};
	const filaments = [{ filament: 'gfg00', pricePerKg: 50 }];
	const options = { pricePerKg: 20, prices: { filaments } };
	beforeEach(() => {
		const filamentSettings: object[] = [];
		nock(globalApi)
			.get('/v1/design-user-service/filament/config')
			.optionally()
			.reply(200, { filamentSettings });
	});

	test('an item each, linked to the input, with its cost', async () => {
		nock(globalApi)
			.get(/my\/tasks/)
			.reply(200, { total: 1, hits: [print] });
		const { items } = await runOperation('task:getAll', { splitByFilament: true, options });
		expect(items).toEqual([
			{
				json: expect.objectContaining({ rowId: '5-1', filamentType: 'PLA', estimatedCost: 0.2 }),
				pairedItem: { item: 0 },
			},
			{
				json: expect.objectContaining({ rowId: '5-2', filamentType: 'PETG', estimatedCost: 1 }),
				pairedItem: { item: 0 },
			},
		]);
	});

	test('one print too', async () => {
		nock(globalApi).get(`${tasks}/5`).reply(200, print);
		const { items } = await runOperation('task:get', { taskId: '5', splitByFilament: true });
		expect(items.map(({ json }) => json.estimatedGrams)).toEqual([10, 20]);
	});

	test('unsplit, a print has the cost of all its filaments', async () => {
		nock(globalApi).get(`${tasks}/5`).reply(200, print);
		const { items } = await runOperation('task:get', { taskId: '5', options });
		expect(items.map(({ json }) => json.estimatedCost)).toEqual([1.2]);
	});
});
