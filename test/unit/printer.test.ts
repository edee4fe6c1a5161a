import {
	isBusy,
	isOnline,
	printerForm,
	printerStatus,
	printStatusForm,
} from '../../nodes/BambuLab/output/device';
import {
	compareVersions,
	firmwareForm,
	offeredVersion,
} from '../../nodes/BambuLab/output/firmware';
import { modelName } from '../../nodes/BambuLab/output/printerModels';
import { shape, type RowContext } from '../../nodes/BambuLab/output/rowForm';
import boundNow from '../contract/current/getBoundDevices.json';
import boundSeed from '../contract/seed/getBoundDevices.json';
import firmwareSeed from '../contract/seed/getDeviceVersions.json';
import { everyField } from './support/odd';

function printer(device: object, context: RowContext = {}) {
	return shape(printerForm, { ...device }, everyField, context)[0] ?? {};
}

test('a printer of the seed', () => {
	expect(printer(boundSeed.devices[0] ?? {})).toEqual({
		printerName: '3DP-00M-000',
		printerSerial: '[REMOVED]',
		printerModel: 'X1 Carbon',
		status: 'finished',
		online: true,
		taskId: null,
		title: null,
		startedAt: null,
		estimatedEndAt: null,
		nozzleDiameter: null,
		estimatedMinutes: null,
		estimatedGrams: null,
		pictureUrl: null,
		lastTaskId: null,
		lastKnownStatus: 'finished',
		statusCode: 'SUCCESS',
		modelCode: 'BL-P001',
		accessCode: '[REMOVED]',
	});
});

test('what it prints has the names of a print’s own row, and an expected end', () => {
	const [device = {}] = boundNow.devices;
	const task = {
		id: 712345678,
		title: 'cube.3mf',
		status: 4,
		startTime: '2026-08-14T09:00:00Z',
		costTime: 3600,
		weight: 12.5,
	};
	const currentTasks = new Map([['01P00A000000001', task]]);
	expect(printer(device, { currentTasks })).toMatchObject({
		status: 'running',
		taskId: 712345678,
		title: 'cube.3mf',
		startedAt: '2026-08-14T09:00:00Z',
		estimatedEndAt: '2026-08-14T10:00:00Z',
		estimatedMinutes: 60,
		estimatedGrams: 12.5,
		lastTaskId: 712345678,
	});
	// A printer that went offline keeps its task, and shows none.
	expect(printer({ ...device, online: false }, { currentTasks })).toMatchObject({
		status: 'offline',
		lastKnownStatus: 'running',
		statusCode: 'RUNNING',
		taskId: null,
		title: null,
	});
});

test.each([
	['RUNNING', 'running', true],
	['ACTIVE', 'running', true],
	['SLICING', 'running', true],
	['PREPARE', 'running', true],
	['PAUSE', 'paused', true],
	['SUCCESS', 'finished', false],
	['FINISH', 'finished', false],
	['finish', 'finished', false],
	['FAIL', 'failed', false],
	['FAILED', 'failed', false],
	['IDLE', 'idle', false],
	['INIT', 'idle', false],
	['', 'idle', false],
	[null, 'idle', false],
	['constructor', 'unknown', false],
])('the word %j is %s', (word, status, busy) => {
	const device = { online: true, print_status: word };
	expect([printerStatus(device), isBusy(device)]).toEqual([status, busy]);
	expect(printerStatus({ ...device, online: false })).toBe('offline');
});

test.each([
	[true, true],
	[1, true],
	['1', true],
	['true', true],
	[0, false],
	['false', false],
	[null, false],
	[undefined, false],
])('online %j', (online, expected) => {
	expect([isOnline({ online }), isOnline({ dev_online: online })]).toEqual([expected, expected]);
});

test('a last task of 0 is none, and one beyond all numbers keeps its digits', () => {
	const device = { online: true, print_status: 'RUNNING' };
	expect(printer({ ...device, print_job: 0 })).toMatchObject({ taskId: null, lastTaskId: null });
	expect(printer({ ...device, print_job: '9007199254740993' })).toMatchObject({
		taskId: '9007199254740993',
	});
});

test('the print status: an expected end where it says when the print began', () => {
	const device = { dev_id: 'S1', start_time: '2026-08-14 17:20:33', prediction: '600' };
	expect(shape(printStatusForm, device, everyField, {})).toMatchObject([
		{ startedAt: '2026-08-14T09:20:33Z', estimatedEndAt: '2026-08-14T09:30:33Z' },
	]);
	expect(shape(printStatusForm, { dev_id: 'S1' }, everyField, {})).toMatchObject([
		{ printerSerial: 'S1', status: 'offline', title: null, estimatedEndAt: null },
	]);
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

describe('firmware', () => {
	test.each([
		['01.03.00.13', '1.3.0.13', 0],
		['01.10.00.00', '01.09.99.99', 1],
		['1.2', '1.2.0.1', -1],
		['', '', 0],
		['x', '0', 0],
	])('%s against %s', (a, b, sign) => {
		expect(Math.sign(compareVersions(a, b))).toBe(sign);
	});

	const version = '01.08.05.50';
	const beta = { version: '01.08.06.00', status: 'beta', description: 'Try' };
	const older = { version: '01.08.02.00', status: 'release' };
	const newer = { version: '01.09.00.00', status: 'release', force_update: 1, description: 'New' };

	test.each([
		['none offered', { version, firmware: [] }, version, false, null],
		['null offered', { version, firmware: null }, version, false, null],
		['an older one is no offer', { version, firmware: [older] }, version, false, null],
		[
			'a beta newer than the release',
			{ version, firmware: [older, beta] },
			beta.version,
			true,
			'Try',
		],
		['a release before a beta', { version, firmware: [beta, newer] }, newer.version, true, 'New'],
		['none installed', { firmware: [older] }, older.version, true, null],
	])('%s', (_name, device, newestVersion, updateAvailable, releaseNotes) => {
		const [row = {}] = shape(firmwareForm, device, everyField, {});
		expect(row).toMatchObject({ newestVersion, updateAvailable, releaseNotes });
		expect(offeredVersion(device)).toBe(updateAvailable ? newestVersion : undefined);
		expect(row.isBeta).toBe(newestVersion === beta.version);
		expect(row.isForced).toBe(newestVersion === newer.version);
	});

	test('of the seed, whose newest version is installed', () => {
		const [row] = shape(firmwareForm, firmwareSeed.devices[0] ?? {}, everyField, {});
		expect(row).toMatchObject({ installedVersion: '01.01.01.00', updateAvailable: false });
	});

	test('the printer has its name, and the versions for AMS units stand there once', () => {
		const unit = (...versions: string[]) => ({
			firmware: versions.map((each) => ({ version: each })),
		});
		const device = { dev_id: 'S1', ams: [unit('1.1'), unit('1.1', '0.9'), unit()] };
		const context = { printerNames: new Map([['S1', 'Workshop']]) };
		expect(shape(firmwareForm, device, everyField, context)).toMatchObject([
			{ printerName: 'Workshop', printerSerial: 'S1', listedAmsVersions: ['1.1', '0.9'] },
		]);
	});
});
