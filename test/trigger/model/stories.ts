import * as fc from 'fast-check';

import type { Reading } from './accountWorld';
import type { Endpoint, Lie, SourceName, Trouble } from './conditions';
import { happenings, type Focus, type Happening } from './happenings';
import type { Scope } from './observer';
import type { ListSettings } from './rowList';
import { mostly, scopes } from './scopes';

/** What happens before the request of that number is answered. */
export interface Disturbance {
	request: number;
	what: Happening | { kind: 'tick' | 'duplicate' };
}

export type Step =
	| Happening
	| { kind: 'poll'; disturbances: Disturbance[] }
	| { kind: 'polls'; count: number; every: number }
	| {
			kind: 'restart';
			stopped: number;
			meanwhile: Happening[];
			isDown: boolean;
			isMidPoll: boolean;
	  }
	| { kind: 'chooseAnew'; scope: Scope }
	| {
			kind: 'republish';
			onActivation: string;
			lastHours: number;
			meanwhile: Happening[];
			lie: boolean;
	  }
	| { kind: 'account' }
	| { kind: 'signIn'; days: number }
	| { kind: 'clock'; wrongBy: number }
	| { kind: 'trouble'; endpoint: Endpoint; trouble: Trouble; seconds: number }
	| { kind: 'slow'; endpoint: Endpoint; delay: number; seconds: number }
	| { kind: 'lie'; endpoint: Endpoint; lie: Lie };

export interface Story {
	/** Of the prints and of the messages; the spools have pages like the messages. */
	lists: ListSettings[];
	/** One clock may be wrong, the cloud's or n8n's; nobody could tell the time if both were. */
	isCloudClockSane: boolean;
	printers: number;
	/** What the categories of messages hold. */
	reading: Reading;
	scope: Scope;
	options: {
		waitForFilament: boolean;
		maxFilamentWait: number;
		offlineAfter: number;
		reportOutageAfter: number;
	};
	/** The prints before the trigger is published: how many, how far apart, which of them run. */
	history: { count: number; apart: number; running: number[]; messages: number };
	/** What can never be read, from the beginning or as soon as the trigger is published. */
	dead: SourceName | undefined;
	isDeadAtFirst: boolean;
	/** How the trigger comes to life: somebody publishes it, or n8n finds it at its start. */
	first: 'activate' | 'init' | 'init while the cloud is down';
	/** The first answers of these lie. */
	firstLies: SourceName[];
	steps: Step[];
}

const hour = 3600;
const day = 86_400;
export const startOfTime = Date.parse('2026-08-14T09:00:00Z') / 1000;

const sourcesOf: { [F in Focus]: SourceName[] } = {
	all: ['prints', 'messages', 'printers', 'firmware', 'milestones'],
	prints: ['prints'],
	messages: ['messages'],
	printers: ['printers', 'firmware'],
	spools: ['spools'],
	milestones: ['milestones'],
	steps: ['prints'],
	fleet: ['printers'],
	installs: ['firmware'],
	filters: ['prints'],
	statuses: ['printers'],
	troubles: ['prints', 'messages', 'printers', 'firmware'],
};

/** Between two requests never so many rows come that they fill a page. */
function inPoll(what: Happening): Happening {
	const hasRows = what.kind === 'start' || what.kind === 'message';
	return hasRows ? { ...what, count: Math.min(what.count, 15) } : what;
}

const disturbancesIn = (focus: Focus): fc.Arbitrary<Disturbance[]> =>
	fc.array(
		fc.record({
			request: fc.constantFrom(0, 1, 1, 2, 3, 4),
			what: fc.oneof<fc.MaybeWeightedArbitrary<Disturbance['what']>[]>(
				{
					weight: 4,
					arbitrary: happenings[focus].filter(({ kind }) => kind !== 'pass').map(inPoll),
				},
				{ weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('tick', 'duplicate') }) },
			),
		}),
		{ maxLength: 3 },
	);

