import * as fc from 'fast-check';

import { figureNames, type FigureName } from './makerPage';

const hour = 3600;
const day = 86_400;

/** What happens in the world, also in the midst of a poll. */
export type Happening =
	| {
			kind: 'start';
			count: number;
			status: unknown;
			secondsAgo: number;
			odd: boolean;
			/** Whether its filaments show from the beginning. */
			isFilled?: boolean;
	  }
	| { kind: 'future' }
	| { kind: 'end'; pick: number; count: number; status: unknown; secondsAgo: number; fills: number }
	| { kind: 'remove'; pick: number; count: number; back: number }
	| { kind: 'odd status'; pick: number; status: unknown }
	| { kind: 'correct'; pick: number; field: Field; by: number }
	| { kind: 'message'; count: number; type: number; device: string; secondsAgo: number }
	| { kind: 'removeMessage'; pick: number; count: number; back: number }
	| { kind: 'correctMessage'; pick: number; type: number; by: number }
	| { kind: 'connection'; printer: number; isOnline: boolean }
	| { kind: 'printerStatus'; printer: number; status: string }
	| { kind: 'binding'; printer: number; isBound: boolean }
	| { kind: 'offer'; printer: number; version: string; isAms: boolean }
	| { kind: 'install'; printer: number; version: string }
	| { kind: 'weigh'; pick: number; grams: number | null }
	| { kind: 'newSpool'; grams: number | null }
	| { kind: 'removeSpool'; pick: number; count: number; back: number }
	| { kind: 'figure'; pick: number; name: FigureName; by: number }
	| { kind: 'newModel'; count: number; secondsAgo: number }
	| { kind: 'hideModel'; pick: number }
	| { kind: 'naming' }
	| { kind: 'pass'; seconds: number };

export type Field = 'status' | 'start' | 'end' | 'printer' | 'title and weight';

/** Which row, counted from the newest that fits. */
const pick = fc.oneof(
	{ weight: 3, arbitrary: fc.nat({ max: 10 }) },
	{ weight: 2, arbitrary: fc.nat({ max: 60 }) },
	{ weight: 1, arbitrary: fc.nat({ max: 10_000 }) },
);
const status = fc.constantFrom<unknown>(4, 4, 4, 1, 0, 7, null);
const ended = fc.constantFrom<unknown>(2, 3, 2, 3, 2, 3, 2, 3, 7, 1);
/** Seconds from the end to the filaments. */
const fills = fc.constantFrom(0, 0, 20, 60, 600, Infinity);
const seconds = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 120 }) },
	{ weight: 3, arbitrary: fc.integer({ min: 200, max: 2 * hour }) },
	{ weight: 1, arbitrary: fc.integer({ min: day / 2, max: 2 * day }) },
);
const count = fc.oneof(
	{ weight: 12, arbitrary: fc.integer({ min: 1, max: 4 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 40, max: 130 }) },
	{ weight: 1, arbitrary: fc.constant(500) },
);
const few = fc.integer({ min: 1, max: 3 });
/** More than 150 messages in one second would be more than the trigger remembers. */
const messageCount = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 15, max: 40 }) },
);
const secondsAgo = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(0) },
	{ weight: 3, arbitrary: fc.integer({ min: 0, max: 30 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 60, max: hour }) },
	{ weight: 2, arbitrary: fc.integer({ min: hour, max: 40 * hour }) },
);
/** After how long a row that vanished is there again. */
const back = fc.constantFrom(30, 600, 2 * hour, 20 * hour, Infinity);
const by = fc.constantFrom(-40 * hour, -3 * hour, -60, 60, 3 * hour, 40 * hour);
const printer = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 14 }));

type Weighted = fc.WeightedArbitrary<Happening>;

function happening<K extends Happening['kind']>(
	weight: number,
	kind: K,
	fields: {
		[F in keyof Omit<Extract<Happening, { kind: K }>, 'kind'>]: fc.Arbitrary<
			Extract<Happening, { kind: K }>[F]
		>;
	},
): Weighted {
	const record: unknown = fc.record({ kind: fc.constant(kind), ...fields });
	return { weight, arbitrary: record as fc.Arbitrary<Happening> };
}

