import { fieldsOf, shape, type RowContext } from '../../nodes/BambuLab/output/rowForm';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { taskTitle } from '../../nodes/BambuLab/output/design';
import { printForm } from '../../nodes/BambuLab/output/task';
import runningNow from '../contract/current/getTasks.running.json';
import tasksNow from '../contract/current/getTasks.json';
import tasksSeed from '../contract/seed/getTasks.json';
import { everyField } from './support/odd';

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

test('what a failed print of no minutes, out of none, has used is unknown', () => {
	const moment = '2026-08-14T09:21:07Z';
	const task = { ...now, status: 3, startTime: moment, endTime: moment, costTime: 1 };
	const prices = { perKg: 20 };
	const { estimatedUsedShare, estimatedUsedGrams, estimatedUsedCost } = print(task, { prices });
	expect([estimatedUsedShare, estimatedUsedGrams, estimatedUsedCost]).toEqual([null, null, null]);
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

test.each([
	['a status that nobody knows', { status: 9 }, { endedAt: null, durationMinutes: null }],
	['no status', { status: null }, { endedAt: null, durationMinutes: null }],
	// A real print of 19 seconds: `estampo`, P1S, February 2026.
	['a known one', { status: 2 }, { endedAt: '2026-08-14T09:21:26Z', durationMinutes: 0.3 }],
])('an end within a minute of the start, beside %s', (_what, status, expected) => {
	const times = { startTime: '2026-08-14T09:21:07Z', endTime: '2026-08-14T09:21:26Z' };
	expect(print({ ...now, ...times, ...status })).toMatchObject(expected);
});
