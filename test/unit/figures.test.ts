import fc from 'fast-check';

import { fieldsOf, shape, type RowContext } from '../../nodes/BambuLab/output/rowForm';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { printForm } from '../../nodes/BambuLab/output/task';
import { everyField, oddTask, prices } from './support/odd';

function sum(rows: object[], column: string): number {
	const values = rows.map((row) => Number((row as { [name: string]: unknown })[column] ?? 0));
	return Math.round(values.reduce((total, value) => total + value, 0) * 100) / 100;
}

const additive = [
	...['estimatedGrams', 'estimatedMetres', 'estimatedUsedGrams'],
	...['estimatedCost', 'estimatedUsedCost', 'estimatedFilamentCost', 'estimatedMachineCost'],
	...['estimatedMinutes', 'durationMinutes'],
];

/** The print, its filaments in its own row, and its rows: the forms in which it can come. */
function formsOf(task: object, context: RowContext) {
	const [whole = {}] = shape(printForm, { ...task }, everyField, context);
	const rows = shape(filamentForm, { ...task }, everyField, context);
	return { whole, rows, filaments: whole.filaments as object[] };
}

test('the rows of a print, and the filaments in its own row, add up to its figures', () => {
	fc.assert(
		fc.property(oddTask, prices, (task, price) => {
			const { whole, rows, filaments } = formsOf(task, { prices: price });
			for (const column of additive) {
				if (typeof whole[column] !== 'number') continue;
				expect([column, sum(rows, column)]).toEqual([column, whole[column]]);
				if (column.endsWith('Minutes') || filaments.length === 0) continue;
				expect([column, sum(filaments, column)]).toEqual([column, whole[column]]);
			}
		}),
		{ numRuns: 1000 },
	);
});

test('what stands in a row is priced: grams times price is the cost, to the cent', () => {
	fc.assert(
		fc.property(oddTask, fc.integer({ min: 0, max: 200 }), (task, perKg) => {
			const { whole, rows } = formsOf(task, { prices: { perKg } });
			for (const row of [whole, ...rows]) {
				const { estimatedGrams: grams, estimatedCost: cost } = row;
				expect(cost === null).toBe(grams === null);
				if (grams !== null) {
					expect(Math.abs(Number(cost) - (Number(grams) * perKg) / 1000)).toBeLessThan(0.0101);
				}
			}
			if (whole.estimatedGrams !== null) {
				const exact = (Number(whole.estimatedGrams) * perKg) / 1000;
				expect(Math.abs(Number(whole.estimatedCost) - exact)).toBeLessThan(0.00501);
			}
		}),
		{ numRuns: 800 },
	);
});

test('a cost is unknown where, and only where, something used has no price or no weight', () => {
	fc.assert(
		fc.property(oddTask, prices, (task, price) => {
			const { whole, rows } = formsOf(task, { prices: price });
			if (price.perHour !== undefined) return;
			const used = rows.filter(({ estimatedGrams }) => Number(estimatedGrams ?? 0) > 0);
			const isKnown = used.length > 0 && used.every(({ estimatedCost }) => estimatedCost !== null);
			expect(whole.estimatedCost !== null).toBe(isKnown);
		}),
		{ numRuns: 800 },
	);
});

test('filament and machine add up to the cost, to the cent', () => {
	fc.assert(
		fc.property(oddTask, prices, (task, price) => {
			const { whole, rows } = formsOf(task, { prices: price });
			for (const row of [whole, ...rows]) {
				const { estimatedCost: cost, estimatedFilamentCost: filament } = row;
				if (cost === null || filament === null || cost === undefined) continue;
				const parts = [{ cost: filament }, { cost: row.estimatedMachineCost }];
				expect(sum(parts, 'cost')).toBe(cost);
			}
		}),
		{ numRuns: 800 },
	);
});

test('no figure is negative, and there is a row per filament that is used', () => {
	fc.assert(
		fc.property(oddTask, prices, (task, price) => {
			const { whole, rows, filaments } = formsOf(task, { prices: price });
			expect(rows).toHaveLength(Math.max(1, filaments.length));
			for (const [index, row] of rows.entries()) {
				expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}));
				expect(row).toMatchObject({
					filamentNumber: index + 1,
					filamentCount: filaments.length,
				});
			}
			for (const row of [whole, ...rows]) {
				for (const column of additive) expect(Number(row[column] ?? 0)).toBeGreaterThanOrEqual(0);
			}
		}),
	);
});

test('all fields are there whatever is known', () => {
	const priced = { prices: { perKg: 20, perHour: 2 } };
	for (const task of [{ id: 1 }, { id: 1, amsDetailMapping: [{ filamentType: 'PLA' }] }]) {
		const { whole, rows } = formsOf(task, priced);
		expect(Object.keys(whole).sort()).toEqual([...fieldsOf(printForm)].sort());
		expect(Object.keys(rows[0] ?? {}).sort()).toEqual([...fieldsOf(filamentForm)].sort());
	}
});

test('without a price nothing is said of cost', () => {
	for (const row of Object.values(formsOf({ id: 1, weight: 10 }, {})).flat()) {
		expect(Object.keys(row).filter((name) => name.endsWith('Cost'))).toEqual([]);
	}
});
