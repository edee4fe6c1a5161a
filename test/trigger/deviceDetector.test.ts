import {
	detectDevices,
	isDeviceState,
	type DeviceState,
} from '../../nodes/BambuLab/trigger/deviceDetector';
import { markOf } from '../../nodes/BambuLab/trigger/marks';

const minute = 60_000;
const start = Date.parse('2026-08-14T12:00:00Z');
const offlineAfter = 300;

/** A printer's status; in brackets while it is offline, undefined while it is not listed. */
type Look = string | undefined;

function deviceOf(look: Look, serial = 'A'): object[] {
	if (look === undefined) return [];
	const isOffline = look.startsWith('(');
	const status = look.replace(/[()]/g, '');
	return [{ dev_id: serial, name: 'Desk', online: !isOffline, print_status: status }];
}

/** One look each minute; the events of each, as `name`, with what changed. */
function told(...looks: Look[]): string[][] {
	let state: DeviceState | undefined;
	return looks.map((look, index) => {
		const devices = deviceOf(look) as Array<{ [key: string]: unknown }>;
		const result = detectDevices(state, devices, offlineAfter, start + index * minute);
		state = JSON.parse(JSON.stringify(result.state)) as DeviceState;
		return result.events.map(({ name, previousStatus, occurredAt }) =>
			[
				name,
				...(previousStatus === undefined ? [] : [previousStatus]),
				...(name === 'deviceOffline' ? [(occurredAt - start) / minute] : []),
			].join(' '),
		);
	});
}

describe('The printers', () => {
	test.each<[string, Look[], string[]]>([
		['begin without an event', ['IDLE'], []],
		['that begin offline are not told to be so', ['(IDLE)', ...Array<Look>(9).fill('(IDLE)')], []],
		['that begin offline are told to come back', ['(IDLE)', 'IDLE'], ['deviceOnline']],
		['change their status', ['IDLE', 'RUNNING'], ['deviceStatusChanged IDLE']],
		[
			'change their status once for each change',
			['IDLE', 'RUNNING', 'RUNNING', 'IDLE'],
			['deviceStatusChanged IDLE', 'deviceStatusChanged RUNNING'],
		],
		['without a status have not changed it', ['IDLE', '', 'IDLE'], []],
		['get a first status without an event', ['', 'IDLE'], []],
		[
			'are told to be offline after a while, from when they were first seen so',
			['IDLE', '(IDLE)', '(IDLE)', '(IDLE)', '(IDLE)', '(IDLE)', '(IDLE)', '(IDLE)'],
			['deviceOffline 1'],
		],
		['that flap are left alone', ['IDLE', '(IDLE)', '(IDLE)', 'IDLE', '(IDLE)', 'IDLE'], []],
		[
			'that flap begin anew each time',
			['IDLE', '(IDLE)', '(IDLE)', '(IDLE)', 'IDLE', '(IDLE)', '(IDLE)', '(IDLE)', '(IDLE)'],
			[],
		],
		[
			'keep an old status while offline, which is not looked at',
			['IDLE', '(RUNNING)', '(PAUSE)', 'IDLE'],
			[],
		],
		[
			'that come back with another status are told to have changed it',
			['RUNNING', '(RUNNING)', 'FINISH'],
			['deviceStatusChanged RUNNING'],
		],
		[
			'that vanish for a while go on where they were',
			['IDLE', undefined, undefined, 'RUNNING'],
			['deviceStatusChanged IDLE'],
		],
		[
			'that vanish while offline have been so all the time',
			['IDLE', '(IDLE)', undefined, undefined, undefined, undefined, '(IDLE)'],
			['deviceOffline 1'],
		],
		['that are new are none that came back', [undefined, 'IDLE'], []],
	])('%s', (_name, looks, events) => {
		expect(told(...looks).flat()).toEqual(events);
	});

	test('are told to be offline at once where nobody wants to wait', () => {
		const { state } = detectDevices(undefined, deviceOf('IDLE') as never[], 0, start);
		const { events } = detectDevices(state, deviceOf('(IDLE)') as never[], 0, start + 1000);
		expect(events).toMatchObject([
			{ name: 'deviceOffline', deviceId: 'A', occurredAt: start + 1000 },
		]);
	});

	test('were not offline in the future after a clock was set back', () => {
		const look = (state: DeviceState | undefined, status: string, at: number) =>
			detectDevices(state, deviceOf(status) as never[], offlineAfter, at);
		const online = look(undefined, 'IDLE', start);
		const offline = look(online.state, '(IDLE)', start + 600 * minute);
		const back = look(offline.state, '(IDLE)', start);
		expect(back.events).toEqual([]);
		expect(look(back.state, '(IDLE)', start + 5 * minute).events).toMatchObject([
			{ name: 'deviceOffline', occurredAt: start },
		]);
	});

	test('listed twice, or without a serial number, count once or not at all', () => {
		const twice = [...deviceOf('IDLE'), ...deviceOf('RUNNING'), ...deviceOf('IDLE', '')] as never[];
		const { state, events } = detectDevices(undefined, twice, offlineAfter, start);
		expect(events).toEqual([]);
		expect(state).toEqual({ [markOf('A')]: { status: 'IDLE' } });
	});

	test('that are gone are forgotten only where there are too many', () => {
		const fleet = (name: string) =>
			Array.from({ length: 700 }, (_, index) => deviceOf('IDLE', `${name}${index}`)).flat();
		const first = detectDevices(undefined, fleet('a') as never[], offlineAfter, start);
		const second = detectDevices(first.state, fleet('b') as never[], offlineAfter, start);
		expect(Object.keys(second.state)).toHaveLength(1000);
		expect(second.state[markOf('b699')]).toBeDefined();
		expect(second.state[markOf('a0')]).toBeDefined();
	});
});

test.each<[string, unknown, boolean]>([
	['a state', { abc: { status: 'IDLE' }, def: { status: '', offlineSince: 5 } }, true],
	['one that is offline', { abc: { status: 'IDLE', isOffline: true } }, true],
	['no object', [], false],
	['no status', { abc: {} }, false],
	['no number', { abc: { status: '', offlineSince: '5' } }, false],
	['a flag that is off', { abc: { status: '', isOffline: false } }, false],
])('A stored state of printers is known from other things: %s', (_name, value, isSound) => {
	expect(isDeviceState(value)).toBe(isSound);
});
