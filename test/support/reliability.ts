import type { CrashFigures, CrashRunName } from '../crash/report';
import type { SoakFigures } from '../soak/report';
import { EARLY, type Growth, LATE } from '../soak/tally';
import type { StateSize } from './stateSize';

/** What the random stories of `npm run test:model` came to. */
interface ModelFigures {
	run: 'model';
	date: string;
	polls: number;
	lost: number;
	repeated: number;
	/** How often each event came, and how often each thing happened that makes a world hard. */
	eventsByKind?: { [event: string]: number };
	hardships?: { [name: string]: number };
}

/** What the suite of queue mode came to. */
export interface QueueFigures {
	run: 'queue';
	date: string;
	workers: number;
	/** Listings of all tasks, while a worker is killed. */
	jobs: number;
	rowsPerJob: number;
	completeJobs: number;
	/** Those that n8n ended in an error, as their worker was killed. */
	interruptedJobs: number;
	events: number;
	lost: number;
	repeated: number;
	/** Of all processes together. */
	logins: number;
}

/** What came through of the live reports of simulated printers. */
export interface LiveFigures {
	run: 'live';
	date: string;
	/** What was played, and what came of it. */
	rows: Array<{
		what: string;
		reports: number;
		happenings: number;
		lost: number;
		repeated: number;
	}>;
}

/** What n8n does to a broker that refuses its token. */
export interface LiveBrokerFigures {
	run: 'liveBroker';
	date: string;
	rows: Array<{
		n8n: string;
		what: string;
		/** Connections in the first minute, or for as long as it went on. */
		connections: number;
		seconds: number;
		/** What n8n's list of workflows says. */
		shown: string;
	}>;
}

/** What the long run of hostile answers came to. */
export interface FuzzFigures {
	run: 'fuzz';
	date: string;
	seed: number;
	/** Those that were played and held. */
	cases: number;
	/** Of the parts (operations, lists, sign-ins, ...), how many failed. */
	failedParts: number;
}

/** What a simulated month with all examples at once came to, in which nothing was missing, doubled, or wrong. */
export interface MonthFigures {
	run: 'monthMaker' | 'monthFarm';
	date: string;
	days: number;
	printers: number;
	workflows: number;
	prints: number;
	/** In each of the logs, and their grams together. */
	rows: number;
	grams: number;
	deductedGrams: number;
	/** How far the worst spool is off. */
	worstSpoolGrams: number;
	alerts: number;
	mails: number;
	printedOrders: number;
}

/** On which versions of Node the suites of `npm test` pass. */
export interface NodeFigures {
	run: 'nodes';
	date: string;
	passed: string[];
	failed: string[];
}

/** The last figures of each run; docs/reliability.data.json. */
export interface Figures extends Partial<Record<CrashRunName, CrashFigures>> {
	model?: ModelFigures;
	queue?: QueueFigures;
	soak?: SoakFigures;
	live?: LiveFigures;
	liveBroker?: LiveBrokerFigures;
	state?: StateSize;
	fuzz?: FuzzFigures;
	monthMaker?: MonthFigures;
	monthFarm?: MonthFigures;
	nodes?: NodeFigures;
}

export type AnyFigures = NonNullable<Figures[keyof Figures]>;

const crashRuns = ['crash', 'crashAimed', 'crashCut', 'crashCutDurable', 'crashDurable'];
const otherRuns = [
	'model',
	'queue',
	'soak',
	'live',
	'liveBroker',
	'state',
	'fuzz',
	'nodes',
	'monthMaker',
	'monthFarm',
];

function isFigures(value: unknown): value is AnyFigures {
	const run = typeof value === 'object' && value !== null && 'run' in value && value.run;
	return [...crashRuns, ...otherRuns].includes(String(run));
}

/** Runs end their output with their figures as a line of JSON. */
export function figuresIn(log: string): AnyFigures | undefined {
	for (const line of log.split('\n').reverse()) {
		if (!line.trimStart().startsWith('{')) continue;
		try {
			const value: unknown = JSON.parse(line);
			if (isFigures(value)) return value;
		} catch {
			// Some other line that begins with a brace.
		}
	}
	return undefined;
}

const count = new Intl.NumberFormat('en-GB');

type Cell = string | number;
type Rows = Cell[][];

/** The rows of a run, if it was made. */
function of<T>(figures: T | undefined, rows: (figures: T) => Rows): Rows {
	return figures === undefined ? [] : rows(figures);
}