const troubles: Trouble[] = [
	'forbidden',
	'server trouble',
	'rate limited',
	'broken connection',
	'answer cut off',
	'alternating',
	'flaky',
];
const wrongTimes = [0, 0, 0, -startOfTime, -5 * day, hour, 400 * day, -240];

function step<K extends Step['kind']>(
	weight: number,
	kind: K,
	fields: { [name: string]: fc.Arbitrary<unknown> },
): fc.WeightedArbitrary<Step> {
	const record: unknown = fc.record({ kind: fc.constant(kind), ...fields });
	return { weight, arbitrary: record as fc.Arbitrary<Step> };
}

const steps = (focus: Focus) => {
	const meanwhile = fc.array(happenings[focus], { maxLength: 4 });
	const endpoint = fc.constantFrom<Endpoint>(...sourcesOf[focus], ...sourcesOf[focus], 'account');
	const seconds = fc.constantFrom(20, 180, 1500, 6 * hour, 30 * hour, 3 * day);
	const lie = fc.constantFrom<Lie>('empty', 'contradiction');
	const isOfTroubles = focus === 'troubles';
	return fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
		{ weight: 14, arbitrary: happenings[focus] },
		step(14, 'poll', { disturbances: disturbancesIn(focus) }),
		step(isOfTroubles ? 14 : 4, 'polls', {
			count: fc.integer({ min: 2, max: 20 }),
			every: isOfTroubles
				? fc.constantFrom(60, 60, 60, 600, hour, 4 * hour)
				: fc.constantFrom(60, 60, 60, 600, hour),
		}),
		step(isOfTroubles ? 6 : 3, 'restart', {
			stopped: fc.constantFrom(5, 5, 600, 8 * hour),
			meanwhile,
			isDown: fc.boolean(),
			isMidPoll: fc.boolean(),
		}),
		step(1, 'chooseAnew', { scope: scopes(focus) }),
		step(1, 'republish', {
			onActivation: fc.constantFrom('fromNow', 'running', 'lastHours', 'continue', 'continue'),
			lastHours: fc.constantFrom(1, 24, 100),
			meanwhile,
			lie: fc.boolean(),
		}),
		step(1, 'account', {}),
		step(1, 'signIn', { days: fc.constantFrom(1, 8, 30) }),
		step(1, 'clock', { wrongBy: fc.constantFrom(...wrongTimes) }),
		step(isOfTroubles ? 12 : 3, 'trouble', {
			endpoint,
			trouble: fc.constantFrom(...troubles),
			seconds,
		}),
		step(1, 'slow', {
			endpoint,
			delay: fc.constantFrom(10, 20, 24, 40),
			seconds: fc.constantFrom(60, 600),
		}),
		step(2, 'lie', { endpoint, lie }),
	);
};

const list = fc.record({
	isByStart: fc.boolean(),
	pageCap: fc.constantFrom(50, 50, 100, 20),
	hasTotal: fc.boolean(),
	hasFilter: mostly(true, fc.constant(false), 25),
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
			reportOutageAfter: fc.constantFrom(15, 15, 0, 120),
		}),
		history: fc.record({
			count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 160 })),
			apart: fc.constantFrom(0, 10, 600, 7200),
			running: fc.array(fc.nat({ max: 200 }), { maxLength: 4 }),
			messages: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 80 })),
		}),
		dead: mostly<SourceName | undefined>(undefined, fc.constantFrom(...sourcesOf[focus]), 15),
		isDeadAtFirst: fc.boolean(),
		first: mostly<Story['first']>(
			'activate',
			fc.constantFrom('init', 'init while the cloud is down'),
			20,
		),
		firstLies: mostly<SourceName[]>([], fc.subarray(sourcesOf[focus]), 25),
		steps: fc.array(steps(focus), { minLength: 1, maxLength: 60, size: 'max' }),
		reading: fc.constantFrom<Reading>('categories', 'all'),
	});
