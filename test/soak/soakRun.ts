/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '../../sandbox/wait';
import { endFaults, fail } from '../e2e/support/outage';
import { Lab } from '../e2e/support/lab';
import { startDatabase } from '../e2e/support/services';
import {
	type BulkTally,
	BulkLedger,
	dueTimes,
	type FailedExecution,
	failedExecutions,
} from './bulk';
import { Farm } from './farm';
import { DEAD_FIRMWARE, FAULTS } from './faults';
import { type MemoryProbe, memoryProbe, type MemoryUse } from './memory';
import { BULK_JOBS, type BulkJob, type Sink, startSink } from './sink';
import { type EventTally, type Sample, tallyEvents } from './tally';
import { type Traffic, TrafficCount } from './traffic';
import { DUE_SECOND, listAll, lookUp, watchFarm } from './workflows';

export const PRINTERS = 500;
export const HISTORY = 10_000;
/** So many prints run at once. */
const RUNNING = 350;

export interface SoakPlan {
	seed: string;
	minutes: number;
	say: (line: string) => void;
}

export interface SoakOutcome {
	events: EventTally;
	expected: number;
	told: number;
	printsEnded: number;
	bulk: Record<BulkJob, BulkTally>;
	/** Executions of the trigger that show an error. */
	triggerErrors: FailedExecution[];
	/** Polls that failed and were made up for by a later one. */
	failedPolls: number;
	traffic: Traffic;
	revocations: number;
	violations: string[];
	samples: Sample[];
}

const REVOKE_EVERY_SECONDS = 290;
const SAMPLE_PAUSE_MS = 20_000;
/** A poll or a garbage collection under way shows as memory that is gone a moment later. */
const PROBES_PER_SAMPLE = 4;
const PROBE_PAUSE_MS = 1500;
/** Longer than a print waits for its filaments, and than a slow poll takes. */
const QUIET_MS = 60_000;

interface Run {
	plan: SoakPlan;
	lab: Lab;
	farm: Farm;
	sink: Sink;
	probe: MemoryProbe;
	count: TrafficCount;
	ids: Record<'watch' | BulkJob, string>;
	samples: Sample[];
	startedAt: number;
	revocations: number;
}

/** Acts as often as the time of a run has it; where an act took too long, the next follow at once. */
async function during(minutes: number, everySeconds: number, act: () => unknown): Promise<void> {
	const start = Date.now();
	for (let at = everySeconds; at <= minutes * 60; at += everySeconds) {
		await sleep(Math.max(0, start + at * 1000 - Date.now()));
		await act();
	}
}

async function isIdle(lab: Lab): Promise<boolean> {
	return (await lab.rest.listExecutions({ status: ['running', 'new'] })).length === 0;
}

/** Samples until the time of the run is over, each between executions, as one that runs holds its rows. */
async function sampleOn(run: Run): Promise<void> {
	const end = run.startedAt + run.plan.minutes * 60_000;
	while (Date.now() < end) {
		await sleep(SAMPLE_PAUSE_MS);
		await takeSample(run);
	}
}

/** The least of some readings, each between executions. */
async function leastUse({ lab, probe }: Run): Promise<MemoryUse> {
	let least: MemoryUse | undefined;
	for (let reading = 0; reading < PROBES_PER_SAMPLE; reading++) {
		if (reading > 0) await sleep(PROBE_PAUSE_MS);
		await waitFor(async () => await isIdle(lab), {
			what: 'a moment without executions',
			timeoutMs: 300_000,
		});
		const use = await probe.read(lab.pid);
		if (least === undefined || use.heapUsed < least.heapUsed) least = use;
	}
	if (least === undefined) throw new Error('No reading was taken');
	return least;
}

async function takeSample(run: Run): Promise<void> {
	const { lab, count, ids, samples, startedAt, plan } = run;
	const use = await leastUse(run);
	const { staticData }: { staticData?: unknown } = await lab.rest.get(`/workflows/${ids.watch}`);
	const { requests, faulty, logins } = count.read();
	const sample = {
		at: (Date.now() - startedAt) / 1000,
		...use,
		stateBytes: JSON.stringify(staticData ?? null).length,
	};
	samples.push(sample);
	const mib = (bytes: number) => Math.round(bytes / 1024 / 1024);
	plan.say(
		[
			`${Math.round(sample.at)} s: heap ${mib(use.heapUsed)} MiB, rss ${mib(use.rss)} MiB`,
			`state ${sample.stateBytes} B, held ${JSON.stringify(use.held)}`,
			`${requests} requests, faulty ${JSON.stringify(faulty)}, ${logins} logins`,
		].join('; '),
	);
}

