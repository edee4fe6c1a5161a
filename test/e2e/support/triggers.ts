import type { Execution } from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { Lab } from './lab';

const tasks = 'GET /v1/user-service/my/tasks';

/** Waits until triggers have asked the cloud so many more times. */
export async function polls(lab: Lab, count: number): Promise<void> {
	const before = lab.requests(tasks).length;
	await waitFor(async () => lab.requests(tasks).length >= before + count, {
		what: `${count} polls`,
		timeoutMs: 30_000 + count * 2000,
	});
}

/** The executions that a published workflow started by itself and that have ended, newest first. */
export async function fired(lab: Lab, workflowId: string): Promise<Execution[]> {
	const executions = await lab.rest.listExecutions({ workflowId });
	const ended = executions.filter(({ mode, stoppedAt }) => mode === 'trigger' && stoppedAt);
	return await Promise.all(ended.map(async ({ id }) => await lab.rest.getExecution(id)));
}

export async function firstFiring(lab: Lab, workflowId: string): Promise<Execution> {
	return await waitFor(async () => (await fired(lab, workflowId)).at(-1), {
		what: 'the trigger to fire',
		timeoutMs: 60_000,
		intervalMs: 500,
	});
}