function crashRow(name: string, figures: CrashFigures | undefined): Rows {
	return of(figures, ({ date, seed, kills, failedStarts = 0, prints, events, ...fates }) => {
		const { lost, repeated, cutOff, cameBack, repeatedOnce } = fates;
		const ends = [lost, repeated, cutOff, cameBack, repeatedOnce];
		return [[name, date, seed, kills, failedStarts, prints, events, ...ends]];
	});
}

function cutRow(name: string, figures: CrashFigures | undefined): Rows {
	return of(
		figures,
		({ date, seed, rounds = 0, kills, prints, events, lost, repeated, cutOff }) => [
			[name, date, seed, rounds, kills, prints, events, lost, repeated, cutOff],
		],
	);
}

function bulkRow(name: string, figures: CrashFigures | undefined): Rows {
	return of(figures?.bulk, (bulk) => {
		const { all, done, failed, foreign, crashed, wrong, stuck, longestSeconds } = bulk;
		return [
			[name, all, done - wrong, failed, foreign, crashed, wrong, stuck, `${longestSeconds} s`],
		];
	});
}

function soakRows(soak: SoakFigures): Rows {
	const minutes = ([from, until]: readonly [number, number]) =>
		`${Math.round(from * soak.minutes)} to ${Math.round(until * soak.minutes)}`;
	const window = `minutes ${minutes(EARLY)} → ${minutes(LATE)}`;
	const bulk = (name: string, { runs, complete, failed }: SoakFigures['list']) => {
		const words = `${complete} of ${runs}${failed > 0 ? `; ${failed} ended in an error that says why` : ''}`;
		return [`${name}: complete`, words];
	};
	const growth = (name: string, { early, late }: Growth, unit = '') => [
		`${name}, ${window}`,
		`${count.format(early)}${unit} → ${count.format(late)}${unit}`,
	];
	return [
		['Run on', `${soak.date}; n8n ${soak.n8n}; ${soak.machine}; seed ${soak.seed}`],
		['Minutes', soak.minutes],
		['Printers', soak.printers],
		['Prints of history', soak.history],
		['Prints that ended', soak.prints],
		['Events that happened', soak.events],
		['Lost', soak.lost],
		['Repeated', soak.repeated],
		['Never happened, but reported', soak.unexpected],
		['Changes of status', soak.statusChanges],
		['Gaps among them', soak.brokenChains],
		['Polls', soak.polls],
		['… that failed, and were made up for by the next', soak.failedPolls],
		['Requests for the firmware, all refused', soak.firmware?.refused ?? 0],
		['Requests', soak.requests],
		['… that met with a fault', soak.faulty],
		['Sessions that ended', soak.revocations],
		['Logins', soak.logins],
		bulk('Lists of all prints', soak.list),
		bulk('Lookups of 500 prints', soak.lookups),
		growth("n8n's heap", soak.heapMiB, ' MiB'),
		growth("n8n's process", soak.rssMiB, ' MiB'),
		growth("Most entries in the nodes' own caches", soak.held),
		['Largest stored state', `${(soak.stateBytes / 1000).toFixed(1)} kB`],
	];
}

function costRows({ crash, state }: Figures): Rows {
	return [
		...of(crash, ({ prints, requestsPerPoll = 0 }) => [
			[
				`Requests of a quiet poll, right after ${count.format(prints)} prints within minutes`,
				requestsPerPoll,
			],
		]),
		...of(state, ({ printers, history, bytes }) => [
			[
				`Largest stored state, all events, ${count.format(printers)} printers that all print, ${count.format(history)} prints of history`,
				`${(bytes / 1000).toFixed(1)} kB`,
			],
		]),
	];
}

function monthRows(months: Array<MonthFigures | undefined>): Rows {
	const row = (what: string, cellOf: (month: MonthFigures) => Cell): Cell[] => [
		what,
		...months.map((month) => (month === undefined ? '–' : cellOf(month))),
	];
	return [
		row('Run on', ({ date }) => date),
		row('Days', ({ days }) => days),
		row('Printers', ({ printers }) => printers),
		row('Published examples', ({ workflows }) => workflows),
		row('Prints that ended', ({ prints }) => prints),
		row('Rows in each log, each once', ({ rows }) => rows),
		row('Grams in each log, as in the world', ({ grams }) => grams),
		row('Grams deducted', ({ deductedGrams }) => deductedGrams),
		row('The worst spool is off by', ({ worstSpoolGrams }) => `${worstSpoolGrams} g`),
		row('Alerts, each about the right print, once', ({ alerts }) => alerts),
		row('E-mails', ({ mails }) => mails),
		row('Orders marked as printed', ({ printedOrders }) => printedOrders),
	];
}

