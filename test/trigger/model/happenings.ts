import * as fc from 'fast-check';

const day = 86_400;

/** What happens in the world, also in the midst of a poll. */
export type Happening =
	| { kind: 'start'; count: number; status: unknown; secondsAgo: number }
	| { kind: 'future' }
	| { kind: 'end'; pick: number; count: number; status: 2 | 3; secondsAgo: number; fills: number }
	| { kind: 'remove'; pick: number; count: number }
	| { kind: 'restatus'; pick: number; status: unknown }
	| { kind: 'delayStart'; pick: number }
	| { kind: 'message'; count: number; type: number; device: string; secondsAgo: number }
	| { kind: 'removeMessage'; pick: number; count: number }
	| { kind: 'connection'; printer: number }
	| { kind: 'printerStatus'; printer: number; status: string }
	| { kind: 'binding'; printer: number }
	| { kind: 'offer'; printer: number; version: string }
	| { kind: 'naming' }
	| { kind: 'pass'; seconds: number };

/** Which row, counted from the newest that fits. */
const pick = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 10_000 }));
const status = fc.constantFrom<unknown>(4, 4, 4, 1, 0, 7, null);
const ended = fc.constantFrom<2 | 3>(2, 3);
/** Seconds from the end to the filaments. */
const fills = fc.constantFrom(0, 0, 20, 60, 600, Infinity);
const seconds = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 120 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 200, max: 7200 }) },
	{ weight: 1, arbitrary: fc.integer({ min: day / 2, max: 2 * day }) },
);
const count = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 40, max: 130 }) },
);
/** More than 150 messages in one second would be more than the trigger remembers. */
const messageCount = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 15, max: 40 }) },
);
const secondsAgo = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }));
const printer = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 14 }));

type Weighted = fc.WeightedArbitrary<Happening>;

const pass: Weighted = { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass'), seconds }) };
const printsHappenings: Weighted[] = [
	{
		weight: 5,
		arbitrary: fc.record({ kind: fc.constant('start'), count, status, secondsAgo }),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant('end'),
			pick,
			count,
			status: ended,
			secondsAgo,
			fills,
		}),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), pick, count }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('restatus'), pick, status }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('delayStart'), pick }) },
	{ weight: 1, arbitrary: fc.constantFrom<Happening>({ kind: 'future' }) },
];
const messagesHappenings: Weighted[] = [
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('message'),
			count: messageCount,
			type: fc.constantFrom(6, 6, 101, 254, 9999),
			device: fc.constantFrom('', 'A', 'B'),
			secondsAgo,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('removeMessage'), pick, count }) },
];
const printersHappenings: Weighted[] = [
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('connection'), printer }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('printerStatus'),
			printer,
			status: fc.constantFrom('IDLE', 'RUNNING', 'PAUSE', ''),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('binding'), printer }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('offer'),
			printer,
			version: fc.constantFrom('', '01.01.00.00', '01.02.00.00', '01.03.00.00'),
		}),
	},
	{ weight: 1, arbitrary: fc.constantFrom<Happening>({ kind: 'naming' }) },
];

/** What the stories are about; with one subject alone, much happens in few of them. */
export type Focus = 'all' | 'prints' | 'messages' | 'printers';

export const happenings: { [F in Focus]: fc.Arbitrary<Happening> } = {
	all: fc.oneof(...printsHappenings, ...messagesHappenings, ...printersHappenings, pass),
	prints: fc.oneof(...printsHappenings, pass),
	messages: fc.oneof(...messagesHappenings, pass),
	printers: fc.oneof(...printersHappenings, pass),
};
