import type { Prices } from '../../nodes/BambuLab/output/prices';
import { shape, type RowContext, type RowForm } from '../../nodes/BambuLab/output/rowForm';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { printForm } from '../../nodes/BambuLab/output/task';
import { everyField, placeholder } from './support/odd';

function print(task: object, context: RowContext = {}) {
	return shape(printForm, { ...task }, everyField, context)[0] ?? {};
}

function split(task: object, context: RowContext = {}) {
	return shape(filamentForm, { ...task }, everyField, context);
}

describe('figures that were wrong', () => {
	const perKg = (price: number): RowContext => ({ prices: { perKg: price } });
	const pla = (weight?: number | null) => ({ filamentType: 'PLA', weight });
	const columns = (rows: object[], ...names: string[]) =>
		rows.map((row) => names.map((name) => (row as { [name: string]: unknown })[name]));

	test('weights that don’t add up: the grams that are shown are priced', () => {
		const task = { weight: 100, amsDetailMapping: [pla(60), pla(30)] };
		expect(columns(split(task, perKg(20)), 'estimatedGrams', 'estimatedCost')).toEqual([
			[66.67, 1.33],
			[33.33, 0.67],
		]);
		expect(print(task, perKg(20))).toMatchObject({ estimatedGrams: 100, estimatedCost: 2 });
	});

	test('zero weights share the whole', () => {
		const task = { weight: 100, amsDetailMapping: [pla(0), pla(0)] };
		expect(columns(split(task, perKg(20)), 'estimatedGrams', 'estimatedCost')).toEqual([
			[50, 1],
			[50, 1],
		]);
	});

	test('one missing weight is what the others leave', () => {
		const task = { weight: 41.7, amsDetailMapping: [pla(30), pla(null)] };
		expect(columns(split(task, perKg(20)), 'estimatedGrams', 'estimatedCost')).toEqual([
			[30, 0.6],
			[11.7, 0.23],
		]);
		expect(print(task, perKg(20))).toMatchObject({ estimatedCost: 0.83 });
	});

	test('a print of 259.45 g from a tray of 256.51 g', () => {
		const task = { weight: 259.45, amsDetailMapping: [pla(256.51)] };
		expect(print(task, perKg(20))).toMatchObject({ estimatedGrams: 259.45, estimatedCost: 5.19 });
	});

	test('without filament data the general price counts, split or not; a price by material alone does not', () => {
		const task = { status: 2, weight: 41.7, length: 1398, amsDetailMapping: [] };
		expect(print(task, perKg(20))).toMatchObject({ estimatedCost: 0.83 });
		expect(columns(split(task, perKg(20)), 'estimatedCost')).toEqual([[0.83]]);
		const prices = { byFilament: new Map([['pla', 20]]) };
		expect(print(task, { prices })).toMatchObject({ estimatedCost: null });
	});

	test('placeholders of unused filaments are nobody’s', () => {
		const used = { ams: 2, amsId: 0, slotId: 2, filamentType: 'PETG-CF', weight: 41.7 };
		const amsDetailMapping = [placeholder, used, placeholder, placeholder];
		for (const weight of [41.7, 0]) {
			const task = { status: 2, weight, length: 1398, amsDetailMapping };
			expect(print(task, perKg(20))).toMatchObject({
				filaments: [{ filamentType: 'PETG-CF', slot: 'AMS 1, slot 3', estimatedGrams: 41.7 }],
				estimatedCost: 0.83,
			});
			expect(split(task, perKg(20))).toMatchObject([{ filamentCount: 1, estimatedCost: 0.83 }]);
		}
	});

	test('a failed print used a part of what it would have cost', () => {
		const task = {
			status: 3,
			weight: 200,
			costTime: 36_000,
			startTime: '2026-08-14T09:00:00Z',
			endTime: '2026-08-14T11:00:00Z',
			amsDetailMapping: [pla(150), { filamentType: 'PETG', weight: 50 }],
		};
		const used = ['estimatedCost', 'estimatedUsedGrams', 'estimatedUsedCost'];
		expect(columns([print(task, perKg(20))], ...used)).toEqual([[4, 40, 0.8]]);
		expect(columns(split(task, perKg(20)), ...used)).toEqual([
			[3, 30, 0.6],
			[1, 10, 0.2],
		]);
	});

	test('an hour has a price: of the real time, and planned while that is not known', () => {
		const task = {
			weight: 100,
			costTime: 7200,
			startTime: '2026-08-14T09:00:00Z',
			endTime: '2026-08-14T12:00:00Z',
			amsDetailMapping: [pla(50), pla(50)],
		};
		const context = { prices: { perKg: 20, perHour: 1.5 } };
		const costs = [
			...['estimatedCost', 'estimatedFilamentCost', 'estimatedMachineCost'],
			'estimatedUsedCost',
		];
		expect(columns([print({ ...task, status: 2 }, context)], ...costs)).toEqual([
			[6.5, 2, 4.5, 6.5],
		]);
		expect(columns(split({ ...task, status: 2 }, context), ...costs)).toEqual([
			[5.5, 1, 4.5, 5.5],
			[1, 1, null, 1],
		]);
		expect(columns([print({ ...task, status: 4 }, context)], ...costs)).toEqual([[5, 2, 3, null]]);
		const alone = { prices: { perHour: 1.5 } };
		expect(columns([print({ ...task, status: 3 }, alone)], ...costs)).toEqual([[3, null, 3, 4.5]]);
	});

	test('Simplified has the parts of the cost where it has two', () => {
		const task = { weight: 100, costTime: 7200, amsDetailMapping: [pla(100)] };
		const simple = (form: RowForm, prices: Prices) => {
			const [row = {}] = shape(form, task, { output: 'simple', fields: [] }, { prices });
			return Object.keys(row).filter((name) => name.endsWith('Cost'));
		};
		const whole = ['estimatedCost', 'estimatedUsedCost'];
		for (const form of [printForm, filamentForm]) {
			expect(simple(form, { perKg: 20 })).toEqual(whole);
			expect(simple(form, { perKg: 20, perHour: 1 })).toEqual([
				...whole,
				'estimatedFilamentCost',
				'estimatedMachineCost',
			]);
		}
	});
});
