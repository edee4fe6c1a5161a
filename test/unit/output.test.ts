import fc from 'fast-check';

import { simplifyDevice } from '../../nodes/BambuLab/output/device';
import { modelName } from '../../nodes/BambuLab/output/models';
import { hexColor } from '../../nodes/BambuLab/output/colors';
import { simplifyTask, taskTitle } from '../../nodes/BambuLab/output/task';
import boundNow from '../contract/current/getBoundDevices.json';
import printNow from '../contract/current/getPrintStatus.json';
import runningNow from '../contract/current/getTasks.running.json';
import tasksNow from '../contract/current/getTasks.json';
import boundSeed from '../contract/seed/getBoundDevices.json';
import tasksSeed from '../contract/seed/getTasks.json';

test('a title is what the user picked on MakerWorld, else the name of the file', () => {
	const words = fc.string();
	fc.assert(
		fc.property(
			words,
			words,
			fc.constantFrom(0, null, 17, '17'),
			(title, designTitle, designId) => {
				const design = Number(designId) > 0 ? designTitle.trim() : '';
				expect(taskTitle({ title, designTitle, designId })).toBe(design || title.trim());
			},
		),
	);
});

describe('a task', () => {
	const [now] = tasksNow.hits;

	test('of today', () => {
		expect(simplifyTask(now ?? {})).toEqual({
			id: 712345678,
			title: 'Cable comb',
			status: 2,
			statusText: 'finished',
			printerName: 'Workshop',
			printerSerial: '01P00A000000001',
			printerModel: 'P1S',
			startedAt: '2026-08-14T09:21:07Z',
			endedAt: '2026-08-14T11:02:44Z',
			durationMinutes: 101.6,
			estimatedMinutes: 99,
			estimatedGrams: 41.7,
			estimatedMetres: 13.98,
			estimatedUsedShare: null,
			filaments: [
				{
					type: 'PLA',
					name: 'Bambu PLA Basic',
					filamentId: 'GFA00',
					color: '#00AE42',
					colorName: 'green',
					slot: 'AMS 2, slot 1',
					estimatedGrams: 41.7,
					estimatedMetres: 13.98,
				},
			],
			plate: 1,
			bedType: 'textured_plate',
			mode: 'cloud_file',
			pictureUrl: 'https://public-cdn.example/cover/712345678.png',
			url: 'https://makerworld.com/models/1204567',
			designId: 1204567,
			modelId: 'US0a1b2c3d4e5f67',
			profileId: 712300011,
		});
	});

	test('of the seed, which has less', () => {
		expect(simplifyTask(tasksSeed.hits[0] ?? {})).toMatchObject({
			title: 'Untitled',
			statusText: 'finished',
			printerName: null,
			printerModel: null,
			durationMinutes: 56,
			estimatedMinutes: 55.8,
			estimatedMetres: null,
			filaments: [],
			bedType: null,
			designId: null,
		});
	});

	test('that runs has no end, though the cloud gives one', () => {
		const [task] = runningNow.hits;
		expect(task?.endTime).toEqual(expect.any(String));
		expect(simplifyTask(task ?? {})).toMatchObject({
			statusText: 'running',
			endedAt: null,
			durationMinutes: null,
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
	])('status %j reads as %s', (status, statusText) => {
		const number = status === null ? null : Number(status);
		expect(simplifyTask({ ...now, status })).toMatchObject({ status: number, statusText });
	});

	test('with null in every field', () => {
		const empty = Object.fromEntries(Object.keys(now ?? {}).map((name) => [name, null]));
		const { title, statusText, filaments, ...rest } = simplifyTask(empty);
		expect([title, statusText, filaments]).toEqual(['', 'unknown', []]);
		expect(new Set(Object.values(rest))).toEqual(new Set([null]));
	});

	test.each([
		['an own file', { designId: 0, designTitle: 'x', title: 'Benchy' }, 'Benchy'],
		['a design', { designId: 5, designTitle: 'Comb', title: 'Comb, 0.2 mm' }, 'Comb'],
		['a design without a title', { designId: 5, designTitle: '', title: 'File' }, 'File'],
	])('%s has the title %s', (_name, fields, title) => {
		expect(simplifyTask({ ...now, ...fields })).toMatchObject({ title });
	});

	test('with times that are none or run backwards has no duration', () => {
		for (const endTime of ['', 'soon', '2020-01-01T00:00:00Z']) {
			expect(simplifyTask({ ...now, endTime })).toMatchObject({ durationMinutes: null });
		}
	});
});

test.each([
	['00AE42FF', '#00AE42'],
	['#00ae42', '#00AE42'],
	['#00AE42FF', '#00AE42'],
	['', null],
	['green', null],
	['12345', null],
	[null, null],
	[0x00ae42, null],
])('the colour %j is %j', (value, color) => {
	expect(hexColor(value)).toBe(color);
});

describe('a printer', () => {
	test('of the seed', () => {
		expect(simplifyDevice(boundSeed.devices[0] ?? {})).toEqual({
			id: '[REMOVED]',
			name: '3DP-00M-000',
			model: 'X1 Carbon',
			modelCode: 'BL-P001',
			online: true,
			status: 'SUCCESS',
			lastKnownStatus: 'SUCCESS',
			nozzleDiameter: null,
			currentTaskId: null,
			currentTask: null,
			lastTaskId: null,
			accessCode: '[REMOVED]',
		});
	});

	test('that is offline keeps no stale status', () => {
		expect(simplifyDevice(boundNow.devices[1] ?? {})).toMatchObject({
			online: false,
			status: 'OFFLINE',
			lastKnownStatus: 'ACTIVE',
		});
	});

	test('of the print status alone, which names its fields in its own way', () => {
		const device = { ...printNow.devices[0], task_status: 'RUNNING', task_id: '712345678' };
		expect(simplifyDevice(device)).toMatchObject({
			name: 'Workshop',
			online: true,
			status: 'RUNNING',
			currentTaskId: 712345678,
		});
	});

	test('that has ended its print keeps it as the last one only', () => {
		const device = { online: true, print_status: 'SUCCESS', print_job: 712345678 };
		expect(simplifyDevice(device)).toMatchObject({ currentTaskId: null, lastTaskId: 712345678 });
	});

	test('with nothing in it', () => {
		expect(simplifyDevice({})).toEqual({
			id: '',
			name: '',
			model: null,
			modelCode: null,
			online: false,
			status: 'OFFLINE',
			lastKnownStatus: null,
			nozzleDiameter: null,
			currentTaskId: null,
			currentTask: null,
			lastTaskId: null,
			accessCode: null,
		});
	});

	test.each([
		['X1 Carbon', 'BL-P001', 'X1 Carbon'],
		['', 'C12', 'P1S'],
		['', 'N7-V2', 'P2S'],
		['', 'Z9', 'Z9'],
		['', '', ''],
	])('the model of product "%s" and code "%s" is "%s"', (product, code, name) => {
		expect(modelName(product, code)).toBe(name);
	});
});
