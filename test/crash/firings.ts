import type { N8nRest } from '../../sandbox/rest';
import type { Execution, ExecutionSummary } from '../../sandbox/restTypes';
import { isObject } from '../cloud/http/controlInput';
import { outputOf } from '../e2e/support/workflows';
import type { Firing } from './tally';
import { triggerName } from './watchWorkflow';

interface ExecutionPage {
	results: ExecutionSummary[];
	nextCursor: string | null;
}

/** n8n notes what an execution starts with before it runs; of one that was cut off there is no more. */
function startItems({ data }: Execution): unknown[] {
	const { executionData } = data as { executionData?: { nodeExecutionStack?: unknown[] } };
	return (executionData?.nodeExecutionStack ?? []).flatMap((entry) => {
		if (!isObject(entry) || !isObject(entry.node) || entry.node.name !== triggerName) return [];
		const { main } = entry.data as { main: Array<Array<{ json: unknown }>> };
		return (main[0] ?? []).map(({ json }) => json);
	});
}

/** n8n puts an item of its own in the place of what it no longer has of an execution that was cut off. */
function eventIdsIn(execution: Execution): string[] {
	const run = outputOf(execution, triggerName).filter(({ eventId }) => eventId !== undefined);
	const items = run.length > 0 ? run : startItems(execution);
	return items.flatMap((item) => (isObject(item) ? String(item.eventId) : []));
}

/** Retries what was cut off, as the user can in the list of executions. */
export async function retryCutOff(rest: N8nRest, firings: Firing[]): Promise<void> {
	for (const { id } of firings.filter(({ status }) => status !== 'success')) {
		await rest.post(`/executions/${id}/retry`, { loadWorkflow: false });
	}
}

/** All executions of a workflow, newest first. */
export async function* allExecutions(
	rest: N8nRest,
	workflowId: string,
): AsyncGenerator<ExecutionSummary> {
	for (let cursor: string | null = ''; cursor !== null; ) {
		const filter = JSON.stringify({ workflowId });
		const query = new URLSearchParams({ filter, limit: '100', ...(cursor && { cursor }) });
		const page: ExecutionPage = await rest.get(`/executions?${query}`);
		yield* page.results;
		cursor = page.nextCursor;
	}
}

/** All executions of a workflow that its trigger started. */
export async function readFirings(rest: N8nRest, workflowId: string): Promise<Firing[]> {
	const firings: Firing[] = [];
	for await (const { id, status, startedAt } of allExecutions(rest, workflowId)) {
		const eventIds = eventIdsIn(await rest.getExecution(id));
		firings.push({ id, status, startedAt: Date.parse(startedAt), eventIds });
	}
	return firings;
}
