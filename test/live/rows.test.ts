import type { IDataObject } from 'n8n-workflow';

import { itemsWith, runOperation } from '../support/bambuLab';
import { h2d, Listener, message, p1s, rowOf, status, x1c } from './lab';
import cancelledKeys from '../cloud/live/specimens/cancelledKeys.json';
import h2dPrinting from '../cloud/live/specimens/h2dPrinting.json';
import p1Cancelled from '../cloud/live/specimens/p1Cancelled.json';
import p1Deltas from '../cloud/live/specimens/p1Deltas.json';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';
import x1Printing from '../cloud/live/specimens/x1Printing.json';

/*
 * The specimens have the keys of real whole reports (X1C 01.09, H2D 01.02, P1P 01.08), with invented values. What
 * their fields mean stands in pybambu, in Bambu Studio's DeviceCore, and in captures of owners.
 */

describe('the whole report of', () => {
	test('an X1 that prints from its AMS', () => {
		expect(rowOf(message(x1c, x1Printing))).toMatchObject({
			printerModel: 'X1 Carbon',
			status: 'running',
			stage: 'printing',
			title: 'Wall hook',
			progressPercent: 37,
			layerNumber: 88,
			layerCount: 240,
			remainingMinutes: 83,
			taskId: 812000101,
			plate: 1,
			filamentName: 'Bambu PLA Basic',
			filamentType: 'PLA',
			colorName: 'red',
			slot: 'AMS 1, slot 1',
			nozzle: null,
			nozzleCelsius: 219,
			nozzleTargetCelsius: 220,
			bedCelsius: 60,
			chamberCelsius: 36,
			errors: [],
			isDoorOpen: false,
			isLightOn: true,
			speed: 'standard',
			origin: 'cloud',
			reportKind: 'full',
			isComplete: true,
			oldestValueAt: null,
		});
	});

	test('an H2D whose left nozzle prints, though the flat fields say nothing of sides', () => {
		const row = rowOf(message(h2d, h2dPrinting));
		expect(row).toMatchObject({
			printerModel: 'H2D',
			status: 'running',
			nozzle: 'left',
			nozzleCelsius: 244,
			slot: 'AMS 1, slot 1',
			filamentName: 'Bambu PETG HF',
			chamberCelsius: 41,
			chamberTargetCelsius: 45,
			reportKind: 'full',
			errorCode: '0300_A700_0003_0001',
			nozzles: [
				{ nozzle: 'right', celsius: 134, targetCelsius: 130, isActive: false },
				{ nozzle: 'left', celsius: 244, targetCelsius: 245, isActive: true },
			],
			externalSpools: [
				{ slot: 'External (left)' },
				{ slot: 'External (right)', filamentType: 'TPU' },
			],
		});
		const [, ht] = row.amsUnits as IDataObject[];
		expect(ht).toMatchObject({ unit: 'AMS HT A', humidityLevel: null, dryingMinutes: 371 });
	});

	test('a P1S that ran out of filament: the reason, and the code that names the slot', () => {
		const row = rowOf(message(p1s, p1RunOut));
		expect(row).toMatchObject({
			status: 'paused',
			stage: null,
			pauseReason: 'filament run-out',
			estimatedEndAt: null,
			errorCode: '0700_8011',
			chamberCelsius: null,
			slot: null,
			newFirmwareVersion: '01.09.01.00',
			externalSpools: [{ filamentName: 'Generic PLA', filamentId: 'GFL99' }],
		});
		expect(row.errors).toMatchObject([
			{ code: '0700_8011', effect: 'paused', module: 'AMS', slot: 'AMS 1' },
			{ code: '0700_2100_0002_0001', severity: 'serious', slot: 'AMS 1, slot 2' },
		]);
	});
});

test('what a P1 sends in between is put together with what it said before', () => {
	const node = new Listener();
	const running = { ...p1RunOut.print, gcode_state: 'RUNNING', print_error: 0, hms: [] };
	node.row({ topic: `device/${p1s}/report`, message: { print: running } });
	const rows = p1Deltas.map((delta) => node.row(message(p1s, delta)));
	expect(rows[0]).toMatchObject({ title: 'Planter', progressPercent: 46, wifiSignal: '-61dBm' });
	expect(rows[1]).toMatchObject({ title: 'Planter', progressPercent: 38, nozzleCelsius: 219.7 });
	expect(rows[2]).toMatchObject({ stage: 'changing filament', layerNumber: 91 });
	expect(rows[3]).toMatchObject({ reportKind: 'changes', isComplete: true });
});

