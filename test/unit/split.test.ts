import fc from 'fast-check';

import { splitByFilament } from '../../nodes/BambuLab/output/split';
import { simplifyTask } from '../../nodes/BambuLab/output/task';

const grams = fc.integer({ min: 0, max: 200_000 }).map((hundredths) => hundredths / 100);
const absent = fc.constantFrom(undefined, null, '');

const filament = fc.record({
	ams: fc.oneof(fc.integer({ min: 0, max: 255 }), absent),
	amsId: fc.oneof(fc.integer({ min: 0, max: 255 }), absent),
	slotId: fc.oneof(fc.integer({ min: 0, max: 4 }), absent),
	sourceColor: fc.oneof(fc.constantFrom('00AE42FF', 'FFFFFF00', 'red'), absent),
	filamentId: fc.oneof(fc.constantFrom('GFA00', 'GFG00', 'Pabc1234', '__proto__'), absent),
	filamentType: fc.oneof(fc.constantFrom('PLA', 'PETG', 'constructor'), absent),
	weight: fc.oneof(grams, absent),
});

const task = fc.record({
	id: fc.integer({ min: 1 }),
	status: fc.constantFrom(1, 2, 3, 4, null),
	startTime: fc.constantFrom('2026-08-14T09:21:07Z', null),
	endTime: fc.constantFrom('2026-08-14T11:02:44Z', null),
	weight: fc.oneof(grams, absent),
	length: fc.oneof(fc.integer({ min: 0, max: 500_000 }), absent),
	costTime: fc.oneof(fc.integer({ min: 0, max: 900_000 }), absent),
	amsDetailMapping: fc.oneof(fc.array(filament, { maxLength: 16 }), absent),
});

const prices = fc.record({
	perKg: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 200 })),
	byFilament: fc.constantFrom(new Map(), new Map([['pla', 17.5]]), new Map([['gfa00', 30]])),
});

function sum(rows: object[], column: string): number {
	const values = rows.map((row) => Number((row as { [name: string]: unknown })[column] ?? 0));
	return Math.round(values.reduce((total, value) => total + value, 0) * 100) / 100;
}

const additive = ['estimatedGrams', 'estimatedMetres', 'estimatedMinutes', 'durationMinutes'];

test('the rows of a task add up to its figures', () => {
	fc.assert(
		fc.property(task, prices, (row, price) => {
			const whole = simplifyTask(row, price);
			const rows = splitByFilament(row, price);
			for (const column of [...additive, 'estimatedCost']) {
				if (typeof whole[column] !== 'number') continue;
				expect(sum(rows, column)).toBe(whole[column]);
			}
		}),
		{ numRuns: 2000 },
	);
});

test('there is a row per filament, none negative, all with the same columns', () => {
	fc.assert(
		fc.property(task, prices, (row, price) => {
			const rows = splitByFilament(row, price);
			const count = Array.isArray(row.amsDetailMapping) ? row.amsDetailMapping.length : 0;
			expect(rows).toHaveLength(Math.max(1, count));
			for (const [index, current] of rows.entries()) {
				expect(Object.keys(current)).toEqual(Object.keys(rows[0] ?? {}));
				expect(current).toMatchObject({ filamentNumber: index + 1, filamentCount: count });
				expect(current).not.toHaveProperty('filaments');
				for (const column of [...additive, 'estimatedCost']) {
					expect(Number(current[column] ?? 0)).toBeGreaterThanOrEqual(0);
				}
			}
		}),
	);
});

test('the columns are the same with and without filament data', () => {
	const [without] = splitByFilament({ id: 1 });
	const [some] = splitByFilament({ id: 1, amsDetailMapping: [{ weight: 2 }] });
	expect(Object.keys(without ?? {})).toEqual(Object.keys(some ?? {}));
});

const twoColors = {
	id: 1,
	weight: 30,
	length: 1000,
	costTime: 600,
	status: 2,
	startTime: '2026-08-14T09:00:00Z',
	endTime: '2026-08-14T09:30:00Z',
	amsDetailMapping: [
		{ ams: 4, filamentId: 'GFA00', filamentType: 'PLA', sourceColor: '00AE42FF', weight: 10 },
		{ ams: 255, filamentId: 'GFG00', filamentType: 'PETG', sourceColor: 'FFFFFFFF', weight: 20 },
	],
};

test('two filaments at their prices', () => {
	const byFilament = new Map([
		['pla', 99],
		['gfa00', 20],
	]);
	expect(splitByFilament(twoColors, { perKg: 30, byFilament })).toMatchObject([
		{
			rowId: '1-1',
			filamentNumber: 1,
			filamentType: 'PLA',
			filamentName: 'Bambu PLA Basic',
			slot: 'AMS 2, slot 1',
			color: '#00AE42',
			colorName: 'green',
			estimatedGrams: 10,
			estimatedMetres: 3.33,
			estimatedCost: 0.2,
			estimatedMinutes: 10,
			durationMinutes: 30,
		},
		{
			rowId: '1-2',
			filamentNumber: 2,
			filamentType: 'PETG',
			slot: 'External',
			colorName: 'white',
			estimatedGrams: 20,
			estimatedMetres: 6.67,
			estimatedCost: 0.6,
			estimatedMinutes: null,
			durationMinutes: null,
		},
	]);
});

test('a filament without a price has no cost, the others keep theirs', () => {
	const rows = splitByFilament(twoColors, { byFilament: new Map([['petg', 25]]) });
	expect(rows.map(({ estimatedCost }) => estimatedCost)).toEqual([null, 0.5]);
});

test('weights of the filaments count where the task has none', () => {
	const rows = splitByFilament({ ...twoColors, weight: null });
	expect(rows.map(({ estimatedGrams }) => estimatedGrams)).toEqual([10, 20]);
});

test('without a price nothing is said of cost', () => {
	expect(splitByFilament(twoColors)[0]).not.toHaveProperty('estimatedCost');
	expect(simplifyTask(twoColors)).not.toHaveProperty('estimatedCost');
});
