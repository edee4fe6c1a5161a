import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { globalApi, runOperation } from '../support/bambuLab';
import { servePages } from './wirePages';

const inventory = '/v1/design-user-service/my/filament/v2';

const spool = {
	id: 4980001,
	filamentName: 'PLA Basic',
	filamentType: 'PLA',
	netWeight: 640,
	totalNetWeight: 1000,
};

function answerSpools(...hits: object[]): string[] {
	const asked: string[] = [];
	nock(globalApi)
		.get(inventory)
		.query(true)
		.reply(200, (uri) => {
			asked.push(new URL(uri, globalApi).searchParams.toString());
			return JSON.stringify({ hits });
		});
	return asked;
}

/** Takes one write, and gives what it carried. */
function takeWrite(method: string): unknown[] {
	const bodies: unknown[] = [];
	nock(globalApi)
		.intercept(inventory, method)
		.reply(200, (_uri, body) => {
			bodies.push(body);
			return '{}';
		});
	return bodies;
}

describe('update', () => {
	const parameters = { spoolId: '4980001' };

	async function updated(spoolDetails: IDataObject) {
		answerSpools(spool);
		const bodies = takeWrite('PUT');
		const run = await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
		expect(run.error).toBeUndefined();
		const remainingGrams = spoolDetails.netWeight ?? spool.netWeight;
		expect(run.items.map(({ json }) => json)).toEqual([
			{ success: true, id: 4980001, remainingGrams },
		]);
		return bodies[0];
	}

	test('keeps the name that it is not given', async () => {
		const body = await updated({ netWeight: 500 });
		expect(body).toEqual({ id: 4980001, filamentName: 'PLA Basic', netWeight: 500 });
		expect(await updated({ note: '', filamentName: '' })).toEqual({
			id: 4980001,
			filamentName: 'PLA Basic',
			note: '',
		});
	});

	test('takes a new name', async () => {
		expect(await updated({ filamentName: 'Oops' })).toEqual({ id: 4980001, filamentName: 'Oops' });
	});

	test.each([
		[{ netWeight: 1500 }, 1500, 1000],
		[{ totalNetWeight: 250 }, 640, 250],
	])('%j would not fit', async (spoolDetails, left, full) => {
		answerSpools(spool);
		const { error } = await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
		expect(error?.message).toBe(
			`The parameter "Remaining Weight (Grams)" is ${left}, more than the ${full} g of the full spool`,
		);
	});

	test.each([
		['grams', spool, 12.34, 627.66],
		['more than there is', spool, 700, 0],
		['from a spool that holds more than it can', { ...spool, netWeight: 1200 }, 50, 1150],
	])('deducts %s', async (_what, given, deductGrams, netWeight) => {
		answerSpools(given);
		const bodies = takeWrite('PUT');
		const spoolDetails = { deductGrams };
		const run = await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
		expect(run.error).toBeUndefined();
		expect(bodies).toEqual([{ id: 4980001, filamentName: 'PLA Basic', netWeight }]);
		expect(run.items.map(({ json }) => json)).toEqual([
			{ success: true, id: 4980001, remainingGrams: netWeight },
		]);
	});

	test.each([{}, { furtherFields: '{}' }, { filamentName: '' }])(
		'of nothing, %j, is refused, and asks the cloud for nothing',
		async (spoolDetails) => {
			const { error } = await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
			expect(error?.message).toBe('The parameter "Update Fields" is empty');
			expect(error?.description).toContain('Add what is to change');
		},
	);

	test('deducts nothing where nothing is to be deducted', async () => {
		expect(await updated({ deductGrams: 0, note: 'x' })).toEqual({
			id: 4980001,
			filamentName: 'PLA Basic',
			note: 'x',
		});
	});

	test('executions that overlap deduct one after the other, so that none is undone', async () => {
		const kept = { ...spool };
		nock(globalApi)
			.persist()
			.get(inventory)
			.query(true)
			.delay(20)
			.reply(200, () => ({ hits: [{ ...kept }] }));
		nock(globalApi)
			.persist()
			.put(inventory)
			.delay(20)
			.reply(200, (_uri, body) => {
				Object.assign(kept, body);
				return {};
			});
		const each = [10, 20, 'refused', 30].map(async (deductGrams) => {
			const spoolDetails = deductGrams === 'refused' ? { netWeight: 9999 } : { deductGrams };
			return await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
		});
		const errors = (await Promise.all(each)).map(({ error }) => error !== undefined);
		expect(errors).toEqual([false, false, true, false]);
		expect(kept.netWeight).toBe(580);
	});

	test.each([
		[
			'beside a new weight',
			spool,
			{ deductGrams: 5, netWeight: 500 },
			'"Deduct (Grams)" and "Remaining Weight (Grams)" cannot be used together',
		],
		[
			'from an unknown weight',
			{ ...spool, netWeight: null },
			{ deductGrams: 5 },
			'Bambu Lab does not know how much filament is left on this spool',
		],
	])('cannot deduct %s', async (_what, given, spoolDetails, message) => {
		answerSpools(given);
		const { error } = await runOperation('filamentSpool:update', { ...parameters, spoolDetails });
		expect(error?.message).toBe(message);
	});

	test('a spool that there is not', async () => {
		answerSpools({ ...spool, id: 1 });
		const { error } = await runOperation('filamentSpool:update', {
			...parameters,
			spoolDetails: { netWeight: 500 },
		});
		expect(error?.message).toBe('The filament inventory has no spool with the ID "4980001"');
	});
});

