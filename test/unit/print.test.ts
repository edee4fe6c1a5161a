import { fieldsOf, shape, type RowContext } from '../../nodes/BambuLab/output/row';
import { filamentForm } from '../../nodes/BambuLab/output/split';
import { printForm, taskTitle } from '../../nodes/BambuLab/output/task';
import runningNow from '../contract/current/getTasks.running.json';
import tasksNow from '../contract/current/getTasks.json';
import tasksSeed from '../contract/seed/getTasks.json';
import { everyField, placeholder } from './support/odd';

const [now = {}] = tasksNow.hits;

function print(task: object, context: RowContext = {}) {
	return shape(printForm, { ...task }, everyField, context)[0] ?? {};
}

function split(task: object, context: RowContext = {}) {
	return shape(filamentForm, { ...task }, everyField, context);
}

test('a print of today', () => {
	expect(print(now)).toEqual({
		id: 712345678,
		title: 'Cable comb',
		status: 'finished',
		printerName: 'Workshop',
		startedAt: '2026-08-14T09:21:07Z',
		endedAt: '2026-08-14T11:02:44Z',
		estimatedEndAt: null,
		durationMinutes: 101.6,
		estimatedGrams: 41.7,
		filamentSummary: 'PLA green',
		estimatedUsedGrams: 41.7,
		estimatedUsedShare: 1,
		estimatedMinutes: 99,
		estimatedMetres: 13.98,
		filaments: [
			{
				filamentName: 'Bambu PLA Basic',
				filamentType: 'PLA',
				filamentId: 'GFA00',
				color: '#00AE42',
				colorName: 'green',
				slot: 'AMS 2, slot 1',
				nozzle: null,
				estimatedGrams: 41.7,
				estimatedMetres: 13.98,
				estimatedUsedGrams: 41.7,
			},
		],
		printerModel: 'P1S',
		plate: 1,
		plateName: null,
		profileTitle: 'Cable comb, 0.2 mm',
		bedType: 'textured_plate',
		mode: 'cloud_file',
		printerSerial: '01P00A000000001',
		statusCode: 2,
		designId: 1204567,
		modelId: 'US0a1b2c3d4e5f67',
		profileId: 712300011,
		url: 'https://makerworld.com/models/1204567',
		pictureUrl: 'https://public-cdn.example/cover/712345678.png',
	});
});

test('a print of the seed, which has less', () => {
	expect(print(tasksSeed.hits[0] ?? {})).toMatchObject({
		title: 'Untitled',
		status: 'finished',
		printerName: null,
		durationMinutes: 56,
		estimatedMinutes: 55.8,
		estimatedMetres: null,
		filaments: [],
		designId: null,
		url: null,
	});
});

test('one that runs has no end, though the cloud gives one, but an expected one', () => {
	const [task] = runningNow.hits;
	expect(task?.endTime).toEqual(expect.any(String));
	const running = { startTime: '2026-08-14T09:00:00Z', costTime: 5940 };
	expect(print({ ...task, ...running })).toMatchObject({
		status: 'running',
		endedAt: null,
		estimatedEndAt: '2026-08-14T10:39:00Z',
		durationMinutes: null,
		estimatedUsedGrams: null,
	});
});

test.each([
	[1, 'running'],
	[2, 'finished'],
	[3, 'failed'],
	[4, 'running'],
	['4', 'running'],
	[0, 'unknown'],
	[7, 'unknown'],
	[null, 'unknown'],
])('status %j reads as %s', (code, status) => {
	const statusCode = code === null ? null : Number(code);
	expect(print({ ...now, status: code })).toMatchObject({ status, statusCode });
});

test('with null in every field', () => {
	const empty = Object.fromEntries(Object.keys(now).map((name) => [name, null]));
	const { title, status, filaments, ...rest } = print(empty);
	expect([title, status, filaments]).toEqual(['', 'unknown', []]);
	expect(new Set(Object.values(rest))).toEqual(new Set([null]));
});

