import * as fc from 'fast-check';

import { firmwareEvents } from './firmwareObserver';
import { happenings, type Focus, type Happening } from './happenings';
import { messageEvents } from './messageObserver';
import type { Scope } from './observer';
import { printerEvents } from './printerObserver';
import { printEvents } from './printObserver';
import type { ListSettings } from './rowList';

/** What happens before the request of that number is answered. */
export interface Disturbance {
	request: number;
	what: Happening | { kind: 'poll' | 'fail' | 'refuse' | 'duplicate' };
}

export type Step =
	| Happening
	| { kind: 'poll'; disturbances: Disturbance[] }
	| { kind: 'restart'; isOldState: boolean }
	| { kind: 'rescope'; scope: Scope }
	| { kind: 'republish'; onActivation: string; lastHours: number; meanwhile: Happening[] }
	| { kind: 'account' }
	| { kind: 'signIn'; days: number }
	| { kind: 'clock'; wrongBy: number };

export interface Story {
	/** Of the prints and of the messages. */
	lists: ListSettings[];
	/** One clock may be wrong, the cloud's or n8n's; nobody could tell the time if both were. */
	isCloudClockSane: boolean;
	printers: number;
	scope: Scope;
	options: { waitForFilament: boolean; maxFilamentWait: number; offlineAfter: number };
	/** The prints before the trigger is published: how many, how far apart, which of them run. */
	history: { count: number; apart: number; running: number[]; messages: number };
	steps: Step[];
}

const day = 86_400;
export const startOfTime = Date.parse('2026-08-14T09:00:00Z') / 1000;

const eventsOf: { [F in Exclude<Focus, 'all'>]: string[] } = {
	prints: [...printEvents, 'signInExpiring'],
	messages: [...messageEvents],
	printers: [...printerEvents, ...firmwareEvents],
};
const chosenEvents = (focus: Focus) => {
	const all = focus === 'all' ? Object.values(eventsOf).flat() : eventsOf[focus];
	return fc.oneof(
		{ weight: 3, arbitrary: fc.constant(all) },
		{ weight: 2, arbitrary: fc.subarray(all, { minLength: 1 }) },
	);
};
const scopes = (focus: Focus): fc.Arbitrary<Scope> =>
	fc.record({
		events: chosenEvents(focus),
		deviceIds: fc.oneof(
			{ weight: 2, arbitrary: fc.constant<string[]>([]) },
			{ weight: 1, arbitrary: fc.subarray(['A', 'B', 'C', 'gone']) },
		),
		messageTypes: fc.oneof(
			{ weight: 3, arbitrary: fc.constant<string[]>([]) },
			{ weight: 1, arbitrary: fc.subarray(['print', 'system', '254', 'other']) },
		),
	});

const disturbancesIn = (focus: Focus): fc.Arbitrary<Disturbance[]> =>
	fc.array(
		fc.record({
			request: fc.constantFrom(0, 1, 1, 2, 3, 4),
			what: fc.oneof(
				{ weight: 4, arbitrary: happenings[focus] },
				{
					weight: 1,
					arbitrary: fc.record({ kind: fc.constantFrom('poll', 'fail', 'refuse', 'duplicate') }),
				},
			),
		}),
		{ maxLength: 3 },
	);

const steps = (focus: Focus) => {
	const scope = scopes(focus);
	const disturbances = disturbancesIn(focus);
	return fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
		{ weight: 10, arbitrary: happenings[focus] },
		{ weight: 14, arbitrary: fc.record({ kind: fc.constant('poll'), disturbances }) },
		{
			weight: 3,
			arbitrary: fc.record({
				kind: fc.constant('restart'),
				isOldState: fc.boolean(),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('rescope'), scope }) },
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('republish'),
				onActivation: fc.constantFrom('fromNow', 'running', 'lastHours', 'lastHours'),
				lastHours: fc.constantFrom(1, 24, 100),
				meanwhile: fc.array(happenings[focus], { maxLength: 4 }),
			}),
		},
		{ weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'account' }) },
		{
			weight: 1,
			arbitrary: fc.record({ kind: fc.constant('signIn'), days: fc.constantFrom(1, 8, 30) }),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('clock'),
				wrongBy: fc.constantFrom(0, 0, -startOfTime, -5 * day, 3600, 400 * day, -240),
			}),
		},
	);
};

const list = fc.record({
	isByStart: fc.boolean(),
	pageCap: fc.constantFrom(50, 50, 100, 20),
	hasTotal: fc.boolean(),
	hasFilter: fc.oneof(
		{ weight: 3, arbitrary: fc.constant(true) },
		{ weight: 1, arbitrary: fc.constant(false) },
	),
});

export const storiesAbout = (focus: Focus): fc.Arbitrary<Story> =>
	fc.record({
		lists: fc.tuple(list, list),
		isCloudClockSane: fc.boolean(),
		printers: fc.constantFrom(0, 3, 3, 3, 14),
		scope: scopes(focus),
		options: fc.record({
			waitForFilament: fc.boolean(),
			maxFilamentWait: fc.constantFrom(3, 3, 30),
			offlineAfter: fc.constantFrom(5, 5, 0, 60),
		}),
		history: fc.record({
			count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 160 })),
			apart: fc.constantFrom(0, 10, 600, 7200),
			running: fc.array(fc.nat({ max: 200 }), { maxLength: 4 }),
			messages: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 80 })),
		}),
		steps: fc.array(steps(focus), { minLength: 10, maxLength: 60, size: 'max' }),
	});
