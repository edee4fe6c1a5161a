import fc from 'fast-check';
import nock from 'nock';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { isList, type Operation } from '../../nodes/BambuLab/core/operation';
import { shape, type RowForm } from '../../nodes/BambuLab/output/rowForm';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { printForm } from '../../nodes/BambuLab/output/task';
import { bambuCredential, globalApi, itemsWith, runOperation } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';
import { everyField, oddTask, prices } from '../unit/support/odd';

const tasks = '/v1/user-service/my/tasks';
const catalogue = '/v1/design-user-service/filament/config';

const print = {
	id: 1,
	title: 'Comb',
	status: 2,
	weight: 10,
	designId: 5,
	designTitle: 'Comb',
	amsDetailMapping: [
		{ filamentId: 'GFA21', filamentType: 'PLA', weight: 6 },
		{ filamentId: 'Pabc1234', filamentType: 'PLA', weight: 4 },
	],
};

function answerTasks(...hits: object[]): void {
	nock(globalApi).persist().get(tasks).query(true).reply(200, { total: hits.length, hits });
}

describe('Selected Fields', () => {
	test.each([
		['chosen', ['status', 'title'], { status: 'finished', title: 'Comb' }],
		['chosen by an expression', '={{ "title, status" }}', { title: 'Comb', status: 'finished' }],
		['that the row lacks', ['title', 'estimatedCost'], { title: 'Comb', estimatedCost: null }],
	])('%s', async (_name, fields, json) => {
		answerTasks(print);
		const { items } = await runOperation('task:getAll', { output: 'fields', fields });
		expect(items.map((item) => item.json)).toEqual([json]);
	});

	test('of the rows of filaments', async () => {
		answerTasks(print);
		const { items } = await runOperation('task:getAll', {
			output: 'fields',
			splitByFilament: true,
			fields: ['rowId', 'filamentType', 'estimatedGrams'],
		});
		expect(items.map(({ json }) => json)).toEqual([
			{ rowId: '1-1', filamentType: 'PLA', estimatedGrams: 6 },
			{ rowId: '1-2', filamentType: 'PLA', estimatedGrams: 4 },
		]);
	});
});

describe('a field chosen alone', () => {
	const cloud = useCloud({ odd: true });
	const readable = resources.flatMap(({ value, operations }) =>
		operations
			.filter((operation) => operation.readable !== undefined && operation.isWrite !== true)
			.map((operation): [string, Operation] => [`${value}:${operation.value}`, operation])
			// An upload goes on meanwhile, and a report says when it was read.
			.filter(([name]) => !['file:getUploadStatus', 'device:readLiveReport'].includes(name)),
	);
	// An address is signed anew each time.
	const unsigned = (value: unknown) => JSON.stringify(value).replace(/\?[^"]*"/g, '"');

	test.each(readable)('%s: has the value that it has among all', async (name, operation) => {
		cloud().world.startPrint({ title: 'Benchy', seconds: 5400 });
		const credential = credentialFor(cloud());
		const rowsOf = async (fields: string[]) => {
			const more = { output: 'fields', fields, ...(isList(operation) ? { limit: 5 } : {}) };
			const parameters = { ...operation.sample.parameters, ...more };
			const { error, items } = await runOperation(name, parameters, { credential });
			expect(error).toBeUndefined();
			return items.map(({ json }) => json);
		};
		const all = await rowsOf([]);
		expect(all).not.toHaveLength(0);
		for (const field of Object.keys(all[0] ?? {})) {
			const alone = (await rowsOf([field])).map((row) => unsigned(row[field]));
			expect([field, alone]).toEqual([field, all.map((row) => unsigned(row[field]))]);
		}
	});
});

test.each(['device:get', 'device:getAll', 'device:getPrintStatus'])(
	'%s: Include Secrets adds the access code to chosen fields too, which do not offer it',
	async (name) => {
		const devices = [{ dev_id: 'S1', name: 'Desk', online: true, dev_access_code: '12345678' }];
		nock(globalApi)
			.persist()
			.get(/user\/(bind|print)$/)
			.query(true)
			.reply(200, { devices });
		const run = async (includeSecrets: boolean) => {
			const { items } = await runOperation(name, {
				...(name === 'device:get' ? { deviceId: 'desk' } : {}),
				...{ output: 'fields', fields: ['printerName'], options: { includeSecrets } },
			});
			return items.map(({ json }) => json);
		};
		expect(await run(true)).toEqual([{ printerName: 'Desk', accessCode: '12345678' }]);
		expect(await run(false)).toEqual([{ printerName: 'Desk' }]);
	},
);

describe('names of filaments', () => {
	const filament = {
		filamentVendor: 'Bambu Lab',
		filamentName: 'PLA Granite',
		filamentId: 'GFA21',
	};
	const preset = { filament_id: 'Pabc1234', name: 'House PLA @BBL X1C' };
	const split = { splitByFilament: true };

	/** Each may be asked for once; a second request would fail the test. */
	function answerNames(): void {
		nock(globalApi)
			.get(catalogue)
			.reply(200, { filamentSettings: [filament] });
		nock(globalApi)
			.get('/v1/iot-service/api/slicer/setting')
			.query({ version: '02.00.00.00', public: false })
			.reply(200, { filament: { private: [preset] } });
	}

	test('come from the catalogue and one’s own presets, each asked once for many items', async () => {
		answerTasks(print);
		answerNames();
		const { items } = await runOperation('task:getAll', split, { items: itemsWith({}, {}, {}) });
		const names = items.map(({ json }) => json.filamentName);
		expect(names).toEqual(Array(3).fill(['Bambu PLA Granite', 'House PLA']).flat());
	});

	test('are not asked for where the form shows none', async () => {
		answerTasks(print);
		for (const parameters of [{}, { output: 'raw' }, { output: 'fields', fields: ['title'] }]) {
			expect((await runOperation('task:getAll', parameters)).error).toBeUndefined();
		}
	});

	test('the catalogue is out of order: the table of official names stands in, and nothing fails', async () => {
		answerTasks({ ...print, amsDetailMapping: [{ filamentId: 'GFA50' }, { filamentId: 'GFA21' }] });
		nock(globalApi).get(catalogue).reply(500, {});
		const { items, error } = await runOperation('task:getAll', split);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.filamentName)).toEqual(['Bambu PLA-CF', null]);
	});
});