describe('create', () => {
	const filament = {
		filamentVendor: 'Bambu Lab',
		filamentType: 'PETG',
		filamentName: 'PETG HF',
		filamentId: 'GFG02',
		isSupport: false,
	};
	beforeEach(() => {
		const twin = { ...filament, filamentId: 'GFX2', filamentName: 'Twin' };
		const filamentSettings = [filament, twin, { ...twin, filamentId: 'GFX3' }];
		nock(globalApi).get('/v1/design-user-service/filament/config').reply(200, { filamentSettings });
	});

	test.each(['GFG02', 'gfg02', 'PETG HF', 'Bambu PETG HF'])(
		'the catalogue says what "%s" is',
		async (filamentId) => {
			const bodies = takeWrite('POST');
			const spoolDetails = { netWeight: 800, color: '00ae42' };
			await runOperation('filamentSpool:create', { filamentId, spoolDetails });
			expect(bodies).toEqual([
				{
					...filament,
					createType: 'manual',
					color: '#00AE42',
					colorType: 2,
					netWeight: 800,
					totalNetWeight: 1000,
				},
			]);
		},
	);

	test('what it does not know is told by hand', async () => {
		const bodies = takeWrite('POST');
		const own = { filamentVendor: 'House', filamentType: 'PLA', filamentName: 'Red' };
		const parameters = { filamentId: 'P1234', spoolDetails: own };
		await runOperation('filamentSpool:create', parameters);
		expect(bodies).toEqual([expect.objectContaining({ ...own, filamentId: 'P1234' })]);
	});

	test.each(['P1234', 'Twin'])('"%s" alone says too little', async (filamentId) => {
		const { error } = await runOperation('filamentSpool:create', { filamentId });
		expect(error).toMatchObject({
			message: `The catalogue has no filament "${filamentId}"`,
			description:
				'Choose one from the list, or add Vendor, Material, and Filament Name under "Additional Fields".',
		});
	});
});

describe('filters', () => {
	const petg = { ...spool, id: 2, filamentType: 'PETG', category: 'PETG' };
	const support = { ...spool, id: 3, filamentType: 'PLA-S', category: 'Support' };

	test.each([
		['a material in other letters', 'petg', [2]],
		['several of them', ' petg , Pla', [1, 2]],
		['a list of them', '={{ ["PETG", "pla-s"] }}', [2, 3]],
		['a category', 'SUPPORT', [3]],
		['another material', 'PC', []],
	])('by %s', async (_name, category, ids) => {
		servePages(inventory, [{ ...spool, id: 1 }, petg, support]);
		const parameters = { output: 'raw', filters: { category } };
		const { items } = await runOperation('filamentSpool:getAll', parameters);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
	});

	test.each([
		['4980001, 4980002', '4980001,4980002'],
		['={{ [4980001, "4980002"] }}', '4980001,4980002'],
		['={{ 4980001 }}', '4980001'],
	])('IDs as %s', async (ids, sent) => {
		const asked = answerSpools();
		await runOperation('filamentSpool:getAll', { filters: { ids } });
		expect(new URLSearchParams(asked[0]).get('ids')).toBe(sent);
	});

	// What is deleted or written to next would else be every spool there is.
	test.each([
		['IDs', { ids: '={{ [].join(",") }}' }],
		['IDs', { ids: '={{ [] }}' }],
		['RFIDs', { rfids: ' , ' }],
		['Materials', { category: '' }],
	])('%s that name none are refused, and not left out: %j', async (label, filters) => {
		const { error, items } = await runOperation('filamentSpool:getAll', { filters });
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			`The parameter "${label}" is empty. Fill it in, or remove it from "Filters".`,
		);
	});
});
