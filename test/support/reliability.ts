import type { CrashFigures, CrashRunName } from '../crash/report';
import type { SoakFigures } from '../soak/report';
import { count, table } from './figureTable';
import { crashSection, cutSection } from './reliabilityCrashes';
import {
	hostileSection,
	nodesSection,
	type FuzzFigures,
	type NodeFigures,
} from './reliabilityHostile';
import { soakSection } from './reliabilitySoak';
import {
	liveBrokerSection,
	liveSection,
	type LiveBrokerFigures,
	type LiveFigures,
} from './reliabilityLive';
import type { StateSize } from './stateSize';

/** What the random stories of `npm run test:model` came to. */
export interface ModelFigures {
	run: 'model';
	date: string;
	polls: number;
	events?: number;
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

/** The last figures of each run; docs/reliability.data.json. */
export interface Figures extends Partial<Record<CrashRunName, CrashFigures>> {
	model?: ModelFigures;
	queue?: QueueFigures;
	soak?: SoakFigures;
	live?: LiveFigures;
	liveBroker?: LiveBrokerFigures;
	state?: StateSize;
	fuzz?: FuzzFigures;
	nodes?: NodeFigures;
}

export type AnyFigures = NonNullable<Figures[keyof Figures]>;

const runs = [
	'model',
	'crash',
	'crashAimed',
	'crashCut',
	'crashCutDurable',
	'crashDurable',
	'queue',
	'soak',
	'live',
	'liveBroker',
	'state',
	'fuzz',
	'nodes',
];

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

const guarantees = `# Reliability of the trigger

_For everybody who must not miss a print, or act on one twice._

## What you can rely on

- Every print that appears in Bambu Lab's list has its events: that it was started, and that it finished or
  failed. So have prints that end together, that begin and end between two polls, and that begin or end
  while n8n is down, the cloud is down, or the sign-in is broken: their events come when all is back.
- An event comes once, also after a restart of n8n, an update of the workflow, or a wrong clock; and after a
  crash, but for the moment which the next part describes.
- Each kind of thing (prints, messages, printers, firmware) stands alone. One that cannot be read, for an hour or for
  good, costs nothing of the others. n8n's log names it at each poll, and says when it can be read again. What you have to
  mend is shown as a failed execution at once, and then once a day, however problems alternate; what passes by itself is
  shown once, when it has lasted for as long as _Report Outage After_. That execution is one of
  its own, so it comes also where each poll has events of the others. Trouble that comes back after three hours
  without any is new trouble.
- When Bambu Lab's cloud is down while n8n starts, the trigger lives on. What happened while n8n was down comes
  with the first polls of your schedule. What cannot be read while you publish begins when it can be read first.
- A row of the list may come late, be corrected in any field, vanish and return, or stand there twice: no event is repeated
  for it, and none is left out, within these bounds. A row that comes late has its events if it stands among
  the newest 50 then (fewer, where the cloud gives fewer at once) and began less than 48 hours before the newest one
  (a message also: before less than 300 others of any kind). The same holds for one that returns. One without a start counts as old as the one below it. The end of a print comes
  once, as it was first seen: one that failed, went on, and finished is reported as failed. A print whose status nobody
  knows counts as ended when its row shows an end of a day ago or more, hours after the start.
- An answer that is empty or contradicts itself once changes nothing, also at publishing.
- A printer is reported as offline when all polls have seen it offline for as long as _Offline After_, on a clock that nobody can
  set; after a restart of n8n that time begins anew. A printer that is offline is not reported again, unless n8n
  was restarted and _Printer Online_ is not among the events: then it may be, lest an outage is missed.
- Each firmware version comes once per printer, an AMS counting for itself. It is asked for once an hour (in one request,
  or, where the cloud wants a printer to be named, in one more for each). An offer that is
  older than one that was seen need not come, nor one that n8n read before you chose the event or the printer.
- A milestone comes once, of a model and of the account, however often the figure falls and rises, also after a
  restart. Where a figure passes more than 20 at once, the highest 20 come.
- _Print Overdue_ comes once for each print that takes longer than its estimate and what the options add to it, also where that
  is seen only at its end. A print without an estimate has none, nor has one that was overdue when you published.
- _Print Filament Data_ comes once per print whose filaments show within 10 minutes of its end, or by the poll that sees
  its end first.
- _Printer Idle_ comes once for a print after which its printer has begun no other for as long as _Idle After_, by the end
  that the cloud gives and n8n's clock, if a poll sees it so. Where the cloud gives no end, its start counts.
- _Printer Added_ comes with the first poll that sees a printer that was not there, _Printer Removed_ when all polls have missed
  one for ten minutes (anew after a restart of n8n). Choose both: the return of a printer comes only if its removal came.
- _Firmware Installed_ comes for each version that one of the hourly looks finds in place of another.
- With _Status From_ or _Status To_, changes that they leave out are not stored, as n8n stores only with an event. After a restart
  of n8n a printer counts as being in the status of its last event. So the end of a print that began meanwhile comes (with
  \`previousStatus\` null where nobody knows it), but not that a printer has left a status and come back to it.
- _Trigger Trouble_ comes where an execution would fail otherwise, and in its place: at once for what you have to mend, and each
  day again; for what passes by itself once, when it has lasted. _Trigger Recovered_ comes once for each of them. A restart of n8n
  repeats neither. Without anything stored, as when publishing fails, n8n shows the error itself.
- _Sign-In Expires Soon_ comes once per sign-in, and once more on its last day.
- _Continue Where It Stopped_ keeps these promises also for the time between two publications of the workflow, if the
  account and the settings are the same; what is new in the settings counts from then on.
- One poll is made at a time: one that begins while another is under way gives way. One that hangs is given
  up after minutes, and what it brings then is thrown away.
- A quiet poll makes one request for each kind of thing that the chosen events are about, and never more than five
  beside. Right after very many prints in a short time, or after a long stop, it reads more pages of the list, to
  miss none, and may need some polls for it.

## What nobody can promise

- **An end of n8n within the moment in which an event is reported.** n8n stores the trigger's state, and the
  execution that it starts, one after the other: milliseconds apart, more on a machine that has much to do. If n8n
  is killed just between the two, or is stopped (it does not wait for them), what that poll found is lost, or comes
  again after the restart. A kill at any moment seldom hits it, one that is aimed at it often does: the first and
  the second row of the table of crashes below. n8n's durable scheduler (off by default in n8n 2.41:
  \`N8N_SCHEDULER_ENABLED\`, \`N8N_SCHEDULER_POLL_TRIGGERS_ENABLED\`, \`N8N_POLLER_DURABLE_CURSORS_ENABLED\`) stores
  both together.
- **The durable scheduler right after publishing.** Until the first poll after it, only the process that published
  knows where the trigger began. If n8n crashes before that poll, or another of several main processes makes
  it, a new workflow begins at that poll instead, and one that was published before goes on from where it was
  unpublished. Several main processes whose polls overlap (each takes longer than the schedule's interval, or is
  made up for after a stop) may report an event twice, with the same \`eventId\`.
- **The rest of your workflow.** An execution that is under way when n8n is killed ends as "crashed"; n8n does
  not run it again. The event is in that execution: retry it from the list of executions, and it goes through with
  the event as it was.
- **That n8n starts at once.** n8n 2.41 may end while it starts, if it was killed in the moment in which an event's
  execution begins; at the next start it skips what it failed over. So let something start it again, such as a
  restart policy of Docker.
- **At once.** If n8n is killed while it is starting your workflow, it takes up to two minutes to start it the next
  time (n8n keeps its own lock that long). What happens meanwhile comes then.
- **What the cloud does not show.** Printers are seen as they are at a poll: a printer that was offline and back
  between two polls, or while n8n was down, has no event. A print that vanishes from the list before any poll
  saw it has none either.
- **A clock that is wrong when you publish, for an account without prints, or without messages of a kind.** What comes
  first may be taken for history then. So may, with any clock, what is from before you published and comes there beside
  something two days older.
- **What you did not listen for.** After a change of the chosen events, printers, or account, what is new in them counts
  from the first poll that can read it, or from the time of the change. What vanished just while you published may come again when it returns, and a print that waits for its
  filaments just then may count as running. For an account that you return to, nothing earlier is known: what is corrected
  may come again.

## Never act twice on an event

Each item has an \`eventId\` that is the same whenever the same event comes. Where acting twice would hurt (a
row in an invoice, a new print), put n8n's **Remove Duplicates** after the trigger:

- Operation: _Remove Items Processed in Previous Executions_
- Keep Items Where: _Value Is New_
- Value to Dedupe On: \`{{ $json.eventId }}\`

It notes an event when it lets it through: if n8n is killed right after, a repeat of that event is left out
although the steps behind it did not run. It also fails for good when its history is full (10,000 values): raise _History Size_,
and empty it from time to time with _Clear Deduplication History_ (scope _Workflow_ in both nodes).
`;

function hardshipTable({ hardships, eventsByKind }: ModelFigures): string {
	if (hardships === undefined || eventsByKind === undefined) return '';
	const rows = (counts: { [name: string]: number }) =>
		Object.entries(counts).map(([name, times]) => [name, count.format(times)]);
	return `
${table([['Event', 'Came'], ...rows(eventsByKind)])}

${table([['Hardship', 'Happened'], ...rows(hardships)])}
`;
}

function modelSection({ model }: Figures): string {
	if (model === undefined) return '';
	const { date, polls, lost, repeated } = model;
	return `
### A made-up world

\`npm run test:model\` lets random worlds happen and compares what the trigger reports with what truly happened, by the
promises above: kinds of things that cannot be read for seconds or days, or for good, lists that lie once, rows that come late or
are corrected, vanish and return, clocks that jump, slow polls, restarts from an older state. A run in which one
of the hardships never happened fails.

${table([
	['On', 'Polls', 'Lost', 'Repeated'],
	[date, polls, lost, repeated],
])}
${hardshipTable(model)}`;
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
	const sections = [
		modelSection,
		crashSection,
		cutSection,
		queueSection,
		soakSection,
		liveSection,
		liveBrokerSection,
		costSection,
		hostileSection,
		nodesSection,
	];
	const measured = sections.map((section) => section(figures)).join('');
	return `<!-- Written by "npm run reliability" from reliability.data.json. -->

${guarantees}
## What was measured
${measured}`;
}
