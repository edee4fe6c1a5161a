import type { IDataObject } from 'n8n-workflow';

import { liveForm } from '../../nodes/BambuLab/live/form';
import { h2d, Listener, p1s, rowOf, status } from './lab';

const a1 = '03900A000000001';
const x2d = '20P00A000000001';

function paused(serial: string, code: number): IDataObject {
	return rowOf(status(serial, { msg: 0, gcode_state: 'PAUSE', stg_cur: 0, print_error: code }));
}

/** The reason of a pause that shows no stage, by codes of Bambu Lab's own table (pybambu's hms_en.json). */
test.each<[code: number, reason: string]>([
	[0x0300_8001, 'user'],
	[0x0300_8013, 'G-code'],
	[0x0702_8011, 'filament run-out'],
	[0x07ff_8030, 'filament run-out'],
	[0x1200_8011, 'filament run-out'],
	[0x12ff_8011, 'filament run-out'],
	[0x1801_8011, 'filament run-out'],
	[0x0300_8042, 'door'],
	[0x0300_8009, 'temperature'],
	[0x0300_8018, 'temperature'],
	[0x0300_801c, 'clog'],
	[0x0300_8002, 'detection'],
	[0x0c00_8042, 'detection'],
	[0x0300_8019, 'plate'],
	[0x0300_8010, 'fan'],
	[0x0300_800b, 'cutter'],
	[0x1200_8002, 'cutter'],
	[0x0300_800c, 'lost steps'],
	[0x0700_8010, 'AMS'],
	[0x07ff_8012, 'AMS'],
	// The spool on a holder outside is stuck, with or without an AMS.
	[0x07ff_8010, 'other'],
	[0x0300_8000, 'other'],
])('the code %i pauses for: %s', (code, reason) => {
	expect(paused(p1s, code)).toMatchObject({ status: 'paused', pauseReason: reason });
});

test('an AMS Lite and an AMS HT run out like an AMS, and the row says which', () => {
	const runsOut = (serial: string, print_error: number, attr: number) => {
		const node = new Listener();
		node.row(status(serial, { msg: 0, gcode_state: 'RUNNING', task_id: '812000455' }));
		const hms = [{ attr, code: 0x0002_0001 }];
		const report = status(serial, { msg: 1, gcode_state: 'PAUSE', print_error, hms });
		const rows = node.rows(report);
		const errors = rows[0]?.errors as IDataObject[];
		return [...rows.map(({ event }) => event), ...errors.map(({ slot }) => slot)];
	};
	const events = ['printPaused', 'filamentRanOut'];
	expect(runsOut(a1, 0x1200_8011, 0x1200_2200)).toEqual([...events, 'AMS 1', 'AMS 1, slot 3']);
	expect(runsOut(x2d, 0x1801_8011, 0x1801_2000)).toEqual([...events, 'AMS HT B', 'AMS HT B']);
});

test('of two holders outside, a code names one', () => {
	const slotOf = (serial: string, code: number) => {
		const [error] = paused(serial, code).errors as IDataObject[];
		return error?.slot;
	};
	expect(slotOf(h2d, 0x07ff_8011)).toBe('External (right)');
	expect(slotOf(h2d, 0x07fe_8011)).toBe('External (left)');
	expect(slotOf(p1s, 0x07ff_8011)).toBe('External');
});

describe('health messages', () => {
	const codes = (...hms: object[]) => rowOf(status(p1s, { msg: 0, hms }));

	test('are read from hexadecimal text, as some clients hand it on', () => {
		const hms = [
			{ attr: '07002100', code: '00020001' },
			{ attr: '0C000300', code: '0x00030007' },
			{ attr: '50374400', code: '196609' },
		];
		expect(codes(...hms).errors).toMatchObject([
			{ code: '0700_2100_0002_0001' },
			{ code: '0C00_0300_0003_0007' },
			{ code: '0300_A700_0003_0001' },
		]);
	});

	test('leave out the byte of attr that no table has', () => {
		expect(codes({ attr: 0x0500_0607, code: 0x0002_0070 }).errors).toMatchObject([
			{ code: '0500_0600_0002_0070', isShown: false },
		]);
	});

	test('of unknown severity matter less than a fatal one', () => {
		const unknown = { attr: 0x0300_0100, code: 0x0000_0001 };
		const fatal = { attr: 0x0300_1200, code: 0x0001_0001 };
		expect(codes(unknown, fatal).errorCode).toBe('0300_1200_0001_0001');
	});
});

test('a code with an empty text is not the one that matters', () => {
	const [hidden, shown] = ['0500_C055', '0300_A700_0003_0001'];
	const report = status(h2d, {
		msg: 0,
		print_error: 0x0500_c055,
		hms: [{ attr: 0x0300_a700, code: 0x0003_0001 }],
	});
	const [reading = {}] = new Listener().read(report, 1, { events: undefined });
	const errorTexts = new Map([
		[`094 ${hidden}`, ''],
		[`094 ${shown}`, 'The exhaust fan runs faster.'],
	]);
	expect(liveForm.toRows(reading, { errorTexts })).toMatchObject([
		{ errorCode: shown, errorText: 'The exhaust fan runs faster.' },
	]);
});