/** Waits until all is told that has happened, or nothing more comes, and that nothing follows. */
async function settle({ lab, farm, sink, count }: Run): Promise<void> {
	await waitFor(async () => farm.endOutages(), {
		what: 'all printers to be back',
		timeoutMs: 400_000,
	});
	await waitFor(
		async () => {
			const { polls } = count.read();
			const { length: told } = sink.events;
			// Polls that are under way now have ended by then, also on a busy machine.
			await sleep(QUIET_MS);
			return count.read().polls > polls && sink.events.length === told && (await isIdle(lab));
		},
		{ what: 'all to be told', timeoutMs: 600_000 },
	);
}

async function publish(run: Run): Promise<void> {
	const { lab, sink, ids } = run;
	const { rest, credential } = lab;
	const definitions = { watch: watchFarm, list: listAll, lookups: lookUp };
	for (const name of ['watch', 'list', 'lookups'] as const) {
		const { id } = await rest.createWorkflow(definitions[name](credential, sink.url));
		ids[name] = id;
		await rest.publish(id);
	}
}

async function work(run: Run): Promise<void> {
	const { lab, farm, plan } = run;
	for (const fault of FAULTS) await fail(lab, fault);
	run.startedAt = Date.now();
	await Promise.all([
		during(plan.minutes, 1, () => farm.work()),
		sampleOn(run),
		during(plan.minutes, REVOKE_EVERY_SECONDS, async () => {
			run.revocations++;
			await lab.control('/tokens/revoke', { account: 'maker@example.com' });
		}),
	]);
}

async function soak(run: Run, ledger: BulkLedger): Promise<SoakOutcome> {
	const { lab, farm, sink, ids, count, samples, plan } = run;
	const { rest } = lab;
	farm.open(RUNNING);
	await publish(run);
	farm.begin();
	const atFirst = farm.statuses();
	// The firmware is asked for once an hour, and again by an n8n that has just started.
	await fail(lab, DEAD_FIRMWARE);
	await lab.stopN8n();
	await lab.startN8n();
	const started = Date.now();
	await work(run);
	plan.say('The farm rests; waiting for what is left to tell.');
	const until = Date.now();
	for (const job of BULK_JOBS) await rest.unpublish(ids[job]);
	await endFaults(lab);
	await settle(run);
	const bulk = async (job: BulkJob) => {
		const due = dueTimes(DUE_SECOND[job], started, until);
		return ledger.tally(job, due, await failedExecutions(rest, ids[job]));
	};
	const expected = farm.expectedEvents();
	return {
		events: tallyEvents(sink.events, expected, atFirst, farm.statuses()),
		expected: [...expected.values()].reduce((sum, times) => sum + times, 0),
		told: sink.events.length,
		printsEnded: farm.ended,
		bulk: { list: await bulk('list'), lookups: await bulk('lookups') },
		triggerErrors: await failedExecutions(rest, ids.watch),
		failedPolls: lab.log().match(/a poll failed, the next will try again/g)?.length ?? 0,
		traffic: count.read(),
		revocations: run.revocations,
		violations: lab.cloud.violations(),
		samples,
	};
}

/** Lets a simulated farm work, with a trigger and two bulk jobs in a real n8n, and gives what came of it. */
export async function soakRun(plan: SoakPlan): Promise<SoakOutcome> {
	// n8n's own advice for many executions; with SQLite it stood waiting for its own lock on a busy machine.
	const database = await startDatabase();
	try {
		return await soakOn(database.env, plan);
	} finally {
		await database.stop();
	}
}

async function soakOn(
	databaseSettings: Record<string, string>,
	plan: SoakPlan,
): Promise<SoakOutcome> {
	const probe = memoryProbe();
	const env = {
		...databaseSettings,
		...probe.env,
		// As users run it.
		N8N_LOG_LEVEL: 'info',
		// Else n8n's list of executions grows by gigabytes.
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	};
	const lab = await Lab.start({ cloud: { printers: PRINTERS, history: HISTORY }, env });
	const ledger = new BulkLedger(() => lab.cloud.world);
	const sink = await startSink((receipt) => ledger.note(receipt));
	const run: Run = {
		plan,
		lab,
		farm: new Farm(lab.cloud.world, plan.seed),
		sink,
		probe,
		count: new TrafficCount(lab.cloud),
		ids: { watch: '', list: '', lookups: '' },
		samples: [],
		startedAt: 0,
		revocations: 0,
	};
	const outcome = soak(run, ledger);
	// To stop the lab may fail as well, which would hide this.
	outcome.catch((error: unknown) => plan.say(String(error instanceof Error ? error.stack : error)));
	try {
		return await outcome;
	} finally {
		await lab.stop('soak');
		await sink.stop();
	}
}
