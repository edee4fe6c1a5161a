/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { waitFor } from '../../sandbox/wait';
import { createRandom } from '../cloud/world/random';
import type { Print } from '../cloud/world/types';
import { Lab } from '../e2e/support/lab';
import { durableScheduler } from '../e2e/support/workflows';
import { startBulkJobs } from './bulkJobs';
import { bulkTallyOf, type BulkTally } from './bulkTally';
import { readFirings, retryCutOff } from './firings';
import { maxRequests } from './quietPoll';
import { playRounds } from './rounds';
import { countPolls, nextPoll, pollSeconds, type CrashPlan, type Run } from './run';
import { startSink, type Sink } from './sink';
import type { ExpectedEvent, Observation } from './tally';
import { watchWorkflow } from './watchWorkflow';

export interface CrashOutcome extends Observation {
	/** Prints that the account had before. */
	history: number;
	/** Requests to the cloud per poll, when all was quiet. */
	requestsPerPoll: number;
	/** The most that this may be, with the prints as they stand in the list. */
	mostRequestsPerPoll: number;
	/** How often n8n ended while it started. */
	failedStarts: number;
	/** What n8n stores for the trigger; bytes. */
	stateBytes: number | undefined;
	/** What became of the bulk jobs, where there were any. */
	bulk: BulkTally | undefined;
}

const history = 300;
const quietPolls = 5;

/** So that n8n does not lose two minutes with each kill that hits it while it starts a workflow. */
const quickStarts = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '20',
	N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '1000',
};

/** n8n takes its database for lost where that is silent for five seconds, as on a machine that has much to do. */
const patience = { DB_PING_TIMEOUT_MS: '60000' };

function settingsFor({ isAimed, isCut, isDurable }: CrashPlan): Record<string, string> {
	return {
		...patience,
		...(isDurable && durableScheduler),
		...((isAimed || isCut) && quickStarts),
	};
}

/** Waits until all prints have ended and nothing is left to tell; gives the requests per quiet poll. */
async function settle({ lab, started, plan }: Run, sink: Sink, id: string): Promise<number> {
	await waitFor(async () => lab.cloud.world.now() > 0 && started.every(({ ended }) => ended), {
		what: 'all prints to end',
		timeoutMs: 60_000,
	});
	const counts = () => [lab.cloud.requests().length, countPolls(lab)] as const;
	// The durable scheduler makes up for missed polls all at once, and a poll may wait for what another told.
	const quietMs = plan.isDurable ? 60_000 : 10_000;
	return await waitFor(
		async () => {
			const [allBefore, pollsBefore] = counts();
			const postsBefore = sink.received('all').length;
			const since = Date.now();
			for (let poll = 0; poll < quietPolls || Date.now() - since < quietMs; poll++) {
				await nextPoll(lab);
			}
			const [all, polls] = counts();
			const running = await lab.rest.listExecutions({ workflowId: id, status: ['running', 'new'] });
			const isQuiet = sink.received('all').length === postsBefore && running.length === 0;
			return isQuiet && (all - allBefore) / (polls - pollsBefore);
		},
		{ what: 'the workflow to come to rest', timeoutMs: 240_000 },
	);
}

function eventsOf({ id, outcome, startsAt, endsAt }: Print): ExpectedEvent[] {
	const end = outcome === 'finished' ? 'taskFinished' : 'taskFailed';
	return [
		{ id: `taskCreated:${id}`, at: startsAt },
		{ id: `${end}:${id}`, at: endsAt },
	];
}

async function storedBytes({ lab }: Run, workflowId: string): Promise<number | undefined> {
	const workflow: { staticData?: unknown } = await lab.rest.get(`/workflows/${workflowId}`);
	return workflow.staticData ? JSON.stringify(workflow.staticData).length : undefined;
}

/** Kills n8n again and again while prints run, and gives what came of the prints. */
export async function crashRun(plan: CrashPlan): Promise<CrashOutcome> {
	const { seed, isCut, isDurable, say } = plan;
	const sink = await startSink();
	const lab = await Lab.start({ cloud: { history }, env: settingsFor(plan) });
	const run: Run = { lab, random: createRandom(seed), started: [], failedStarts: 0, plan };
	try {
		const workflow = watchWorkflow(lab.credential, sink.url, pollSeconds(plan));
		const { id } = await lab.rest.createWorkflow(workflow);
		await lab.rest.publish(id);
		await nextPoll(lab);
		await nextPoll(lab);
		const bulkJobs = isCut ? await startBulkJobs(run) : undefined;
		const kills = await playRounds(run);
		const { prints } = lab.cloud.world;
		const jobs = await bulkJobs?.end();
		const requestsPerPoll = await settle(run, sink, id);
		const firings = await readFirings(lab.rest, id);
		const all = sink.received('all');
		const once = sink.received('once');
		await retryCutOff(lab.rest, firings);
		return {
			expected: run.started.flatMap(eventsOf),
			firings,
			all,
			once,
			retried: sink.received('all').slice(all.length),
			kills,
			history,
			failedStarts: run.failedStarts,
			requestsPerPoll,
			mostRequestsPerPoll: maxRequests(prints),
			stateBytes: await storedBytes(run, id),
			bulk: jobs && bulkTallyOf(jobs, prints),
		};
	} catch (error) {
		// What fails in the end, when all is stopped, would hide it.
		say(`The run failed: ${String(error)}`);
		throw error;
	} finally {
		await lab.stop(['crash', isCut && 'Cut', isDurable && 'Durable'].filter(Boolean).join(''));
		await sink.stop();
	}
}
