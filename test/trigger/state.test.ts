import * as fc from 'fast-check';

import { eventOptions, sourceNames } from '../../nodes/BambuLab/trigger/events';
import { readState, type TriggerState } from '../../nodes/BambuLab/trigger/state';
import { iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

const state: TriggerState = {
	version: 1,
	account: { uid: '7', token: 'abc' },
	lastEventAt: 5,
	printers: { Workshop: '01P00A' },
	sources: {
		prints: {
			scope: { events: ['taskCreated'], printers: ['01P00A'], messageTypes: [] },
			known: { floor: 5, open: { 9: [6, '01P00A'] }, done: {} },
		},
	},
};

function stored(value: unknown): { [key: string]: unknown } {
	return JSON.parse(JSON.stringify(value)) as { [key: string]: unknown };
}

describe('The stored state', () => {
	test('is read as it was stored', () => {
		expect(readState(stored(state))).toEqual(state);
	});

	test.each<[string, object]>([
		['a later version', { version: 3 }],
		['no version', { version: undefined }],
		['no account', { account: undefined }],
		['an account that is none', { account: 'x' }],
		['no time', { lastEventAt: 'x' }],
		['printers that are none', { printers: { Workshop: 7 } }],
		['no sources', { sources: undefined }],
	])('with %s is unreadable', (_name, changes) => {
		expect(readState({ ...stored(state), ...changes })).toBeUndefined();
	});

	test('that is anything at all is read without an error, as nothing or as a sound state', () => {
		const part = fc.oneof(fc.jsonValue(), fc.constant(undefined));
		const entry = fc.record({ scope: part, known: part });
		const garbage = fc.record({
			version: fc.constantFrom(1, 2),
			account: fc.oneof(part, fc.constant(state.account)),
			lastEventAt: fc.oneof(fc.integer(), part),
			printers: fc.oneof(part, fc.constant({})),
			sources: fc.oneof(part, fc.dictionary(fc.constantFrom(...sourceNames), entry)),
		});
		fc.assert(
			fc.property(garbage, (value) => {
				const read = readState(stored(value));
				if (read !== undefined) expect(readState(stored(read))).toEqual(read);
			}),
			{ seed: 20260814, numRuns: 300 },
		);
	});
});

const everything = eventOptions
	.map(({ value }) => value)
	.filter((name) => name !== 'signInExpiring');

/** A trigger that listens to so many printers, each with prints of some hours and firmware on offer. */
async function busy(printers: number, hours: number): Promise<StubTrigger> {
	const trigger = new StubTrigger({ events: everything, options: { waitForFilament: false } });
	const { cloud } = trigger;
	const serials = Array.from(
		{ length: printers },
		(_, index) => `01P00C${100_000_000 + index * 7919}`,
	);
	const statuses = ['IDLE', 'RUNNING', 'PAUSE', 'FINISH', 'FAILED', 'PREPARE', 'SLICING', 'INIT'];
	cloud.spools = Array.from({ length: Math.min(10 * printers, 300) }, (_, index) => ({
		id: 4_980_001 + index,
		netWeight: 500,
	}));
	let id = 712_345_678;
	const look = (round: number) => {
		cloud.devices = serials.map((dev_id, index) => ({
			dev_id,
			name: `Printer ${index}`,
			online: (round + index) % 10 !== 0,
			print_status: statuses[(round + index) % statuses.length],
		}));
		cloud.firmware = serials.map((dev_id) => ({
			dev_id,
			version: '01.00.00.00',
			firmware: [{ version: `01.0${Math.min(round, 2)}.00.00`, status: 'release' }],
		}));
		// One after the other, or none would be told from the others by its time.
		for (const [index, print] of cloud.tasks.slice(0, printers).entries()) {
			Object.assign(print, { status: 2, endTime: iso() });
			const createTime = iso(printers - index);
			cloud.messages.unshift({ id: 2_100_000_000 + ++id, type: 6, createTime });
		}
		for (const [index, deviceId] of serials.entries()) {
			const startTime = iso(printers - index);
			cloud.tasks.unshift({ id: ++id, deviceId, status: 4, startTime, endTime: null });
		}
	};
	look(0);
	await trigger.publish();
	for (let round = 1; round < (3 * 24) / hours; round++) {
		pass(hours * 3600);
		look(round);
		await trigger.tick();
		pass(600);
		await trigger.tick();
	}
	return trigger;
}

describe('What n8n has to store stays small', () => {
	test('for a maker with two printers, four prints a day, and 20 spools: 2 kB', async () => {
		const { stored: all } = await busy(2, 12);
		expect(JSON.stringify(all).length).toBeLessThan(2_000);
	});

	test('for a farm of 500 printers that all print: 60 kB', async () => {
		const { stored: all } = await busy(500, 12);
		const text = JSON.stringify(all);
		// Each prints, is there, and has its firmware.
		expect(text.split('01P00C').length).toBeGreaterThan(1500);
		expect(text.length).toBeLessThan(60_000);
	});

	test('for a farm that gets a message each second, in one of the lists: 64 kB at any moment', async () => {
		const trigger = await busy(500, 12);
		const { cloud } = trigger;
		let id = 2_300_000_000;
		cloud.categories['1'] = [{ id: ++id, type: 201, createTime: iso(3600) }];
		const sizes: number[] = [];
		const received: string[] = [];
		for (let minute = 0; minute < 40; minute++) {
			pass(60);
			for (let second = 59; second >= 0; second--) {
				cloud.messages.unshift({ id: ++id, type: 6, createTime: iso(second) });
			}
			const { ids } = await trigger.tick();
			received.push(...ids.filter((event) => event.startsWith('messageReceived')));
			sizes.push(JSON.stringify(trigger.stored).length);
		}
		expect(Math.max(...sizes)).toBeLessThan(64_000);
		expect(received).toHaveLength(40 * 60 + 1);
		expect(new Set(received).size).toBe(received.length);
	});

	test('whatever a printer says of its status', async () => {
		const trigger = new StubTrigger({ events: ['deviceStatusChanged'] });
		trigger.cloud.devices = [{ dev_id: 'P', online: true, print_status: 'x'.repeat(100_000) }];
		await trigger.publish();
		expect((await trigger.tick()).ids).toEqual([]);
		expect(JSON.stringify(trigger.stored).length).toBeLessThan(1_000);
	});
});

describe('A source whose stored state is spoilt', () => {
	test('begins anew, with a word in the log, and the others go on', async () => {
		const trigger = new StubTrigger({ events: ['taskCreated', 'messageReceived'] });
		trigger.cloud.tasks.push({ id: 1, status: 4, startTime: iso(600) });
		trigger.cloud.messages.push({ id: 2, type: 6, createTime: iso(600) });
		await trigger.publish();
		const sources = (trigger.stored.state as { sources: { [name: string]: { known: unknown } } })
			.sources;
		if (sources.prints) sources.prints.known = 'x';
		pass(60);
		trigger.cloud.tasks.unshift({ id: 3, status: 4, startTime: iso() });
		trigger.cloud.messages.unshift({ id: 4, type: 6, createTime: iso() });
		await trigger.restart();
		expect((await trigger.tick()).ids).toEqual(['messageReceived:4']);
		expect(trigger.log.join()).toContain('what was known of the prints is unreadable');
		trigger.cloud.tasks.unshift({ id: 5, status: 4, startTime: iso() });
		expect((await trigger.tick()).ids).toEqual(['taskCreated:5']);
	});
});