test('a filament of the user has the name that the printer knows, if any', () => {
	const tray = (name: string) => ({
		...{ id: '254', tray_info_idx: 'P4d64437', tray_type: 'PLA', tray_sub_brands: name },
	});
	const names = ['My PLA', ''].map((name) => {
		const [spool] = rowOf(status(p1s, { msg: 0, vt_tray: tray(name) }))
			.externalSpools as IDataObject[];
		return spool?.filamentName;
	});
	expect(names).toEqual(['My PLA', null]);
});

describe('a print that was cancelled', () => {
	test('of a P1, which shows the code for two seconds only', () => {
		const node = new Listener();
		node.row(status(p1s, { msg: 0, gcode_state: 'RUNNING' }));
		const rows = p1Cancelled.map((delta) => node.row(message(p1s, delta)));
		expect(rows.map((row) => row.status)).toEqual(['running', 'cancelled', 'cancelled']);
		expect(rows.map((row) => row.errorCode)).toEqual([null, null, null]);
		const later = { msg: 1, wifi_signal: '-50dBm' };
		expect(node.row(status(p1s, later), {}, 3600)).toMatchObject({ status: 'cancelled' });
		expect(node.row(status(p1s, { msg: 1, gcode_state: 'RUNNING' }))).toMatchObject({
			status: 'running',
		});
		expect(node.row(status(p1s, { msg: 1, gcode_state: 'FAILED' }), {}, 1)).toMatchObject({
			status: 'failed',
		});
	});

	test('of a newer printer, which keeps the reason', () => {
		const print = { ...x1Printing.print, ...cancelledKeys };
		expect(rowOf(message(x1c, { print }))).toMatchObject({
			status: 'cancelled',
			progressPercent: null,
			remainingMinutes: null,
			layerNumber: null,
		});
	});

	test('one that failed keeps 759 minutes that nobody should believe', () => {
		const print = {
			msg: 0,
			gcode_state: 'FAILED',
			mc_remaining_time: 759,
			print_error: 50_364_422,
		};
		expect(rowOf(status(p1s, print))).toMatchObject({
			status: 'failed',
			remainingMinutes: null,
			errorCode: '0300_8006',
		});
	});
});

const p2s = '22E00A000000001';

