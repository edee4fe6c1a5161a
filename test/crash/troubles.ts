/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault } from '../cloud/faults';
import { endFaults, fail } from '../e2e/support/outage';
import { startN8n, windowMs, type Run } from './run';
import type { Kill } from './tally';

/** Something that happens to the cloud or to n8n, and is over after a while. */
interface Trouble {
	what: string;
	/** Gives the moment at which n8n ended by it, with what it was executing; milliseconds. */
	happen: (run: Run, forMs: number) => Promise<number | undefined>;
}

function failing(what: string, fault: Omit<Fault, 'match'>): Trouble {
	const happen = async ({ lab }: Run, forMs: number) => {
		await fail(lab, fault);
		await sleep(forMs);
		await endFaults(lab);
		return undefined;
	};
	return { what: `The cloud ${what}`, happen };
}

/** None of the requests that came meanwhile is ever answered, also not when it is over. */
const stall = failing('stalls', { mode: 'stall' });

const cloudTroubles: Trouble[] = [
	{
		what: 'The cloud is killed',
		async happen({ lab: { cloud } }, forMs) {
			await cloud.goDown();
			await sleep(forMs);
			await cloud.comeBack();
			return undefined;
		},
	},
	stall,
	failing('hangs up', { mode: 'cut' }),
	failing('breaks its answers off', { mode: 'truncate' }),
	failing('answers 500', { status: 500 }),
	failing('answers with the page of a gateway', { mode: 'html' }),
	failing('answers 429', { status: 429, headers: { 'retry-after': '3' } }),
	failing('is slow', { delayMs: 4000 }),
];

function ending(what: string, signal: 'SIGTERM' | 'SIGKILL'): Trouble {
	const happen = async (run: Run) => {
		await run.lab.stopN8n(signal);
		const endedAt = Date.now();
		await startN8n(run);
		return endedAt;
	};
	return { what: `n8n ${what}`, happen };
}

const n8nTroubles: Trouble[] = [
	ending('is killed', 'SIGKILL'),
	ending('is restarted', 'SIGTERM'),
	{
		what: 'n8n is frozen',
		async happen({ lab }, forMs) {
			await lab.freezeN8n(forMs);
			return undefined;
		},
	},
];

async function letHappen(run: Run, troubles: Trouble[]): Promise<number | undefined> {
	const { random, plan } = run;
	const { what, happen } = random.pick(troubles);
	const afterMs = random.whole(0, windowMs(plan));
	const forMs = random.whole(500, windowMs(plan));
	await sleep(afterMs);
	plan.say(`  ${what}`);
	return await happen(run, forMs);
}

export async function happenToCloud(run: Run): Promise<void> {
	await letHappen(run, cloudTroubles);
}

/** Gives the kill, where n8n ended. */
export async function happenToN8n(run: Run): Promise<Kill | undefined> {
	const readyAt = Date.now();
	const killedAt = await letHappen(run, n8nTroubles);
	return killedAt === undefined ? undefined : { readyAt, killedAt, backAt: Date.now() };
}
