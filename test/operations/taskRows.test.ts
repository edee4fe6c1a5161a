import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { globalApi, itemsWith, runOperation } from '../support/bambuLab';

/** Two filaments, and weights that do not come out even. */
const twoColors = {
	id: 1,
	weight: 30.01,
	length: 1000,
	amsDetailMapping: [
		{ ams: 16, amsId: 128, slotId: 0, filamentId: 'GFA00', filamentType: 'PLA', weight: 10 },
		{ ams: 255, filamentId: 'GFG00', filamentType: 'PETG', weight: 20.01 },
	],
};

beforeEach(() => {
	nock(globalApi)
		.persist()
		.get('/v1/design-user-service/filament/config')
		.optionally()
		.reply(200, { filamentSettings: [] });
});

function answer(id: number, task: object): void {
	nock(globalApi).get(`/v1/user-service/my/task/${id}`).reply(200, task);
}

async function rowsOf(parameters: IDataObject = {}, ids = [1]) {
	const all = {
		taskId: '={{ $json.id }}',
		output: 'fields',
		splitByFilament: true,
		...parameters,
	};
	const items = itemsWith(...ids.map((id) => ({ id })));
	const run = await runOperation('task:get', all, { items });
	expect(run.error).toBeUndefined();
	return run.items;
}

describe('Split by Filament', () => {
	test('gives a row per filament, each paired to the item that asked for its print', async () => {
		answer(1, twoColors);
		answer(2, { id: 2 });
		answer(3, { ...twoColors, id: 3 });
		const items = await rowsOf({}, [1, 2, 3]);
		expect(items.map(({ json, pairedItem }) => [json.rowId, json.slot, pairedItem])).toEqual([
			['1-1', 'AMS HT A', { item: 0 }],
			['1-2', 'External', { item: 0 }],
			['2-1', null, { item: 1 }],
			['3-1', 'AMS HT A', { item: 2 }],
			['3-2', 'External', { item: 2 }],
		]);
	});

	test.each([
		[
			['PTEG', 'pla'],
			['Check the spelling of "PTEG" under Prices by Filament: these prints use PLA, PETG.'],
		],
		[['ASA', 'petg-cf', 'GFG00', 'Pabc1234'], []],
	])('prices of %j: the hints are %j', async (names, hints) => {
		answer(1, twoColors);
		const filaments = names.map((filament) => ({ filament, pricePerKg: 20 }));
		const options = { prices: { filaments } };
		const run = await runOperation('task:get', { taskId: '1', options });
		expect(run.hints.map(({ message }) => message)).toEqual(hints);
	});

	test('prices: the ID goes before the material, and that before the general price', async () => {
		const prices = {
			filaments: [
				{ filament: 'pla', pricePerKg: 99 },
				{ filament: ' gfa00 ', pricePerKg: 25 },
			],
		};
		answer(1, twoColors);
		const rows = await rowsOf({ options: { pricePerKg: 30, prices } });
		expect(rows.map(({ json }) => json.estimatedCost)).toEqual([0.25, 0.6]);
		answer(1, twoColors);
		const [whole] = await rowsOf({ splitByFilament: false, options: { pricePerKg: 30, prices } });
		expect(whole?.json).toMatchObject({ estimatedCost: 0.85, estimatedGrams: 30.01 });
	});

	test('a table of prices alone leaves out what is not in it', async () => {
		answer(1, twoColors);
		const prices = { filaments: [{ filament: 'PETG', pricePerKg: 10 }] };
		const rows = await rowsOf({ options: { prices } });
		expect(rows.map(({ json }) => json.estimatedCost)).toEqual([null, 0.2]);
	});

	test.each([
		['', 'is empty. Enter a value.'],
		['={{ undefined }}', 'came out empty. Correct its expression.'],
	])('a price of no filament (%s) is refused', async (filament, fault) => {
		const prices = { filaments: [{ filament, pricePerKg: 10 }] };
		const parameters = { taskId: '1', options: { prices } };
		const { error } = await runOperation('task:get', parameters);
		expect(error?.message).toBe(`The parameter "Filament Type or ID" ${fault}`);
	});
});
