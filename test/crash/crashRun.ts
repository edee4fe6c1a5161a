/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '../../sandbox/wait';
import { createRandom, type Random } from '../cloud/world/random';
import type { Print } from '../cloud/world/types';
import { Lab } from '../e2e/support/lab';
import { durableScheduler } from '../e2e/support/workflows';
import { readFirings, retryCutOff } from './firings';
import { startSink, type Sink } from './sink';
import type { ExpectedEvent, Kill, Observation } from './tally';
import { watchWorkflow } from './watchWorkflow';

export interface CrashPlan {
	seed: string;
	kills: number;
	prints: number;
	/** Kill while a poll with news is under way, instead of at any moment. */
	isAimed: boolean;
	/** With n8n's durable scheduler. */
	isDurable: boolean;
	say: (line: string) => void;
}

export interface CrashOutcome extends Observation {
	/** Prints that the account had before. */
	history: number;
	/** Requests to the cloud per poll, when all was quiet. */
	requestsPerPoll: number;
	/** What n8n stores for the trigger; bytes. */
	stateBytes: number | undefined;
}

const taskList = 'GET /v1/user-service/my/tasks';
const history = 300;
/** n8n is killed at a random moment of this time after it was ready. */
const windowMs = 8000;
const quietPolls = 5;

/** So that n8n does not lose two minutes with each kill that hits it while it starts a workflow. */
const quickStarts = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '20',
	N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '1000',
};

interface Run {
	lab: Lab;
	random: Random;
	started: Print[];
	plan: CrashPlan;
}

function startPrint({ lab, random, started }: Run): void {
	const outcome = random.chance(0.8) ? ('finished' as const) : ('failed' as const);
	const print = lab.cloud.world.startPrint({
		seconds: random.decimal(0, 12),
		fillSeconds: random.decimal(0, 4),
		outcome,
	});
	started.push(print);
}

/** A poll begins with the first page of the list. */
function countPolls(lab: Lab): number {
	return lab.requests(taskList).filter(({ query }) => Number(query.offset ?? 0) === 0).length;
}

async function nextPoll(lab: Lab): Promise<void> {
	const before = countPolls(lab);
	await waitFor(async () => countPolls(lab) > before, {
		what: 'a poll',
		// n8n takes up to two minutes to start a workflow if it was killed while it started it.
		timeoutMs: 180_000,
		intervalMs: 5,
	});
}

/** Lets a moment come at which n8n is then killed. */
async function awaitMoment(run: Run): Promise<void> {
	const { lab, random, plan } = run;
	if (!plan.isAimed) {
		await sleep(random.whole(0, windowMs));
		return;
	}
	// The first poll after n8n's start tells what happened before; later ones tell little.
	if (random.chance(0.5)) {
		await nextPoll(lab);
		await sleep(random.whole(0, windowMs / 2));
	}
	startPrint(run);
	await nextPoll(lab);
	await sleep(random.whole(0, 150));
}

/** Starts prints at random moments, some of them while n8n is down, and kills n8n among them. */
async function killOnce(run: Run, prints: number): Promise<Kill> {
	const { lab, random, plan } = run;
	const readyAt = Date.now();
	const starts = Array.from({ length: prints }, async () => {
		await sleep(random.whole(0, windowMs * 1.5));
		startPrint(run);
	});
	await awaitMoment(run);
	await lab.stopN8n('SIGKILL');
	const killedAt = Date.now();
	plan.say(`killed ${((killedAt - readyAt) / 1000).toFixed(1)} s after it was ready`);
	await lab.startN8n();
	await Promise.all(starts);
	return { readyAt, killedAt, backAt: Date.now() };
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
	const { seed, kills: killCount, prints, isDurable, say } = plan;
	const sink = await startSink();
	const env = { ...(isDurable && durableScheduler), ...(plan.isAimed && quickStarts) };
	const lab = await Lab.start({ cloud: { history }, env });
	const run: Run = { lab, random: createRandom(seed), started: [], plan };
	try {
		const workflow = watchWorkflow(lab.credential, sink.url, isDurable ? 5 : 2);
		const { id } = await lab.rest.createWorkflow(workflow);
		await lab.rest.publish(id);
		await nextPoll(lab);
		await nextPoll(lab);
		const kills: Kill[] = [];
		while (kills.length < killCount) {
			const left = killCount - kills.length;
			const share = Math.ceil(Math.max(0, prints - run.started.length) / left);
			say(`Kill ${kills.length + 1} of ${killCount}: ${share} prints`);
			kills.push(await killOnce(run, plan.isAimed ? share - 1 : share));
		}
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
			requestsPerPoll,
			stateBytes: await storedBytes(run, id),
		};
	} finally {
		await lab.stop(isDurable ? 'crashDurable' : 'crash');
		await sink.stop();
	}
}
