import { CURRENT_HOST } from '../../sandbox/host';
import { machineName } from '../crash/report';
import type { BulkTally, FailedExecution } from './bulk';
import { HISTORY, PRINTERS, type SoakOutcome, type SoakPlan } from './soakRun';
import { type Growth, median, type Sample, totalHeld, windowsOf } from './tally';

interface BulkFigures {
	runs: number;
	complete: number;
	/** Ended in one of our errors. */
	failed: number;
}

/** What a run came to, as docs/reliability.data.json keeps it. */
export interface SoakFigures {
	run: 'soak';
	date: string;
	machine: string;
	/** Its version. */
	n8n: string;
	seed: string;
	minutes: number;
	printers: number;
	history: number;
	/** Prints that ended. */
	prints: number;
	/** Those that are counted one by one, and the changes of status beside them. */
	events: number;
	statusChanges: number;
	lost: number;
	repeated: number;
	unexpected: number;
	brokenChains: number;
	polls: number;
	failedPolls: number;
	/** Requests for the firmware, which were all refused, and executions that showed it. */
	firmware?: { refused: number; shown: number };
	requests: number;
	faulty: number;
	revocations: number;
	logins: number;
	list: BulkFigures;
	lookups: BulkFigures;
	/** Medians, after a collection of garbage. */
	heapMiB: Growth;
	rssMiB: Growth;
	/** The most values in the memories of our own modules. */
	held: Growth;
	/** The largest that was seen. */
	stateBytes: number;
}

/** Stated before the run: how much more the late samples may show than the early ones. */
export const MOST_GROWTH = { heapMiB: 1.05, rssMiB: 1.1, held: 1.5 } as const;
/** What n8n stores for a trigger stays below this. */
export const MOST_STATE_BYTES = 60_000;

function growthOf(
	{ early, late }: { early: Sample[]; late: Sample[] },
	of: (samples: Sample[]) => number,
): Growth {
	return { early: of(early), late: of(late) };
}

function medianMiB(name: 'heapUsed' | 'rss') {
	return (samples: Sample[]) =>
		Number((median(samples.map((sample) => sample[name])) / 1024 / 1024).toFixed(1));
}

function bulkFigures({ runs, complete, failed }: BulkTally): BulkFigures {
	const failures = Object.values(failed).reduce((sum, times) => sum + times, 0);
	return { runs, complete, failed: failures };
}

const isForbidden = ({ problem }: FailedExecution) => problem === 'forbidden';

export function figuresOf({ seed, minutes }: SoakPlan, outcome: SoakOutcome): SoakFigures {
	const { events, expected, told, printsEnded, bulk, traffic, samples } = outcome;
	const windows = windowsOf(samples, minutes * 60);
	const most = (list: Sample[]) => Math.max(...list.map(totalHeld));
	return {
		run: 'soak',
		date: new Date().toISOString().slice(0, 10),
		machine: machineName(),
		n8n: CURRENT_HOST.n8n,
		seed,
		minutes,
		printers: PRINTERS,
		history: HISTORY,
		prints: printsEnded,
		events: expected,
		statusChanges: told - expected,
		lost: events.lost.length,
		repeated: events.repeated.length,
		unexpected: events.unexpected.length,
		brokenChains: events.brokenChains.length,
		polls: traffic.polls,
		failedPolls: outcome.failedPolls + outcome.triggerErrors.length,
		firmware: {
			refused: traffic.firmware,
			shown: outcome.triggerErrors.filter(isForbidden).length,
		},
		requests: traffic.requests,
		faulty: Object.values(traffic.faulty).reduce((sum, times) => sum + times, 0),
		revocations: outcome.revocations,
		logins: traffic.logins,
		list: bulkFigures(bulk.list),
		lookups: bulkFigures(bulk.lookups),
		heapMiB: growthOf(windows, medianMiB('heapUsed')),
		rssMiB: growthOf(windows, medianMiB('rss')),
		held: growthOf(windows, most),
		stateBytes: Math.max(...samples.map(({ stateBytes }) => stateBytes)),
	};
}

/** What must not be; empty where the run is sound. */
export function flawsOf(outcome: SoakOutcome, figures: SoakFigures): string[] {
	const { events, bulk, triggerErrors, violations, traffic } = outcome;
	const grown = (['heapMiB', 'rssMiB', 'held'] as const).filter(
		// Also where a run was too short to tell.
		(name) => !(figures[name].late <= figures[name].early * MOST_GROWTH[name]),
	);
	const { refused, shown } = figures.firmware ?? { refused: 0, shown: 0 };
	const mostLogins = 1 + outcome.revocations + traffic.failedLogins;
	return [
		...Object.entries(events).flatMap(([name, ids]: [string, string[]]) =>
			ids.map((id) => `${name}: ${id}`),
		),
		...bulk.list.flaws.map((flaw) => `list, ${flaw}`),
		...bulk.lookups.flaws.map((flaw) => `lookups, ${flaw}`),
		...triggerErrors
			.filter(({ problem }) => problem === undefined)
			.map(({ message }) => `the trigger: ${message}`),
		...violations,
		...(refused < traffic.polls / 2 ? [`the firmware was asked for ${refused} times only`] : []),
		...(shown === 1 ? [] : [`that the firmware is refused was shown ${shown} times`]),
		...grown.map((name) => `${name} grew: ${JSON.stringify(figures[name])}`),
		...(traffic.logins > mostLogins ? [`${traffic.logins} logins, not ${mostLogins}`] : []),
		...(figures.stateBytes > MOST_STATE_BYTES ? [`a state of ${figures.stateBytes} bytes`] : []),
	];
}

/** What ended in errors of ours, to read. */
export function errorsOf({ bulk, triggerErrors, failedPolls }: SoakOutcome): string {
	const problems = triggerErrors.map(({ problem }) => problem);
	return [
		`Errors of the list: ${JSON.stringify(bulk.list.failed)}`,
		`Errors of the lookups: ${JSON.stringify(bulk.lookups.failed)}`,
		`Errors that the trigger showed: ${JSON.stringify(problems)}; polls that failed silently: ${failedPolls}`,
	].join('\n');
}
