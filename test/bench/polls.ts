/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { ReceivedRequest } from '../cloud';
import { waitFor } from '../../sandbox/wait';
import { run } from '../../sandbox/processes';
import { setTimeout as sleep } from 'node:timers/promises';
import { chain, type Node } from '../e2e/support/workflows';
import { inProject } from '../support/project';
import { readSetup } from '../e2e/support/setup';
import type { BenchLab, Target } from './lab';
import { cpuMs } from './process';
import { cpuWithinMs, profileOf } from './profile';
import { TASKS } from './workflows';

interface Stored {
	bytes: number;
	executions: number;
	stateBytes: number;
}

async function stored({ database }: BenchLab, workflowId: string): Promise<Stored> {
	const script = inProject('test/bench/readDatabase.mjs');
	const args = ['--no-warnings', script, database, workflowId];
	const { ok, stdout, output } = await run(readSetup().host.node, args);
	if (!ok) throw new Error(output);
	return JSON.parse(stdout) as Stored;
}

export interface Quiet {
	requestsPerPoll: number;
	/** All threads of n8n. */
	cpuPerPollMs: number;
	/** Our own code, where it was asked for. */
	ownPerPollMs: number;
	database: Stored;
	grownBytes: number;
}

const OUR_FILES = /\/n8n-nodes-bambulab-cloud\/dist\//;

/** What is still received of the poll under way. */
async function untilQuiet(cloud: Target['cloud']): Promise<ReceivedRequest[]> {
	const seen: ReceivedRequest[] = [];
	await waitFor(
		async () => {
			await sleep(250);
			const news = await cloud.newRequests();
			seen.push(...news);
			return news.length === 0;
		},
		{ what: 'a pause between two polls', timeoutMs: 30_000, intervalMs: 0 },
	);
	return seen;
}

/** Publishes a workflow and lets it poll so often, with nothing new to be found. */
export async function poll(
	lab: BenchLab,
	{ cloud }: Target,
	trigger: Node[],
	polls: number,
	profileFile?: string,
): Promise<Quiet> {
	const { id } = await lab.rest.createWorkflow(chain('Watch prints', trigger));
	/** Waits for so many whole polls, each of which asks for the newest prints. */
	const polled = async (count: number) => {
		await untilQuiet(cloud);
		const seen: ReceivedRequest[] = [];
		const newest = () =>
			seen.filter(({ path, query }) => path === TASKS && (query.offset ?? '0') === '0');
		await waitFor(
			async () => {
				seen.push(...(await cloud.newRequests()));
				return newest().length >= count;
			},
			{ what: `${count} polls`, timeoutMs: 60_000 + count * 5000, intervalMs: 500 },
		);
		seen.push(...(await untilQuiet(cloud)));
		return { requests: seen.length, polls: newest().length };
	};
	await cloud.newRequests();
	await lab.rest.publish(id);
	// The first polls take in what is there.
	await polled(3);
	await sleep(500);
	const idle = await stored(lab, id);
	const start = { cpu: cpuMs(lab.pid), at: Date.now() };
	const { requests, polls: done } = await polled(polls);
	const busy = { ms: cpuMs(lab.pid) - start.cpu, seconds: (Date.now() - start.at) / 1000 };
	const database = await stored(lab, id);
	let profiled = 0;
	const profile =
		profileFile === undefined
			? undefined
			: await profileOf(lab.pid, profileFile, async () => {
					await cloud.newRequests();
					profiled = (await polled(polls)).polls;
				});
	await lab.rest.unpublish(id);
	await sleep(1000);
	const rest = { cpu: cpuMs(lab.pid), at: Date.now() };
	await sleep(busy.seconds * 1000);
	const perSecond = (cpuMs(lab.pid) - rest.cpu) / ((Date.now() - rest.at) / 1000);
	return {
		requestsPerPoll: requests / done,
		cpuPerPollMs: (busy.ms - perSecond * busy.seconds) / done,
		ownPerPollMs: profile === undefined ? NaN : cpuWithinMs(profile, OUR_FILES) / profiled,
		database: { ...database, executions: database.executions - idle.executions },
		grownBytes: database.bytes - idle.bytes,
	};
}