const fates = ['Prints', 'Events', 'Lost', 'Repeated', 'Cut off'];
const crashHead = ['n8n was killed', 'On', 'Seed', 'Kills', 'Second starts', ...fates];
const behind = ['… and back by Retry', 'Repeated behind Remove Duplicates'];
const bulkHead = ['Lists', 'Whole', 'Failed, in our words', 'Failed otherwise', 'Cut off'];

/** The tables of docs/reliability.md, by their markers; each with its head. */
const tables: { [name: string]: (figures: Figures) => Rows } = {
	model: ({ model }) => [
		['On', 'Polls', 'Lost', 'Repeated'],
		...of(model, ({ date, polls, lost, repeated }) => [[date, polls, lost, repeated]]),
	],
	events: ({ model }) => [['Event', 'Came'], ...Object.entries(model?.eventsByKind ?? {})],
	hardships: ({ model }) => [['Hardship', 'Happened'], ...Object.entries(model?.hardships ?? {})],
	crash: ({ crash, crashAimed, crashDurable }) => [
		[...crashHead, ...behind],
		...crashRow('Any moment', crash),
		...crashRow('While an event is reported', crashAimed),
		...crashRow('Any moment, durable scheduler', crashDurable),
	],
	cut: ({ crashCut, crashCutDurable }) => [
		['Scheduler', 'On', 'Seed', 'Rounds', 'n8n ended', ...fates],
		...cutRow('Default', crashCut),
		...cutRow('Durable', crashCutDurable),
	],
	bulk: ({ crashCut, crashCutDurable }) => [
		['Scheduler', ...bulkHead, 'Not whole', 'Stuck', 'Longest'],
		...bulkRow('Default', crashCut),
		...bulkRow('Durable', crashCutDurable),
	],
	queue: ({ queue }) => [
		[
			'On',
			'Workers',
			'Prints',
			'Jobs',
			'Complete',
			'Killed',
			'Events',
			'Lost',
			'Repeated',
			'Logins',
		],
		...of(queue, ({ date, workers, rowsPerJob, jobs, completeJobs, interruptedJobs, ...rest }) => {
			const { events, lost, repeated, logins } = rest;
			const ends = [completeJobs, interruptedJobs, events, lost, repeated, logins];
			return [[date, workers, rowsPerJob, jobs, ...ends]];
		}),
	],
	soak: ({ soak }) => [['What', 'Figure'], ...of(soak, soakRows)],
	live: ({ live }) => [
		['Printers that send', 'On', 'Reports', 'Happened', 'Lost', 'Repeated'],
		...of(live, ({ date, rows }) =>
			rows.map((row) => [row.what, date, row.reports, row.happenings, row.lost, row.repeated]),
		),
	],
	liveBroker: ({ liveBroker }) => [
		['n8n', 'On', 'What', 'Connections', 'in', 'n8n shows the workflow as'],
		...of(liveBroker, ({ date, rows }) =>
			rows.map((row) => [
				...[row.n8n, date, row.what, row.connections, `${row.seconds} s`, row.shown],
			]),
		),
	],
	cost: (figures) => [['What', 'Figure'], ...costRows(figures)],
	fuzz: ({ fuzz }) => [
		['On', 'Seed', 'Cases that held', 'Parts that failed'],
		...of(fuzz, ({ date, seed, cases, failedParts }) => [[date, String(seed), cases, failedParts]]),
	],
	month: ({ monthMaker, monthFarm }) => [
		['What', 'A maker', 'A farm'],
		...monthRows([monthMaker, monthFarm]),
	],
	nodes: ({ nodes }) => [
		['On', 'Passed on Node', 'Failed on Node'],
		...of(nodes, ({ date, passed, failed }) => [
			[date, passed.join(', '), failed.join(', ') || '–'],
		]),
	],
};

/** The rows of each table of the page, from the figures of whatever was run. */
export function reliabilityTables(figures: Figures): { [name: string]: string[][] } {
	const written = (cell: Cell) => (typeof cell === 'number' ? count.format(cell) : cell);
	return Object.fromEntries(
		Object.entries(tables).map(([name, rowsOf]) => [
			name,
			rowsOf(figures).map((row) => row.map(written)),
		]),
	);
}