test.each([
	['global', 'https://makerworld.com/models/5'],
	['china', 'https://makerworld.com.cn/models/5'],
])('in the region %s a design’s page is %s', async (region, url) => {
	const api = region === 'china' ? 'https://api.bambulab.cn' : globalApi;
	nock(api)
		.get(tasks)
		.query(true)
		.reply(200, { total: 1, hits: [print] });
	const parameters = { output: 'fields', fields: ['url'] };
	const credential = bambuCredential({ region });
	const { items } = await runOperation('task:getAll', parameters, { credential });
	expect(items.map(({ json }) => json)).toEqual([{ url }]);
});

test('Include Picture and prices keep working with both readable forms', async () => {
	answerTasks({ ...print, cover: 'https://files.example/a.png' });
	nock('https://files.example').persist().get('/a.png').reply(200, 'a');
	const options = { includePicture: true, pricePerKg: 20 };
	for (const form of [{}, { output: 'fields', fields: ['estimatedCost'] }]) {
		const parameters = { ...form, options };
		const { items } = await runOperation('task:getAll', parameters);
		expect(items[0]?.json.estimatedCost).toBe(0.2);
		expect(items[0]?.binary?.data).toBeDefined();
	}
});

describe('Simplified', () => {
	const cloud = useCloud({ odd: true });

	// These tell nothing that the rows of the cloud don't hold.
	test.each([
		['filamentSpool:getAll'],
		['filamentSpool:getCatalogue'],
		['message:getAll'],
		['project:getAll'],
		['slicerSetting:getAll'],
		['task:getAll'],
	])('%s is smaller than what the cloud gives', async (name) => {
		const credential = credentialFor(cloud());
		const sizeIn = async (output: string) => {
			const parameters = { returnAll: true, output };
			const { items } = await runOperation(name, parameters, { credential });
			expect(items).not.toHaveLength(0);
			return JSON.stringify(items.map(({ json }) => json)).length;
		};
		expect(await sizeIn('simple')).toBeLessThan(await sizeIn('raw'));
	});
});

describe('for an AI agent', () => {
	const cloud = useCloud({ history: 60, odd: true });

	test('the default list of prints is small', async () => {
		const credential = credentialFor(cloud());
		const { items } = await runOperation('task:getAll', { limit: 20 }, { credential });
		expect(items).toHaveLength(20);
		// Tokenizers of today take 2.9 characters of such rows as one token.
		const tokens = JSON.stringify(items.map(({ json }) => json)).length / 2.5;
		expect(tokens).toBeLessThan(3000);
	});
});

test('action and trigger agree in grams, metres and cost to the cent', async () => {
	const figures = [
		...['estimatedGrams', 'estimatedMetres', 'estimatedUsedGrams'],
		...['estimatedCost', 'estimatedUsedCost'],
	];
	const pick = (row: object) =>
		figures.map((name) => (row as { [column: string]: unknown })[name] ?? null);
	await fc.assert(
		fc.asyncProperty(oddTask, prices, async (task, { byFilament = new Map(), ...given }) => {
			nock.cleanAll();
			answerTasks(task);
			nock(globalApi)
				.persist()
				.get(/config|setting/)
				.query(true)
				.reply(200, {});
			const filaments = [...byFilament].map(([filament, pricePerKg]) => ({ filament, pricePerKg }));
			const isPriced =
				given.perKg !== undefined || given.perHour !== undefined || byFilament.size > 0;
			const options = {
				...(given.perKg === undefined ? {} : { pricePerKg: given.perKg }),
				...(given.perHour === undefined ? {} : { pricePerHour: given.perHour }),
				...(byFilament.size === 0 ? {} : { prices: { filaments } }),
			};
			const run = async (splitByFilament: boolean) => {
				const parameters = { output: 'fields', splitByFilament, options };
				const { items } = await runOperation('task:getAll', parameters);
				return items.map(({ json }) => json);
			};
			// What the trigger's items are made with.
			const told = (form: RowForm) =>
				shape(form, task, everyField, {
					prices: isPriced ? { ...given, byFilament } : undefined,
				});
			const [whole = {}] = await run(false);
			expect(told(printForm).map(pick)).toEqual([pick(whole)]);
			expect(told(filamentForm).map(pick)).toEqual((await run(true)).map(pick));
		}),
		{ numRuns: 25 },
	);
	nock.cleanAll();
});
