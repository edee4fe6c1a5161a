import type { CrashFigures } from '../crash/report';
import { table } from './figureTable';
import type { Figures } from './reliability';

function crashRow(name: string, figures: CrashFigures | undefined): Array<Array<string | number>> {
	if (figures === undefined) return [];
	const { date, kills, prints, events, lost, repeated, cutOff, cameBack, repeatedOnce } = figures;
	return [[name, date, kills, prints, events, lost, repeated, cutOff, cameBack, repeatedOnce]];
}

function present(list: Array<CrashFigures | undefined>): CrashFigures[] {
	return list.filter((figures) => figures !== undefined);
}

export function crashSection({ crash, crashAimed, crashDurable }: Figures): string {
	const rows = [
		...crashRow('Any moment', crash),
		...crashRow('While an event is reported', crashAimed),
		...crashRow('Any moment, durable scheduler', crashDurable),
	];
	const runs = present([crash, crashAimed, crashDurable]);
	const [any] = runs;
	if (any === undefined) return '';
	const head = [
		'n8n was killed',
		'On',
		'Kills',
		'Prints',
		'Events',
		'Lost',
		'Repeated',
		'Cut off',
		'… and back by Retry',
		'Repeated behind Remove Duplicates',
	];
	return `
### n8n killed again and again

\`npm run test:crash\` starts n8n ${any.n8n} with SQLite, publishes a workflow, runs prints of some seconds in the
simulated cloud, and kills n8n with SIGKILL (as a power cut does) at random moments, also while it catches up;
"while an event is reported" means within 0.15 s after a poll with news began. It polls every 2 seconds (10 with
the durable scheduler) instead of every minute, so that a kill is that much more likely to hit a poll. Each
print has two events, its start and its end. Lost: in no execution. Repeated: in two executions. Cut off: in
an execution, but n8n was killed before the next step was done.

${table([head, ...rows])}

${explanation(runs)}
Machine: ${any.machine}. Seeds, to run the same again: ${runs.map(({ seed }) => seed).join(', ')}.
`;
}

function explanation(runs: CrashFigures[]): string {
	const total = (of: 'lost' | 'repeated' | 'cutOff') =>
		runs.reduce((sum, figures) => sum + figures[of], 0);
	const failedStarts = runs.reduce((sum, figures) => sum + (figures.failedStarts ?? 0), 0);
	const sentences = [
		total('lost') + total('repeated') > 0 &&
			'An event can be lost or repeated where n8n was killed between its two writes: of its state, and of the execution.',
		total('cutOff') > 0 &&
			'Events that were cut off stand in executions that n8n calls crashed, from which they can be retried.',
		failedStarts > 0 &&
			`After ${failedStarts} of the kills n8n itself ended while it started, and started at the second try: it had been killed between the storing of an execution and its beginning, over which n8n 2.41 fails in its own recovery, once.`,
	].filter((sentence) => sentence !== false);
	return sentences.length > 0 ? `${sentences.join(' ')}\n` : '';
}

type Rows = Array<Array<string | number>>;

function cutRow(engine: string, figures: CrashFigures): Rows[number] {
	const { date, rounds = 0, kills, prints, events, lost, repeated, cutOff } = figures;
	return [engine, date, rounds, kills, prints, events, lost, repeated, cutOff];
}

function bulkRows(engine: string, { bulk }: CrashFigures): Rows {
	if (bulk === undefined) return [];
	const { all, done, failed, foreign, crashed, wrong, stuck, longestSeconds } = bulk;
	return [
		[engine, all, done - wrong, failed, foreign, crashed, wrong, stuck, `${longestSeconds} s`],
	];
}

export function cutSection({ crashCut, crashCutDurable }: Figures): string {
	const runs = [['Default', crashCut] as const, ['Durable', crashCutDurable] as const].flatMap(
		([engine, figures]) => (figures === undefined ? [] : [{ engine, figures }]),
	);
	if (runs.length === 0) return '';
	const totalLost = runs.reduce((sum, { figures }) => sum + figures.lost, 0);
	return `
### Both killed, stalled, and cut, under load

In each round of \`npm run test:crash -- --cut\` something happens to n8n (it is killed, restarted, or frozen) and
something to the cloud (it is killed, stalls, hangs up, breaks its answers off, refuses, fails, or is slow), each
at a random moment and for some seconds, so that one meets the other; \`--cut --durable\` does so with n8n's
durable scheduler. Meanwhile a workflow lists all prints (_Print: Get Many_, Return All) every 3 seconds.
Afterwards all is looked through: which events came, that no execution is left running, that each list
that was returned is whole, and that each that failed says why in this package's own words.

${table([
	['Scheduler', 'On', 'Rounds', 'n8n ended', 'Prints', 'Events', 'Lost', 'Repeated', 'Cut off'],
	...runs.map(({ engine, figures }) => cutRow(engine, figures)),
])}

${table([
	[
		'Scheduler',
		'Lists',
		'Whole',
		'Failed, in our words',
		'Failed otherwise',
		'Cut off',
		'Not whole',
		'Stuck',
		'Longest',
	],
	...runs.flatMap(({ engine, figures }) => bulkRows(engine, figures)),
])}
${totalLost > 0 ? '\nEvents were lost where n8n ended between its two writes (see above).\n' : ''}
Seeds: ${runs.map(({ figures }) => figures.seed).join(', ')}.
`;
}
