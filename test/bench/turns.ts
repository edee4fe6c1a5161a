import type { BenchLab, Measured, Target } from './lab';
import type { WorkflowDefinition } from '../../sandbox/restTypes';

export interface Turn {
	theirs: Measured;
	ours: Measured;
}

export interface Contest {
	theirs: WorkflowDefinition;
	ours: WorkflowDefinition;
	runs: number;
	/** Done before each run, also those that do not count. */
	before?: () => Promise<void>;
}

/** Runs two workflows in turn, each once beforehand to warm up. */
export async function inTurn(lab: BenchLab, target: Target, contest: Contest): Promise<Turn[]> {
	const { runs, before = async () => {} } = contest;
	const [theirs, ours] = await Promise.all(
		[contest.theirs, contest.ours].map(async (one) => await lab.rest.createWorkflow(one)),
	);
	const once = async (workflow = theirs) => {
		const measured = await lab.run(workflow?.id ?? '', target);
		if (measured.status !== 'success') {
			const { data } = await lab.rest.getExecution(measured.id);
			const words = data.resultData.error?.message ?? measured.status;
			throw new Error(`A run that must succeed did not: ${words}`);
		}
		return measured;
	};
	await before();
	await once(theirs);
	await before();
	await once(ours);
	const turns: Turn[] = [];
	for (let run = 0; run < runs; run++) {
		await before();
		const first = await once(theirs);
		await before();
		turns.push({ theirs: first, ours: await once(ours) });
	}
	return turns;
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
