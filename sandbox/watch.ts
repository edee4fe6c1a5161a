/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, readFileSync } from 'node:fs';

import type { N8nRest } from './rest';
import type { DataTableRow, Execution, ExecutionSummary } from './restTypes';
import { waitFor } from './wait';

export interface Fired {
	execution: ExecutionSummary;
	row: DataTableRow;
	csvLine: string;
}

export interface FiringWatch {
	workflowId: string;
	table: string;
	csvFile: string;
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
	const csvLine = lastLineWith(watch.csvFile, String(watch.taskId));
	return row && csvLine !== undefined ? { execution, row, csvLine } : undefined;
}

function failureOf({ id, data }: Execution): string {
	const { error, lastNodeExecuted } = data.resultData;
	return `Execution ${id} failed at "${lastNodeExecuted}": ${error?.message ?? 'no reason given'}`;
}

function lastLineWith(file: string, text: string): string | undefined {
	if (!existsSync(file)) return undefined;
	const lines = readFileSync(file, 'utf8').split(/\r?\n/);
	return lines.filter((line) => line.includes(text)).at(-1);
}
