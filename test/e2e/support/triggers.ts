/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import type { Execution } from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { Lab } from './lab';
import { outputOf } from './workflows';

const tasks = 'GET /v1/user-service/my/tasks';

/** Waits until triggers have asked the cloud so many more times. */
export async function polls(lab: Lab, count: number, methodAndPath = tasks): Promise<void> {
	const before = lab.requests(methodAndPath).length;
	await waitFor(async () => lab.requests(methodAndPath).length >= before + count, {
		what: `${count} times ${methodAndPath}`,
		timeoutMs: 30_000 + count * 2000,
	});
}

/** The executions that a published workflow started by itself and that have ended, newest first. */
export async function fired(lab: Lab, workflowId: string): Promise<Execution[]> {
	const executions = await lab.rest.listExecutions({ workflowId });
	const ended = executions.filter(({ mode, stoppedAt }) => mode === 'trigger' && stoppedAt);
	return await Promise.all(ended.map(async ({ id }) => await lab.rest.getExecution(id)));
}

/** The sentences of the executions that show an error. */
export async function errors(lab: Lab, workflowId: string): Promise<string[]> {
	const executions = await fired(lab, workflowId);
	return executions
		.filter(({ status }) => status === 'error')
		.map(({ data }) => data.resultData.error?.message ?? '');
}

/** The ids of the events that a published workflow told, in their order. */
export async function told(lab: Lab, workflowId: string): Promise<unknown[]> {
	const executions = await fired(lab, workflowId);
	return executions
		.reverse()
		.flatMap((execution) => outputOf(execution, 'Bambu Lab Trigger'))
		.map(({ eventId }) => eventId);
}

/** Waits until so many events have been told. */
export async function toldCount(lab: Lab, workflowId: string, count: number): Promise<unknown[]> {
	return await waitFor(
		async () => {
			const ids = await told(lab, workflowId);
			return ids.length >= count && ids;
		},
		{ what: `${count} events`, timeoutMs: 90_000, intervalMs: 500 },
	);
}

export async function firstFiring(
	lab: Lab,
	workflowId: string,
	timeoutMs = 60_000,
): Promise<Execution> {
	return await waitFor(async () => (await fired(lab, workflowId)).at(-1), {
		what: 'the trigger to fire',
		timeoutMs,
		intervalMs: 500,
	});
}

/** Ends a new print, and gives its id. */
export function endPrint({ cloud: { world } }: Lab, title: string): number {
	const print = world.startPrint({ title, seconds: 3600, fillSeconds: 0 });
	world.endPrint(print, 'finished');
	return print.id;
}

/**
 * So many polls that each have events, as prints end faster. Gives these prints, and what was shown meanwhile: a
 * poll without events could show it too.
 */
export async function busyPolls(lab: Lab, workflowId: string, count: number) {
	const prints: number[] = [];
	const busy = setInterval(() => prints.push(endPrint(lab, `Print ${prints.length}`)), 250);
	const shown = await polls(lab, count)
		.then(async () => await errors(lab, workflowId))
		.finally(() => clearInterval(busy));
	return { prints, shown };
}
