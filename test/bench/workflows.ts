import type { StoredCredential, WorkflowDefinition } from '../../sandbox/restTypes';
import { chain, credentialsOf, nodeTypes, type Node } from '../e2e/support/workflows';
import type { Target } from './lab';

export const TASKS = '/v1/user-service/my/tasks';
export const TASK = '/v1/user-service/my/task';
export const PRINTERS = '/v1/iot-service/api/user/bind';

/** The names of what is measured, which both kinds of workflow have. */
export const WORK = 'Work';

const START: Node = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** A start by hand, then nodes; with `input`, the start puts out these items. */
export function workflow(
	nodes: Node[],
	input?: Array<Record<string, unknown>>,
): WorkflowDefinition {
	const definition = chain('Bench', [START, ...nodes]);
	return input
		? { ...definition, pinData: { Start: input.map((json) => ({ json })) } }
		: definition;
}

export function ourNode(
	{ credential }: Target,
	parameters: Record<string, unknown>,
	more: Partial<Node> = {},
): Node {
	const credentials = credentialsOf(credential);
	return { name: WORK, type: nodeTypes.action, parameters, credentials, ...more };
}

/** n8n's HTTP Request node, with our credential as its predefined credential type. */
export function httpRequest(
	{ credential }: { credential: StoredCredential },
	url: string,
	parameters: Record<string, unknown> = {},
	more: Partial<Node> = {},
): Node {
	return {
		name: WORK,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credential.type,
			...parameters,
		},
		credentials: credentialsOf(credential),
		...more,
	};
}

/** The HTTP Request node reading all pages, as n8n's manual shows it; it stops at the list's total. */
export function httpPages(
	target: Target,
	pageSize: number,
	options: Record<string, unknown> = {},
): Node {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [
				{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${pageSize} }}` },
				{ type: 'qs', name: 'limit', value: String(pageSize) },
			],
		},
		paginationCompleteWhen: 'other',
		completeExpression: `={{ $pageCount * ${pageSize} >= ($response.body.total ?? 0) }}`,
	};
	return httpRequest(target, `${target.cloud.apiUrl}${TASKS}`, {
		options: { pagination: { pagination }, ...options },
	});
}

export const SPLIT_OUT: Node = {
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'hits' },
};

/** A node of n8n that evaluates one expression for each item, and does little else. */
export const EDIT_FIELDS: Node = {
	name: WORK,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [{ id: 'id', name: 'id', value: '={{ $json.id }}', type: 'string' }],
		},
	},
};

export function allTasks(target: Target, options: Record<string, unknown> = {}): Node {
	const parameters = { resource: 'task', operation: 'getAll', returnAll: true, ...options };
	return ourNode(target, parameters);
}

/** One task for each input item. */
export function httpLookups(
	target: Target,
	options: Record<string, unknown> = {},
	more: Partial<Node> = {},
): Node {
	const url = `=${target.cloud.apiUrl}${TASK}/{{ $json.id }}`;
	return httpRequest(target, url, { options }, more);
}

export function ourLookups(target: Target, options: Record<string, unknown> = {}): Node {
	const parameters = {
		resource: 'task',
		operation: 'get',
		taskId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		output: 'raw',
		options,
	};
	return ourNode(target, parameters);
}