test.each([
	['an own file', { designId: 0, designTitle: 'x', title: 'Benchy' }, 'Benchy'],
	['a design', { designId: 5, designTitle: ' Comb', title: 'Comb, 0.2 mm' }, 'Comb'],
	['a design without a title', { designId: '5', designTitle: '', title: 'File' }, 'File'],
])('%s has the title %s', (_name, task, title) => {
	expect(taskTitle(task)).toBe(title);
});

test('three plates of one design are told apart', () => {
	const plate = { plateIndex: 2, plateName: 'Lid', title: '0.16 mm layers' };
	expect(print({ ...now, ...plate })).toMatchObject({
		title: 'Cable comb',
		profileTitle: '0.16 mm layers',
		plate: 2,
		plateName: 'Lid',
	});
});

test.each([
	['0001-01-01T00:00:00Z', '2026-08-14T09:10:00Z', null, '2026-08-14T09:10:00Z'],
	['1970-01-01T00:00:00Z', '2026-08-14T09:10:00Z', null, '2026-08-14T09:10:00Z'],
	['2026-08-14T09:10:00Z', '0001-01-01T00:00:00Z', '2026-08-14T09:10:00Z', null],
	['2026-08-14T09:10:00Z', '2026-08-14T09:09:59Z', '2026-08-14T09:10:00Z', null],
	// A clock that was wrong at the start.
	['2022-01-01T00:00:00Z', '2026-08-14T09:10:00Z', null, '2026-08-14T09:10:00Z'],
])('from %s to %s nobody knows how long', (startTime, endTime, startedAt, endedAt) => {
	const row = print({ ...now, startTime, endTime });
	expect(row).toMatchObject({ startedAt, endedAt, durationMinutes: null });
});

test('a print of no minutes lasted none', () => {
	const startTime = '2026-08-14T09:10:00Z';
	expect(print({ ...now, startTime, endTime: startTime })).toMatchObject({ durationMinutes: 0 });
});

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
		const costs = ['estimatedCost', 'estimatedMachineCost', 'estimatedUsedCost'];
		expect(columns([print({ ...task, status: 2 }, context)], ...costs)).toEqual([[6.5, 4.5, 6.5]]);
		expect(columns(split({ ...task, status: 2 }, context), ...costs)).toEqual([
			[5.5, 4.5, 5.5],
			[1, null, 1],
		]);
		expect(columns([print({ ...task, status: 4 }, context)], ...costs)).toEqual([[5, 3, null]]);
		const alone = { prices: { perHour: 1.5 } };
		expect(columns([print({ ...task, status: 3 }, alone)], ...costs)).toEqual([[3, 3, 4.5]]);
	});
});

test('both spool holders of two nozzles are told apart', () => {
	const filament = { filamentType: 'PLA', weight: 1 };
	const amsDetailMapping = [
		{ ...filament, ams: 255, amsId: 255, nozzleId: 0 },
		{ ...filament, ams: 254, amsId: 254, nozzleId: 1 },
	];
	expect(split({ id: 1, deviceModel: 'H2D', amsDetailMapping })).toMatchObject([
		{ slot: 'External (right)', nozzle: 'right' },
		{ slot: 'External (left)', nozzle: 'left' },
	]);
});

test('the page of a design is that of the account’s region', () => {
	const website = 'https://makerworld.com.cn';
	expect(print({ designId: 2587619, designTitle: '盖' }, { website })).toMatchObject({
		url: 'https://makerworld.com.cn/models/2587619',
	});
});

test('ids that are too large for a number keep their digits', () => {
	const id = '9007199254740993';
	expect(print({ id, designId: id, profileId: id })).toMatchObject({
		id,
		designId: id,
		profileId: id,
	});
});

test('what Split by Filament is for stands before the ids and addresses', () => {
	const fields = fieldsOf(filamentForm);
	const last = fields.slice(-9);
	expect(last).toEqual([
		...['filamentId', 'id', 'printerSerial', 'statusCode', 'designId', 'modelId', 'profileId'],
		...['url', 'pictureUrl'],
	]);
	for (const name of ['filamentName', 'filamentType', 'colorName', 'slot', 'estimatedGrams']) {
		for (const other of last) expect(fields.indexOf(name)).toBeLessThan(fields.indexOf(other));
	}
});
