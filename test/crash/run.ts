import { waitFor } from '../../sandbox/wait';
import type { Random } from '../cloud/world/random';
import type { Print } from '../cloud/world/types';
import type { Lab } from '../e2e/support/lab';

export interface CrashPlan {
	seed: string;
	/** How often n8n is killed; or, with `isCut`, how often something happens to it and to the cloud. */
	kills: number;
	prints: number;
	/** Kill while a poll with news is under way, instead of at any moment. */
	isAimed: boolean;
	/** Kill, stall, cut and restart both n8n and the cloud, beside bulk jobs. */
	isCut: boolean;
	/** With n8n's durable scheduler. */
	isDurable: boolean;
	say: (line: string) => void;
}

/** What all parts of a run work with. */
export interface Run {
	lab: Lab;
	random: Random;
	/** The prints that were started, each with two events to be told. */
	started: Print[];
	/** How often n8n ended while it started, so that it had to be started again. */
	failedStarts: number;
	plan: CrashPlan;
}

const taskList = 'GET /v1/user-service/my/tasks';

/** The durable scheduler makes up for all polls that were missed at once, so it is not to miss many. */
export function pollSeconds({ isDurable }: CrashPlan): number {
	return isDurable ? 10 : 2;
}

/** Within so long after n8n was ready something happens to it; time for some polls. */
export function windowMs({ isDurable }: CrashPlan): number {
	return isDurable ? 15_000 : 8000;
}

/**
 * Starts n8n after it was killed, if need be twice, as whatever keeps it running does: where it was killed
 * between the storing of an execution and its beginning, n8n 2.41 fails in its own recovery, and skips that
 * at the next start.
 */
export async function startN8n(run: Run): Promise<void> {
	const { lab, plan } = run;
	await lab.startN8n().catch(async (error: unknown) => {
		if (!String(error).includes('ended by itself')) throw error;
		run.failedStarts++;
		plan.say('n8n ended while it started, and is started again');
		await lab.startN8n();
	});
}

export function startPrint({ lab, random, started }: Run): void {
	const outcome = random.chance(0.8) ? ('finished' as const) : ('failed' as const);
	const print = lab.cloud.world.startPrint({
		seconds: random.decimal(0, 12),
		fillSeconds: random.decimal(0, 4),
		outcome,
	});
	started.push(print);
}

/** A poll begins with the first page of the list; while bulk jobs run, these count too. */
export function countPolls(lab: Lab): number {
	return lab.requests(taskList).filter(({ query }) => Number(query.offset ?? 0) === 0).length;
}

export async function nextPoll(lab: Lab): Promise<void> {
	const before = countPolls(lab);
	await waitFor(async () => countPolls(lab) > before, {
		what: 'a poll',
		// n8n takes up to two minutes to start a workflow if it was killed while it started it.
		timeoutMs: 180_000,
		intervalMs: 5,
	});
}
