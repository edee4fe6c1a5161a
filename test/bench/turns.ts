import type { BenchLab, Measured, Target } from './lab';
import type { WorkflowDefinition } from '../../sandbox/restTypes';

export interface Turn {
	theirs: Measured;
	ours: Measured;
	/** How many runs of theirs failed before the one that counts. */
	failures: number;
}

export interface Contest {
	theirs: WorkflowDefinition;
	ours: WorkflowDefinition;
	runs: number;
	/** Done before each run, also those that do not count. */
	before?: () => Promise<void>;
	/** A run of theirs that fails does not count, and is done again up to so many times. */
	mostFailures?: number;
}

/** Runs two workflows in turn, each once beforehand to warm up. */
export async function inTurn(lab: BenchLab, target: Target, contest: Contest): Promise<Turn[]> {
	const { runs, before = async () => {}, mostFailures = 0 } = contest;
	const [theirs, ours] = await Promise.all(
		[contest.theirs, contest.ours].map(async (one) => await lab.rest.createWorkflow(one)),
	);
	const once = async (workflow = theirs, mayFail = 0) => {
		for (let failures = 0; ; failures++) {
			await before();
			const measured = await lab.run(workflow?.id ?? '', target);
			if (measured.status === 'success') return { measured, failures };
			if (failures < mayFail) continue;
			const { data } = await lab.rest.getExecution(measured.id);
			const words = data.resultData.error?.message ?? measured.status;
			throw new Error(`A run that must succeed did not: ${words}`);
		}
	};
	const turns: Turn[] = [];
	for (let run = 0; run <= runs; run++) {
		const { measured, failures } = await once(theirs, mostFailures);
		turns.push({ theirs: measured, ours: (await once(ours)).measured, failures });
	}
	return turns.slice(1);
}

export function seconds(turns: Turn[]): { theirs: number[]; ours: number[] } {
	return {
		theirs: turns.map(({ theirs }) => theirs.ms / 1000),
		ours: turns.map(({ ours }) => ours.ms / 1000),
	};
}

export function requests(turns: Turn[]): { theirs: number[]; ours: number[] } {
	return {
		theirs: turns.map(({ theirs }) => theirs.requests),
		ours: turns.map(({ ours }) => ours.requests),
	};
}
