import * as fc from 'fast-check';

import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { markOf } from '../../nodes/BambuLab/trigger/marks';
import { pack, unpack } from '../../nodes/BambuLab/trigger/packing';
import { isInScope } from '../../nodes/BambuLab/trigger/scope';
import { readState, storedForm, type TriggerState } from '../../nodes/BambuLab/trigger/state';

const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
/** Whole numbers as a rule, and anything else but the one name that cannot be a key. */
const id = fc.oneof(
	fc.integer({ min: 1, max: 999_999_999_999_999 }).map(String),
	fc.constantFrom('0', '007', '-1', '1e3', '=a', 'a:b', 'a b', '', 'toString', '9'.repeat(20)),
	fc.string().filter((text) => text !== '__proto__'),
);
const mark = fc.string().map(markOf);
const session = fc.record({ told: fc.array(fc.string(), { maxLength: 8 }) });
const singles = fc.dictionary(id, seconds);
const tasks = fc.record({
	floor: seconds,
	open: fc.dictionary(
		id,
		fc.oneof(
			seconds.map((start): [number] => [start]),
			fc.tuple(seconds, seconds),
		),
	),
	done: singles,
});
const messages = fc.record({ floor: seconds, seen: singles });
const entry = fc.oneof(
	fc.record({ status: fc.string() }),
	fc.record({ status: fc.string(), offlineSince: seconds }),
	fc.record({ status: fc.constantFrom('IDLE', ''), isOffline: fc.constant(true as const) }),
);
const devices = fc.dictionary(mark, entry);
const firmware = fc.record({ told: fc.array(mark) });

/** Any state that the trigger may come to; the sources are there of which it tells events. */
const state: fc.Arbitrary<TriggerState> = fc.record({
	account: fc.record({ uid: fc.string(), token: fc.string() }),
	scope: fc.record({
		events: fc.subarray(eventOptions.map(({ value }) => value as string)),
		printers: fc.array(mark),
		messageTypes: fc.array(fc.string()),
	}),
	toldAt: fc.integer({ min: 0 }),
	tasks,
	messages,
	devices,
	firmware,
	session,
});

function stored(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value));
}

function check<T>(property: fc.IPropertyWithHooks<[T]>): void {
	fc.assert(property, { seed: 20260814, numRuns: 300 });
}

describe('The stored state', () => {
	test('is packed and unpacked without a change', () => {
		check(
			fc.property(state, (value) => {
				expect(unpack(pack(value))).toEqual(value);
			}),
		);
	});

	test('is read as it was stored', () => {
		check(
			fc.property(state, (value) => {
				expect(readState(stored(storedForm(value)))).toEqual(value);
			}),
		);
	});

	test('that is anything at all is read without an error, as nothing or as a sound state', () => {
		const part = fc.oneof(fc.jsonValue(), fc.string(), fc.constant(undefined));
		const garbage = fc.oneof(
			fc.jsonValue(),
			fc.record({
				version: fc.constantFrom(1, 2, 3),
				account: fc.oneof(part, fc.constant({ uid: '7', token: '' })),
				scope: fc.oneof(
					part,
					fc.constant({ events: ['taskCreated'], printers: '', messageTypes: [], deviceIds: [] }),
				),
				toldAt: fc.oneof(fc.integer(), part),
				tasks: fc.oneof(part, fc.record({ floor: fc.integer(), open: part, done: part })),
				messages: fc.oneof(part, fc.record({ floor: part, seen: part })),
				devices: fc.oneof(part, fc.dictionary(fc.string(), fc.string())),
				firmware: fc.oneof(part, fc.record({ told: part })),
				session: part,
			}),
		);
		check(
			fc.property(garbage as fc.Arbitrary<unknown>, (value) => {
				const read = readState(value === undefined ? value : stored(value));
				if (read === undefined) return;
				expect(readState(stored(storedForm(read)))).toEqual(read);
			}),
		);
	});

	test.each<[string, (packed: { [key: string]: unknown }) => unknown]>([
		['a later version', (packed) => ({ ...packed, version: 3 })],
		['no version', (packed) => ({ ...packed, version: undefined })],
		['no account', (packed) => ({ ...packed, account: undefined })],
		['no prints although they are listened for', (packed) => ({ ...packed, tasks: undefined })],
		[
			'prints that are none',
			(packed) => ({ ...packed, tasks: { floor: 'x', open: '', done: '' } }),
		],
		[
			'a time that is none',
			(packed) => ({ ...packed, tasks: { floor: 5, open: 'a:!', done: '' } }),
		],
		[
			'an id that is none',
			(packed) => ({ ...packed, tasks: { floor: 5, open: '=%:1', done: '' } }),
		],
		['a running print without a time', (packed) => ({ ...packed, tasks: { floor: 5, open: 'a' } })],
	])('with %s is unreadable', (_name, spoil) => {
		const sound = storedForm({
			account: { uid: '7', token: '' },
			scope: { events: ['taskCreated'], printers: [], messageTypes: [] },
			toldAt: 5,
			tasks: { floor: 5, open: { 9: [6] }, done: {} },
		}) as { [key: string]: unknown };
		expect(readState(stored(sound))).toBeDefined();
		expect(readState(stored(spoil(sound)))).toBeUndefined();
	});
});

describe('A state of the last release', () => {
	const ofVersion1 = {
		version: 1,
		account: { uid: '7', token: 'abc' },
		scope: { events: ['taskFinished', 'signInExpiring'], deviceIds: ['01P00A', '01P00B'] },
		tasks: { floor: 5, open: { 1: [6], 2: [7, 8] }, done: { 3: 9 } },
		session: { told: ['x'] },
	};

	test('goes on with all that it knew', () => {
		const state = readState(ofVersion1);
		expect(state).toEqual({
			account: ofVersion1.account,
			scope: {
				events: ofVersion1.scope.events,
				printers: ['01P00A', '01P00B'].map(markOf),
				messageTypes: [],
			},
			toldAt: 0,
			tasks: ofVersion1.tasks,
			session: ofVersion1.session,
		});
		const inScope = (deviceId: string) =>
			state !== undefined && isInScope(state.scope, { name: 'taskFinished', deviceId });
		expect([inScope('01P00A'), inScope('01P00C')]).toEqual([true, false]);
	});

	test('without prints goes on with the sign-in', () => {
		const scope = { events: ['signInExpiring'], deviceIds: [] };
		expect(readState({ ...ofVersion1, tasks: undefined, scope })).toMatchObject({
			session: { told: ['x'] },
		});
	});

	test.each([
		['no printers', { scope: { events: ['taskFinished'] } }],
		['no prints although they are listened for', { tasks: undefined }],
		['an account that is none', { account: 'x' }],
	])('with %s is unreadable', (_name, changes) => {
		expect(readState({ ...ofVersion1, ...changes })).toBeUndefined();
	});
});
