import type { CrashFigures } from '../crash/report';
import type { SoakFigures } from '../soak/report';
import { EARLY, type Growth, LATE } from '../soak/tally';
import type { StateSize } from './stateSize';

/** What the random stories of `npm run test:model` came to. */
export interface ModelFigures {
	run: 'model';
	date: string;
	polls: number;
	events?: number;
	lost: number;
	repeated: number;
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

/** The last figures of each run; docs/reliability.data.json. */
export interface Figures {
	model?: ModelFigures;
	crash?: CrashFigures;
	crashAimed?: CrashFigures;
	crashDurable?: CrashFigures;
	queue?: QueueFigures;
	soak?: SoakFigures;
	state?: StateSize;
}

export type AnyFigures = NonNullable<Figures[keyof Figures]>;

const runs = ['model', 'crash', 'crashAimed', 'crashDurable', 'queue', 'soak', 'state'];

export function isFigures(value: unknown): value is AnyFigures {
	return (
		typeof value === 'object' &&
		value !== null &&
		'run' in value &&
		runs.includes(String(value.run))
	);
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

function table(rows: Array<Array<string | number>>): string {
	const lines = rows.map((cells) => {
		const texts = cells.map((cell) => (typeof cell === 'number' ? count.format(cell) : cell));
		return `| ${texts.join(' | ')} |`;
	});
	lines.splice(1, 0, `|${(rows[0] ?? []).map(() => '---').join('|')}|`);
	return lines.join('\n');
}

const guarantees = `# Reliability of the trigger

## What you can rely on

- Every print that appears in Bambu Lab's list is told: that it was started, and that it finished or
  failed. So are prints that end together, that begin and end between two polls, and that begin or end
  while n8n is down, the cloud is down, or the sign-in is broken: they are told when all is back.
- An event is told once, also after a restart or a crash of n8n, an update of the workflow, or polls that
  overlap.
- When Bambu Lab's cloud is down while n8n starts, the trigger lives on.
- A quiet poll makes one request for each kind of thing that the chosen events are about; right after very many
  prints in a short time it reads more pages of the list, to miss none.

## What nobody can promise

- **A crash within the few milliseconds in which an event is told.** n8n stores what the trigger has told,
  and the execution that it starts, one after the other. If n8n is killed just between the two, that event
  is lost, or is told again after the restart. n8n's durable scheduler (off by default in n8n 2.41:
  \`N8N_SCHEDULER_ENABLED\`, \`N8N_SCHEDULER_POLL_TRIGGERS_ENABLED\`, \`N8N_POLLER_DURABLE_CURSORS_ENABLED\`) stores
  both together.
- **The rest of your workflow.** An execution that is under way when n8n is killed ends as "crashed"; n8n does
  not run it again. The event is in that execution: open it in the list of executions and retry it: it goes through with the event as it was.
- **At once.** If n8n is killed while it is starting your workflow, it takes up to two minutes to start it the next
  time (n8n keeps its own lock that long). What happens meanwhile is told then.
- **What the cloud does not show.** Printers are seen as they are at a poll: a printer that was offline and back
  between two polls, or while n8n was down, has no event. A print that vanishes from the list before any poll
  saw it has none either.

## Never act twice on an event

Each item has an \`eventId\` that is the same whenever the same event is told. Where acting twice would hurt (a
row in an invoice, a new print), put n8n's **Remove Duplicates** behind the trigger:

- Operation: _Remove Items Processed in Previous Executions_
- Keep Items Where: _Value Is New_
- Value to Dedupe On: \`{{ $json.eventId }}\`

It notes an event when it lets it through: if n8n is killed right after, a repeat of that event is left out
although the steps behind it did not run.
`;

function crashRow(name: string, figures: CrashFigures | undefined): Array<Array<string | number>> {
	if (figures === undefined) return [];
	const { date, kills, prints, events, lost, repeated, cutOff, cameBack, repeatedOnce } = figures;
	return [[name, date, kills, prints, events, lost, repeated, cutOff, cameBack, repeatedOnce]];
}

function crashSection({ crash, crashAimed, crashDurable }: Figures): string {
	const rows = [
		...crashRow('Any moment', crash),
		...crashRow('While an event is told', crashAimed),
		...crashRow('Any moment, durable scheduler', crashDurable),
	];
	const [any] = [crash, crashAimed, crashDurable].filter((figures) => figures !== undefined);
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
"while an event is told" means within 0.15 s after a poll with news began. It polls every 2 seconds (5 with
the durable scheduler) instead of every minute, so that a kill is that much more likely to hit a poll. Each
print has two events, its start and its end. Lost: in no execution. Repeated: in two executions. Cut off: in
an execution, but n8n was killed before the next step was done.

${table([head, ...rows])}

${explanation({ crash, crashAimed, crashDurable })}
Machine: ${any.machine}. Seeds, to run the same again: ${[crash, crashAimed, crashDurable]
		.flatMap((figures) => figures?.seed ?? [])
		.join(', ')}.
`;
}

function explanation({ crash, crashAimed, crashDurable }: Figures): string {
	const all = [crash, crashAimed, crashDurable].filter((figures) => figures !== undefined);
	const total = (of: 'lost' | 'repeated' | 'cutOff') =>
		all.reduce((sum, figures) => sum + figures[of], 0);
	const sentences = [
		total('lost') + total('repeated') > 0 &&
			'An event can be lost or repeated where n8n was killed between its two writes: of what was told, and of the execution.',
		total('cutOff') > 0 &&
			'Events that were cut off stand in executions that n8n calls crashed, from which they can be retried.',
	].filter((sentence) => sentence !== false);
	return sentences.length > 0 ? `${sentences.join(' ')}\n` : '';
}

function modelSection({ model }: Figures): string {
	if (model === undefined) return '';
	const { date, polls, lost, repeated } = model;
	return `
### A made-up world

\`npm run test:model\` lets random worlds happen (prints, messages, printers, firmware, failing requests, restarts
with an older stored state, shifted pages, wrong clocks) and compares what the trigger tells with what a perfect
observer would.

${table([
	['On', 'Polls', 'Lost', 'Repeated'],
	[date, polls, lost, repeated],
])}
`;
}

function queueSection({ queue }: Figures): string {
	if (queue === undefined) return '';
	const { date, workers, jobs, rowsPerJob, completeJobs, interruptedJobs } = queue;
	const { events, lost, repeated, logins } = queue;
	const prints = `${count.format(rowsPerJob)} prints`;
	return `
### Queue mode

Main polls, workers execute (\`npm run test:queue\`, with PostgreSQL and Redis). A worker is killed while all of
them list all prints: its jobs end in an error of n8n, the others have each print once.

${table([
	[
		'On',
		'Workers',
		`Jobs of ${prints}`,
		'Complete',
		'Killed',
		'Events',
		'Lost',
		'Repeated',
		'Logins',
	],
	[date, workers, jobs, completeJobs, interruptedJobs, events, lost, repeated, logins],
])}
`;
}

function soakSection({ soak }: Figures): string {
	if (soak === undefined) return '';
	const { printers, history, minutes, prints, list, lookups } = soak;
	const { early, late } = soakWindows(minutes);
	const bulk = (name: string, { runs, complete, failed }: SoakFigures['list']) => {
		const words = `${complete} of ${runs}${failed > 0 ? `; ${failed} ended in an error that says why` : ''}`;
		return [`${name}: complete`, words];
	};
	const growth = (name: string, of: Growth, unit = '') => [
		`${name}, minutes ${early} → ${late}`,
		`${count.format(of.early)}${unit} → ${count.format(of.late)}${unit}`,
	];
	return `
### A farm for ${minutes} minutes

\`npm run test:soak\` lets a simulated farm of ${printers} printers work, with ${count.format(history)} prints of history. Each
second a print ends and another starts; printers drop off, firmware comes out, and sessions end at times. One
request in a hundred fails (statuses 429, 500, 502, 503, connections that break, answers that are cut off, late, or
never come, and a captcha now and then). In one n8n ${soak.n8n}, the trigger polls every 5 seconds for all events but
_Sign-In Expires Soon_, and each minute one workflow lists all prints and another looks up 500 of them one by one.

Lost, repeated: events of prints, messages, printers offline and online, and firmware, each of which must be
told once; changes of status must lead from each printer's first status to its last without a gap. Memory is
n8n's own with everything in it, the median of the samples after a collection of garbage; n8n was set to keep no successful
executions (\`EXECUTIONS_DATA_SAVE_ON_SUCCESS=none\`).

${table([
	['What', 'Figure'],
	['Run on', `${soak.date}; ${soak.machine}; seed ${soak.seed}`],
	['Prints that ended', prints],
	['Events that happened', soak.events],
	['Lost', soak.lost],
	['Repeated', soak.repeated],
	['Never happened, and told', soak.unexpected],
	['Changes of status', soak.statusChanges],
	['Gaps among them', soak.brokenChains],
	['Polls', soak.polls],
	['… that failed, and were made up for by the next', soak.failedPolls],
	['Requests', soak.requests],
	['… that met with a fault', soak.faulty],
	['Sessions that ended', soak.revocations],
	['Logins', soak.logins],
	bulk('Lists of all prints', list),
	bulk('Lookups of 500 prints', lookups),
	growth("n8n's heap", soak.heapMiB, ' MiB'),
	growth("n8n's process", soak.rssMiB, ' MiB'),
	growth("Most values in the nodes' own memories", soak.held),
	['Largest stored state', `${(soak.stateBytes / 1000).toFixed(1)} kB`],
])}
`;
}

/** The minutes whose samples stand beside each other. */
function soakWindows(minutes: number): Record<'early' | 'late', string> {
	const span = ([from, until]: readonly [number, number]) =>
		`${Math.round(from * minutes)} to ${Math.round(until * minutes)}`;
	return { early: span(EARLY), late: span(LATE) };
}

function costSection({ crash, state }: Figures): string {
	const rows: Array<Array<string | number>> = [['What', 'Figure']];
	if (crash?.requestsPerPoll !== undefined) {
		const { prints, requestsPerPoll } = crash;
		const name = `Requests of a quiet poll, right after ${count.format(prints)} prints within minutes`;
		rows.push([name, requestsPerPoll]);
	}
	if (state !== undefined) {
		const { printers, history, bytes } = state;
		const name = `Largest stored state, all events, ${count.format(printers)} printers that all print, ${count.format(history)} prints of history`;
		rows.push([name, `${(bytes / 1000).toFixed(1)} kB`]);
	}
	return rows.length === 1 ? '' : `\n### What it costs\n\n${table(rows)}\n`;
}

/** The page, from the figures of whatever was run. */
export function reliabilityPage(figures: Figures): string {
	const sections = [modelSection, crashSection, queueSection, soakSection, costSection];
	const measured = sections.map((section) => section(figures)).join('');
	return `<!-- Written by "npm run reliability" from reliability.data.json. -->

${guarantees}
## What was measured
${measured}`;
}