const pass = happening(5, 'pass', { seconds });
const odd = fc.oneof(
	{ weight: 8, arbitrary: fc.constant(false) },
	{ weight: 1, arbitrary: fc.constant(true) },
);
const fields: Field[] = ['status', 'start', 'end', 'printer', 'title and weight'];
const laterPrintsHappenings: Weighted[] = [
	happening(6, 'end', { pick, count, status: ended, secondsAgo, fills }),
	happening(2, 'remove', { pick, count: few, back }),
	happening(1, 'odd status', { pick, status }),
	happening(3, 'correct', { pick, field: fc.constantFrom(...fields), by }),
	happening(1, 'future', {}),
];
const printsHappenings: Weighted[] = [
	happening(6, 'start', { count, status, secondsAgo, odd }),
	...laterPrintsHappenings,
];
const filtersHappenings: Weighted[] = [
	happening(6, 'start', { count, status, secondsAgo, odd, isFilled: fc.boolean() }),
	...laterPrintsHappenings,
];
const messagesHappenings: Weighted[] = [
	happening(4, 'message', {
		count: messageCount,
		type: fc.constantFrom(6, 6, 101, 201, 254, 503, 603, 9999),
		device: fc.constantFrom('', 'A', 'B'),
		secondsAgo,
	}),
	happening(1, 'removeMessage', { pick, count: few, back }),
	happening(1, 'correctMessage', { pick, type: fc.constantFrom(6, 101, 201, 254), by }),
];
const versions = ['', '01.01.00.00', '01.02.00.00', '01.03.00.00', '01.04.00.00'];
const statuses = ['IDLE', 'RUNNING', 'PAUSE', '', 'SUCCESS', 'FINISH', 'FAILED', 'running'];
const printersHappenings: Weighted[] = [
	happening(4, 'connection', { printer, isOnline: fc.boolean() }),
	happening(2, 'printerStatus', { printer, status: fc.constantFrom(...statuses) }),
	happening(1, 'binding', { printer, isBound: fc.boolean() }),
	happening(2, 'offer', {
		printer,
		version: fc.constantFrom(...versions),
		isAms: fc.constantFrom(false, false, true),
	}),
	happening(1, 'naming', {}),
];

const statusesHappenings: Weighted[] = [
	happening(24, 'printerStatus', {
		printer: fc.nat({ max: 2 }),
		status: fc.constantFrom(...statuses, 'HEATING'),
	}),
	happening(2, 'connection', { printer, isOnline: fc.boolean() }),
	happening(1, 'binding', { printer, isBound: fc.boolean() }),
];
/** What the cloud says of the installed version: mostly one, now and then the same in other words, or nothing. */
const installations = [
	'01.00.00.00',
	'01.01.00.00',
	'1.1.0.0',
	'01.02.00.00',
	'1.2',
	'',
	'__proto__',
];
const installsHappenings: Weighted[] = [
	happening(6, 'install', { printer, version: fc.constantFrom(...installations) }),
	happening(2, 'binding', { printer, isBound: fc.boolean() }),
	happening(2, 'offer', {
		printer,
		version: fc.constantFrom(...versions),
		isAms: fc.constant(false),
	}),
	happening(1, 'naming', {}),
];

const grams = fc.constantFrom(null, 0, 60, 99, 100, 101, 240, 250, 400, 1000);
const spoolsHappenings: Weighted[] = [
	happening(6, 'weigh', { pick, grams }),
	happening(1, 'newSpool', { grams }),
	happening(2, 'removeSpool', { pick, count: few, back }),
];

const milestonesHappenings: Weighted[] = [
	happening(8, 'figure', {
		pick: fc.nat({ max: 4 }),
		name: fc.constantFrom(...figureNames),
		by: fc.constantFrom(-60, -5, 3, 5, 40, 60, 100, 250, 2500),
	}),
	happening(1, 'newModel', { count: fc.constantFrom(0, 0, 120), secondsAgo }),
	happening(1, 'hideModel', { pick: fc.nat({ max: 4 }) }),
];
const fleetHappenings: Weighted[] = [
	happening(6, 'binding', { printer, isBound: fc.boolean() }),
	happening(1, 'connection', { printer, isOnline: fc.boolean() }),
];

const troublesHappenings: Weighted[] = [
	happening(2, 'start', { count: few, status: fc.constant(4), secondsAgo, odd }),
	happening(2, 'end', { pick, count: few, status: fc.constant(2), secondsAgo, fills }),
	happening(1, 'message', {
		count: few,
		type: fc.constantFrom(6, 101),
		device: fc.constant('A'),
		secondsAgo,
	}),
	happening(1, 'connection', { printer, isOnline: fc.boolean() }),
	happening(1, 'offer', {
		printer,
		version: fc.constantFrom(...versions),
		isAms: fc.constant(false),
	}),
];

/** What the stories are about; with one subject alone, much happens in few of them. */
export type Focus =
	| 'all'
	| 'prints'
	| 'messages'
	| 'printers'
	| 'spools'
	| 'milestones'
	| 'steps'
	| 'fleet'
	| 'installs'
	| 'filters'
	| 'statuses'
	| 'troubles';

export const happenings: { [F in Focus]: fc.Arbitrary<Happening> } = {
	all: fc.oneof(
		...printsHappenings,
		...messagesHappenings,
		...printersHappenings,
		...milestonesHappenings,
		pass,
	),
	prints: fc.oneof(...printsHappenings, pass),
	messages: fc.oneof(...messagesHappenings, pass),
	printers: fc.oneof(...printersHappenings, pass),
	spools: fc.oneof(...spoolsHappenings, pass),
	milestones: fc.oneof(...milestonesHappenings, pass),
	steps: fc.oneof(...printsHappenings, pass),
	fleet: fc.oneof(...fleetHappenings, pass),
	installs: fc.oneof(...installsHappenings, pass),
	filters: fc.oneof(...filtersHappenings, pass),
	statuses: fc.oneof(...statusesHappenings, pass),
	troubles: fc.oneof(...troublesHappenings, { ...pass, weight: 12 }),
};
