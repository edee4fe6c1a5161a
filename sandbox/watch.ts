import type { N8nRest } from './rest';
import type { DataTableRow, Execution, ExecutionSummary } from './restTypes';
import { waitFor } from './wait';

export interface Fired {
	execution: ExecutionSummary;
	row: DataTableRow;
}

export interface FiringWatch {
	workflowId: string;
	table: string;
	taskId: number;
	since: Date;
	timeoutMs: number;
	signal?: AbortSignal;
}

/** Waits until the workflow has logged a print by itself; throws with n8n's words when it failed. */
export async function waitUntilFired(rest: N8nRest, watch: FiringWatch): Promise<Fired> {
	return await waitFor(async () => await firing(rest, watch), {
		what: 'the workflow to fire',
		timeoutMs: watch.timeoutMs,
		intervalMs: 1000,
		signal: watch.signal,
	});
}

async function firing(rest: N8nRest, watch: FiringWatch): Promise<Fired | undefined> {
	const executions = (await rest.listExecutions({ workflowId: watch.workflowId })).filter(
		({ mode, startedAt }) => mode === 'trigger' && new Date(startedAt) >= watch.since,
	);
	const failed = executions.find(({ status }) => status === 'error' || status === 'crashed');
	if (failed) throw new Error(failureOf(await rest.getExecution(failed.id)));
	const execution = executions.find(({ status }) => status === 'success');
	const table = execution && (await rest.findDataTable(watch.table));
	if (!execution || !table) return undefined;

	const rows = await rest.dataTableRows(table.id);
	const row = rows.find(({ task_id: id }) => id === String(watch.taskId));
	return row && { execution, row };
}

function failureOf({ id, data }: Execution): string {
	const { error, lastNodeExecuted } = data.resultData;
	return `Execution ${id} failed at "${lastNodeExecuted}": ${error?.message ?? 'no reason given'}`;
}
