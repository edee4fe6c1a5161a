import { compare, type Wishes } from '../../nodes/BambuLab/trigger/kernel';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { markOf } from '../../nodes/BambuLab/trigger/marks';
import { readState, storedForm, type TriggerState } from '../../nodes/BambuLab/trigger/state';
import { noOpening } from '../../nodes/BambuLab/trigger/settings';

const farm = 500;
const start = Date.parse('2026-08-14T12:00:00Z');
const minute = 60_000;
const serials = Array.from({ length: farm }, (_, index) => `01P00C${100_000_000 + index * 7919}`);
const statuses = ['IDLE', 'RUNNING', 'PAUSE', 'FINISH', 'FAILED', 'PREPARE', 'SLICING', 'INIT'];

function iso(time: number): string {
	return new Date(time).toISOString();
}

function wishesFor(printers: string[]): Wishes {
	return {
		scope: {
			events: eventOptions.map(({ value }) => value),
			printers: printers.map(markOf),
			messageTypes: [],
		},
		daysBefore: 7,
		filamentWaitMs: 3 * minute,
		offlineAfter: 300,
		opening: noOpening,
	};
}

/** Ten thousand tasks, newest first: all printers print for days, each ended print an hour at least. */
function tasksAt(now: number) {
	const running = serials.map((deviceId, index) => ({
		id: 712_000_000 + 10_000 * 2311 + index * 2311,
		deviceId,
		status: 4,
		startTime: iso(start - index * 6 * minute),
	}));
	const ended = Array.from({ length: 9500 }, (_, index) => ({
		id: 712_000_000 + (9500 - index) * 2311,
		deviceId: serials[index % farm],
		status: 2,
		startTime: iso(now - index * minute),
		endTime: iso(now - index * minute + 1000),
		amsDetailMapping: [{}],
	}));
	return [...ended, ...running].sort((a, b) => b.startTime.localeCompare(a.startTime));
}

function snapshotAt(poll: number, now: number) {
	return {
		tasksBelow: undefined,
		tasks: tasksAt(now),
		messages: Array.from({ length: 2000 }, (_, index) => ({
			id: 998_000_000 + poll * 1000 + (2000 - index) * 7,
			type: 6,
			createTime: iso(now - index * 1000),
		})),
		devices: serials.map((id, index) => ({
			dev_id: id,
			online: poll === 0 || index % 10 !== 0,
			print_status: statuses[(poll + index) % statuses.length],
		})),
		firmware: serials.map((id) => ({
			dev_id: id,
			version: '01.00.00.00',
			firmware: [{ version: `01.0${poll}.00.00` }],
		})),
		session: { mark: `mark ${poll}`, endsAt: now, renewsItself: false, status: {} },
	};
}

/** The state of a big farm after some busy polls. */
function stateOf(printers: string[]): TriggerState {
	const account = { uid: '1234567890', token: 'f'.repeat(24) };
	const wishes = wishesFor(printers);
	let before: TriggerState | undefined;
	for (let poll = 0; poll < 5; poll++) {
		const now = start + poll * minute;
		const moment = { before, snapshot: snapshotAt(poll, now), heldBack: [], wishes, now };
		before = { ...compare(moment).next, account };
	}
	if (before === undefined) throw new Error('Nothing was compared');
	return before;
}

describe('With 500 printers and 10,000 prints the stored state stays below 32 kB', () => {
	test.each<[string, string[]]>([
		['', []],
		[' with each printer chosen by hand', serials],
	])('and complete%s', (_name, printers) => {
		const state = stateOf(printers);
		const stored = JSON.stringify(storedForm(state));
		const { tasks, devices = {}, firmware } = state;
		expect(Object.keys(tasks?.open ?? {})).toHaveLength(farm);
		expect(Object.keys(devices)).toHaveLength(farm);
		expect(firmware?.told.length).toBeGreaterThanOrEqual(farm);
		const pending = Object.values(devices).filter(({ offlineSince }) => offlineSince !== undefined);
		expect(pending).toHaveLength(50);
		expect(readState(JSON.parse(stored))).toEqual(state);
		expect(stored.length).toBeLessThan(32_000);
	});
});