/** Made from the field table; beside each, what the row must say. */
const made: Array<[name: string, serial: string, print: object, row: object]> = [
	['no state at all', p1s, { gcode_state: '' }, { status: 'unknown', statusCode: null }],
	['a state nobody knows', p1s, { gcode_state: 'DANCING' }, { status: 'unknown' }],
	[
		'slicing in the cloud',
		p1s,
		{ gcode_state: 'SLICING' },
		{ status: 'running', stage: 'slicing' },
	],
	[
		'the download, with the figure of the last print',
		p1s,
		{ gcode_state: 'PREPARE', mc_percent: 100, mc_remaining_time: 0 },
		{ status: 'running', stage: 'preparing', progressPercent: null, remainingMinutes: null },
	],
	['levelling', x1c, { gcode_state: 'RUNNING', stg_cur: 1 }, { stage: 'leveling the bed' }],
	[
		'a stage of a later firmware',
		x1c,
		{ gcode_state: 'RUNNING', stg_cur: 99 },
		{ stage: 'stage 99' },
	],
	['rest of an X1', x1c, { gcode_state: 'IDLE', stg_cur: -1 }, { status: 'idle', stage: null }],
	['rest of a P1', p1s, { gcode_state: 'IDLE', stg_cur: 255 }, { status: 'idle', stage: null }],
	['a P1 after its start', p1s, { gcode_state: 'IDLE', stg_cur: 0 }, { stage: null }],
	[
		'a pause by the user, by the code',
		p1s,
		{ gcode_state: 'PAUSE', print_error: 0x03008001 },
		{ status: 'paused', pauseReason: 'user' },
	],
	[
		'a pause by the user, by the stage',
		x1c,
		{ gcode_state: 'PAUSE', stg_cur: 16 },
		{ pauseReason: 'user', stage: 'paused by the user' },
	],
	[
		'an empty holder, as an A1 showed it',
		'03900A000000001',
		{ gcode_state: 'PAUSE', print_error: 50_364_437, stg_cur: 0, hw_switch_state: 0 },
		{ pauseReason: 'filament run-out', errorCode: '0300_8015', printerModel: 'A1' },
	],
	['an open door', h2d, { gcode_state: 'PAUSE', print_error: 0x0300800f }, { pauseReason: 'door' }],
	['a clog', x1c, { gcode_state: 'PAUSE', stg_cur: 35 }, { pauseReason: 'clog' }],
	['a pause without a word', x1c, { gcode_state: 'PAUSE' }, { pauseReason: 'unknown' }],
	[
		'a code of an H2C that has no text',
		'31B00A000000001',
		{ gcode_state: 'PAUSE', print_error: 0x0500809c },
		{ pauseReason: 'other', errorCode: '0500_809C', printerModel: 'H2C' },
	],
	[
		'a register that tells a phase, not an error',
		p1s,
		{ gcode_state: 'RUNNING', print_error: 0x03000001 },
		{ errorCode: null, errors: [] },
	],
	[
		'an error as a negative number',
		x1c,
		{ print_error: 0x85008001 | 0 },
		{ errorCode: '8500_8001' },
	],
	[
		'noise of an X2D',
		'20P00A000000001',
		{ hms: [{ attr: 0x05000600, code: 0x00020070 }] },
		{ errorCode: null, errors: [expect.objectContaining({ isShown: false })] },
	],
	[
		'the worst of several messages',
		x1c,
		{
			hms: [
				{ attr: 0x0c000300, code: 0x00030007 },
				{ attr: 0x03001200, code: 0x00020001 },
			],
		},
		{ errorCode: '0300_1200_0002_0001' },
	],
	[
		'a local print',
		p1s,
		{ gcode_state: 'RUNNING', print_type: 'local', task_id: '9012', subtask_name: 'Clip' },
		{ taskId: null, title: 'Clip', origin: 'local' },
	],
	[
		'a job of the cloud',
		x1c,
		{ gcode_state: 'RUNNING', job_id: '905000777' },
		{ taskId: 905000777 },
	],
	[
		'a file without a title',
		p1s,
		{ gcode_state: 'RUNNING', gcode_file: 'sub/Planter.gcode.3mf' },
		{ title: 'Planter', plate: null },
	],
	[
		'a plate by the name of its file',
		x1c,
		{ gcode_state: 'RUNNING', gcode_file: '/data/Metadata/plate_3.gcode' },
		{ title: null, plate: 3 },
	],
	['figures as text', p1s, { gcode_state: 'RUNNING', mc_percent: '12' }, { progressPercent: 12 }],
	[
		'figures that cannot be',
		p1s,
		{ gcode_state: 'RUNNING', mc_percent: 250, nozzle_temper: 65_535, bed_temper: 'hot' },
		{ progressPercent: null, nozzleCelsius: null, bedCelsius: null },
	],
	[
		'a chamber of an H2D that packs it',
		h2d,
		{ chamber_temper: 3_932_208 },
		{ chamberCelsius: 48, chamberTargetCelsius: 60 },
	],
	[
		'packed fields that say nothing',
		h2d,
		{ device: { bed: { info: { temp: 0xffffffff } }, ctc: { info: { temp: -1 } } } },
		{ bedCelsius: null, chamberCelsius: null },
	],
	[
		'the right nozzle of an H2D, fed from its holder',
		h2d,
		{
			gcode_state: 'RUNNING',
			device: {
				extruder: {
					state: 2,
					info: [
						{ id: 0, temp: 14_418_140, snow: 0xff00 },
						{ id: 1, temp: 30, snow: 0xfeff },
					],
				},
			},
			vir_slot: [
				{ id: '254', tray_type: '' },
				{ id: '255', tray_type: 'TPU', tray_color: '9B9EA0FF' },
			],
		},
		{
			nozzle: 'right',
			nozzleCelsius: 220,
			nozzleTargetCelsius: 220,
			slot: 'External (right)',
			filamentType: 'TPU',
		},
	],
	[
		'nozzles that are being changed',
		h2d,
		{
			device: {
				extruder: {
					state: 0x1f2,
					info: [
						{ id: 0, temp: 30, snow: 0 },
						{ id: 1, temp: 30, snow: 1 },
					],
				},
			},
		},
		{ nozzle: null, slot: null },
	],
	['the holder of a P1', p1s, { ams: { tray_now: '254' } }, { slot: 'External' }],
	['nothing loaded', p1s, { ams: { tray_now: '255' } }, { slot: null }],
	[
		'the third unit of an X1',
		x1c,
		{ ams: { tray_now: '9', ams_exist_bits: '7' } },
		{ slot: 'AMS 3, slot 2' },
	],
	[
		'a slot of two units of a P2S, which the mapping tells apart',
		'22E00A000000001',
		{ ams: { tray_now: '2', ams_exist_bits: '3' }, mapping: [0x0102, 65_535] },
		{ slot: 'AMS 2, slot 3' },
	],
	[
		'the same where it could be either',
		'22E00A000000001',
		{ ams: { tray_now: '2', ams_exist_bits: '3' }, mapping: [0x0102, 0x0002] },
		{ slot: null },
	],
	[
		'the AMS Lite of an A2L',
		'26A00A000000001',
		{
			ams: {
				ams: [{ id: '16', humidity: '5', temp: '0.0', tray: [{ id: '1' }] }],
				tray_exist_bits: '2000000',
			},
		},
		{
			amsUnits: [
				expect.objectContaining({
					unit: 'AMS Lite',
					celsius: null,
					slots: [expect.objectContaining({ slot: 'AMS Lite, slot 2', isLoaded: true })],
				}),
			],
		},
	],
	[
		'an AMS that shuts down',
		p1s,
		{
			ams: {
				ams: [{ id: '0', tray: [{ id: '0', tray_type: 'PLA' }] }],
				tray_exist_bits: '0',
				power_on_flag: false,
			},
		},
		{
			amsUnits: [
				expect.objectContaining({
					slots: [expect.objectContaining({ isLoaded: null, filamentType: 'PLA' })],
				}),
			],
		},
	],
	[
		'no slot of a printer without an AMS',
		p2s,
		{ ams: { tray_now: '0', ams_exist_bits: '0' } },
		{ slot: null },
	],
	[
		'the only unit, which is an AMS HT',
		p2s,
		{ ams: { tray_now: '0', ams_exist_bits: '10' } },
		{ slot: 'AMS HT A' },
	],
	[
		'the only unit, which is the AMS Lite of an A2L',
		'26A00A000000001',
		{ ams: { tray_now: '1', ams_exist_bits: '1000' } },
		{ slot: 'AMS Lite, slot 2' },
	],
	['a slot of nobody knows which unit', p2s, { ams: { tray_now: '1' } }, { slot: null }],
	[
		'an H2D that says nothing of its nozzles',
		h2d,
		{
			nozzle_temper: 40,
			nozzle_target_temper: 0,
			ams: { tray_now: '0', ams_exist_bits: '1' },
			vir_slot: [{ id: '254' }, { id: '255' }],
		},
		{
			nozzleCelsius: null,
			nozzles: [],
			slot: null,
			externalSpools: [{ slot: 'External (left)' }, { slot: 'External (right)' }].map((spool) =>
				expect.objectContaining(spool),
			),
		},
	],
	[
		'the percent of the last print at the start of one',
		x1c,
		{ gcode_state: 'RUNNING', stg_cur: 2, mc_percent: 100, mc_remaining_time: 83 },
		{ progressPercent: null, remainingMinutes: 83 },
	],
	[
		'the last moment of a print',
		x1c,
		{
			gcode_state: 'RUNNING',
			mc_percent: 100,
			mc_remaining_time: 0,
			layer_num: 240,
			total_layer_num: 240,
		},
		{ progressPercent: 100, remainingMinutes: 0 },
	],
	[
		'a local print by the attribute of its job',
		p2s,
		{ gcode_state: 'FINISH', print_type: '', job_attr: 0x22, task_id: '123456789' },
		{ taskId: null, origin: 'local' },
	],
	['the plate by its other name', p2s, { plate_idx: 0, plate_id: 2 }, { plate: 2 }],
	[
		'nothing of the last print of a printer at rest',
		p1s,
		{
			...{ gcode_state: 'IDLE', subtask_name: 'Planter', task_id: '812000455', job_attr: 1 },
			...{ plate_idx: 3, project_id: '812000455', profile_id: '64', design_id: '70' },
		},
		{
			...{ title: null, taskId: null, plate: null, origin: null },
			...{ projectId: null, profileId: null, designId: null },
		},
	],
	['a printer on a cable', '23900A000000001', { wifi_signal: '-90dBm' }, { wifiSignal: null }],
	['an open door of an X1', x1c, { home_flag: 1 << 23 }, { isDoorOpen: true }],
	['an open door of an H2D', h2d, { stat: '800000' }, { isDoorOpen: true }],
	['a printer without a door', p1s, { home_flag: 1 << 23, stat: '800000' }, { isDoorOpen: null }],
];

