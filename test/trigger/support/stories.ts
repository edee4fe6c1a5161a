import * as fc from 'fast-check';

import type { Scope } from './observer';

/** What happens in the world, also in the midst of a poll. */
export type Happening =
	| { kind: 'start'; count: number; status: unknown; secondsAgo: number }
	| { kind: 'future' }
	| { kind: 'end'; pick: number; count: number; status: 2 | 3; secondsAgo: number }
	| { kind: 'remove'; pick: number; count: number }
	| { kind: 'restatus'; pick: number; status: unknown }
	| { kind: 'delayStart'; pick: number }
	| { kind: 'pass'; seconds: number };

/** What happens before the request of that number is answered. */
export interface Disturbance {
	request: number;
	what: Happening | { kind: 'poll' | 'fail' | 'duplicate' };
}

export type Step =
	| Happening
	| { kind: 'poll'; disturbances: Disturbance[] }
	| { kind: 'restart'; disturbances: Disturbance[] }
	| { kind: 'rescope'; scope: Scope }
	| { kind: 'signIn'; days: number }
	| { kind: 'clock'; wrongBy: number };

export interface Story {
	isByStart: boolean;
	pageCap: number;
	hasTotal: boolean;
	/** One clock may be wrong, the cloud's or n8n's; nobody could tell the time if both were. */
	isCloudClockSane: boolean;
	scope: Scope;
	/** The prints before the trigger is published: how many, how far apart, which of them run. */
	history: { count: number; apart: number; running: number[] };
	steps: Step[];
}

export const devices = ['A', 'B', 'C'];
export const startOfTime = Date.parse('2026-08-14T09:00:00Z') / 1000;
export const day = 86_400;

/** Which print, counted from the newest that fits. */
const pick = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 10_000 }));
const status = fc.constantFrom<unknown>(4, 4, 4, 1, 0, 7, null);
const ended = fc.constantFrom<2 | 3>(2, 3);
const seconds = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 120 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 600, max: 7200 }) },
	{ weight: 1, arbitrary: fc.integer({ min: day / 2, max: 2 * day }) },
);
const count = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 40, max: 130 }) },
);
const secondsAgo = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }));
const events = ['taskCreated', 'taskFinished', 'taskFailed'];
const scope: fc.Arbitrary<Scope> = fc.record({
	events: fc
		.tuple(
			fc.oneof(fc.constant(events), fc.subarray(events, { minLength: 1 })),
			fc.constantFrom([], ['signInExpiring']),
		)
		.map((parts) => parts.flat()),
	deviceIds: fc.oneof(fc.constant<string[]>([]), fc.subarray(devices)),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({ kind: fc.constant('start'), count, status, secondsAgo }),
	},
	{
		weight: 5,
		arbitrary: fc.record({ kind: fc.constant('end'), pick, count, status: ended, secondsAgo }),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), pick, count }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('restatus'), pick, status }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('delayStart'), pick }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), seconds }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('future') }) },
);
const disturbances: fc.Arbitrary<Disturbance[]> = fc.array(
	fc.record({
		request: fc.constantFrom(0, 1, 1, 2, 3),
		what: fc.oneof(
			{ weight: 4, arbitrary: happening },
			{ weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('poll', 'fail', 'duplicate') }) },
		),
	}),
	{ maxLength: 3 },
);
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
	{ weight: 10, arbitrary: happening },
	{ weight: 12, arbitrary: fc.record({ kind: fc.constant('poll'), disturbances }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('restart'), disturbances }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('rescope'), scope }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('signIn'), days: fc.constantFrom(1, 8, 30) }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('clock'),
			wrongBy: fc.constantFrom(0, 0, -startOfTime, -5 * day, 3600, 400 * day),
		}),
	},
);

export const story: fc.Arbitrary<Story> = fc.record({
	isByStart: fc.boolean(),
	pageCap: fc.constantFrom(50, 50, 100, 20),
	hasTotal: fc.boolean(),
	isCloudClockSane: fc.boolean(),
	scope,
	history: fc.record({
		count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 160 })),
		apart: fc.constantFrom(0, 10, 600, 7200),
		running: fc.array(pick, { maxLength: 4 }),
	}),
	steps: fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
});
