import { waitFor } from '../../sandbox/wait';
import type { N8nRest } from '../../sandbox/rest';
import type { Execution, StoredCredential, WorkflowDefinition } from '../../sandbox/restTypes';
import { chain, credentialsOf, nodeTypes, outputOf } from '../e2e/support/workflows';
import { allExecutions } from './firings';
import type { Run } from './run';

const nodeName = 'Bambu Lab';
const everySeconds = 3;

/** An execution that lists all prints, and what came of it. */
export interface BulkJob {
	id: string;
	status: string;
	/** Milliseconds. */
	startedAt: number;
	stoppedAt: number | undefined;
	taskIds: number[];
	/** The message of its error. */
	error: string | undefined;
	/** The name that our catalogue has for the error; undefined where the sentence is not ours. */
	problem: string | undefined;
}

function bulkWorkflow(credential: StoredCredential): WorkflowDefinition {
	const rule = { interval: [{ field: 'seconds', secondsInterval: everySeconds }] };
	return chain('List all prints again and again', [
		{
			name: 'Schedule',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule },
		},
		{
			name: nodeName,
			type: nodeTypes.action,
			parameters: { resource: 'task', operation: 'getAll', returnAll: true },
			credentials: credentialsOf(credential),
		},
	]);
}

function jobOf(execution: Execution): BulkJob {
	const { id, status, startedAt, stoppedAt, data } = execution;
	const error: { message: string; context?: { problem?: string } } | undefined =
		data.resultData.error;
	return {
		id,
		status,
		startedAt: Date.parse(startedAt),
		stoppedAt: stoppedAt === null ? undefined : Date.parse(stoppedAt),
		taskIds: outputOf(execution, nodeName).map((task) => Number(task.id)),
		error: error?.message,
		problem: error?.context?.problem,
	};
}

async function readJobs(rest: N8nRest, workflowId: string): Promise<BulkJob[]> {
	const jobs: BulkJob[] = [];
	for await (const { id } of allExecutions(rest, workflowId)) {
		jobs.push(jobOf(await rest.getExecution(id)));
	}
	return jobs;
}

/** Longer than all that a job may wait for, one after the other. */
export const longestJobMs = 120_000;

/** Lists all prints every few seconds, until `end`, which gives what came of it. */
export async function startBulkJobs({ lab }: Run): Promise<{ end: () => Promise<BulkJob[]> }> {
	const { id } = await lab.rest.createWorkflow(bulkWorkflow(lab.credential));
	await lab.rest.publish(id);
	const end = async () => {
		await lab.rest.unpublish(id);
		const filter = { workflowId: id, status: ['running', 'new', 'waiting'] };
		// What has not ended by then counts as stuck.
		await waitFor(async () => (await lab.rest.listExecutions(filter)).length === 0, {
			what: 'all bulk jobs to end',
			timeoutMs: longestJobMs,
			intervalMs: 1000,
		}).catch(() => undefined);
		return await readJobs(lab.rest, id);
	};
	return { end };
}