describe('what a report of changes does not say', () => {
	const units = { ams: [{ id: '0', tray: [{ id: '1' }] }] };
	test.each<[string, object, boolean | null]>([
		['nothing of it', {}, null],
		['a slot that could be of two units', { tray_now: '1', ams_exist_bits: '3' }, null],
		['that nothing is loaded', { tray_now: '255' }, false],
		['another slot', { tray_now: '0', ams_exist_bits: '1' }, false],
		['this slot', { tray_now: '1', ams_exist_bits: '1' }, true],
	])('of the slot in use is not known: %s', (_name, ams, isActive) => {
		const row = rowOf(status(p2s, { msg: 1, ams: { ...units, ...ams } }));
		expect(row.amsUnits).toMatchObject([{ slots: [{ isActive }] }]);
	});

	test('of the nozzle makes no nozzle', () => {
		expect(rowOf(status(p1s, { msg: 1, wifi_signal: '-50dBm' })).nozzles).toEqual([]);
	});
});

test.each(made)('reads %s', (_name, serial, print, row) => {
	expect(rowOf(status(serial, { msg: 0, ...print }))).toMatchObject(row);
});

test('no whole number of a serial, and no address, is in a link or a row', () => {
	const row = JSON.stringify(rowOf(message(h2d, h2dPrinting)));
	expect(row.match(/https:[^"]+/g)?.some((url) => url.includes(h2d))).toBe(false);
	expect(row).not.toContain('167903424');
});

describe('as an operation', () => {
	test('gives ten fields, needs no credential, and calls printers by the names given', async () => {
		const printers = [{ serial: p1s, name: 'Workshop' }];
		const { items, error } = await runOperation(
			'device:readLiveReport',
			{ options: { printerNames: { printers } } },
			{ items: itemsWith(message(p1s, p1RunOut)), settings: { credentials: {} } },
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					printerName: 'Workshop',
					status: 'paused',
					stage: null,
					title: 'Planter',
					progressPercent: 46,
					layerNumber: 132,
					remainingMinutes: 141,
					pauseReason: 'filament run-out',
					errorCode: '0700_8011',
					errorText: null,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('Raw is the report as it came, without what opens the printer', async () => {
		const body = { system: { command: 'get_access_code', access_code: '12345678' } };
		const { items, stored } = await runOperation('device:readLiveReport', {
			output: 'raw',
			report: message(p1s, body),
		});
		expect(items[0]?.json).toEqual({
			printerSerial: p1s,
			system: { command: 'get_access_code' },
		});
		expect(stored).toContain('get_access_code');
	});

	test('items that come at once are read in their order', async () => {
		const layers = Array.from({ length: 30 }, (_, index) => index);
		const items = itemsWith(
			...layers.map((layer) => status(p1s, { msg: 1, gcode_state: 'RUNNING', layer_num: layer })),
		);
		const run = await runOperation('device:readLiveReport', {}, { items });
		expect(run.items.map(({ json }) => json.layerNumber)).toEqual(layers);
	});

	test('without Merge Updates a row holds what is in its report', async () => {
		const items = itemsWith(message(p1s, p1RunOut), status(p1s, { msg: 1, mc_percent: 5 }));
		const options = { mergeUpdates: false };
		const run = await runOperation('device:readLiveReport', { options }, { items });
		expect(run.items.map(({ json }) => json.title)).toEqual(['Planter', null]);
	});
});
