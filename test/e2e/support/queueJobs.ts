import type { Execution, StoredCredential, WorkflowDefinition } from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { Lab } from './lab';
import { chain, credentialsOf, everySeconds, nodeTypes, operationWorkflow } from './workflows';

const tasks = '/v1/user-service/my/tasks';
/** A page of a listing of all tasks; the first one of the trigger is smaller. */
export const listingPage = { path: tasks, query: { limit: '100' } };

/** Starts the listing of all tasks so many times; gives the ids of the executions. */
export async function startListings(lab: Lab, count: number): Promise<string[]> {
	const { rest, credential } = lab;
	const parameters = { resource: 'task', operation: 'getAll', returnAll: true };
	const { id } = await rest.createWorkflow(operationWorkflow(credential, parameters));
	const start = { triggerToStartFrom: { name: 'Start' } };
	const started = Array.from({ length: count }, async () => {
		return await rest.post<{ executionId: string }>(`/workflows/${id}/run`, start);
	});
	return (await Promise.all(started)).map(({ executionId }) => executionId);
}

/** The pages that listings have asked for, and the status of each answer. */
export function pagesAsked(lab: Lab): Array<number | null> {
	const pages = lab.requests(`GET ${tasks}`);
	return pages
		.filter(({ query }) => query.limit === listingPage.query.limit)
		.map(({ status }) => status);
}

export async function endsOf(lab: Lab, executionIds: string[]): Promise<Execution[]> {
	return await Promise.all(executionIds.map(async (id) => await endOf(lab, id)));
}

async function endOf({ rest }: Lab, id: string): Promise<Execution> {
	return await waitFor(
		async () => {
			const execution = await rest.getExecution(id);
			return execution.stoppedAt ? execution : undefined;
		},
		{ what: `execution ${id} to end`, timeoutMs: 240_000, intervalMs: 1000 },
	);
}

export function errorWorkflow(): WorkflowDefinition {
	return chain('Report errors', [
		{ name: 'Error', type: 'n8n-nodes-base.errorTrigger' },
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	]);
}

/** Lists the printers after each print; its errors start another workflow. */
export function printerListWorkflow(
	credential: StoredCredential,
	errorWorkflowId: string,
): WorkflowDefinition {
	const credentials = credentialsOf(credential);
	const options = { waitForFilament: false };
	const workflow = chain('List printers after each print', [
		{
			name: 'Bambu Lab Trigger',
			type: nodeTypes.trigger,
			parameters: { pollTimes: everySeconds(2), options },
			credentials,
		},
		{
			name: 'Bambu Lab',
			type: nodeTypes.action,
			parameters: { resource: 'device', operation: 'getAll' },
			credentials,
		},
	]);
	return { ...workflow, settings: { ...workflow.settings, errorWorkflow: errorWorkflowId } };
}
