import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	IDataObject,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, jsonStringify } from 'n8n-workflow';

import type { HostedNode, NodeSetup } from './host';
import { host } from './host';
import { keepingSecrets, refuseLeaks } from './keptSecrets';
import { startNode } from './n8nParts';

export { testCredential } from './credentialTest';
export type { NodeSetup } from './host';
export { PublishedTrigger, poll } from './polling';
export { StoredCredential } from './storedCredential';

export interface NodeRun {
	/** All main outputs; with `onError: 'continueErrorOutput'` the last one is the error output. */
	outputs: INodeExecutionData[][];
	/** The first output's items. */
	items: INodeExecutionData[];
	/** What the execution failed with; undefined where an "on error" mode went on. */
	error: ExecutionError | undefined;
	hints: NodeExecutionHint[];
	/** The whole execution as JSON, as n8n stores it: the place to look for leaked secrets. */
	stored: string;
}

/**
 * Runs the node behind a Start node in n8n's whole engine: expressions, continue modes, error
 * output, retry on fail, item links and binary data are n8n's own.
 */
export async function runNode(
	setup: NodeSetup & {
		items?: INodeExecutionData[];
		mode?: WorkflowExecuteMode;
		/** Gets what the editor's Stop button does. */
		onStart?: (stop: () => void) => void;
	},
): Promise<NodeRun> {
	const { workflow, node, additionalData } = host(setup);
	const mode = setup.mode ?? 'trigger';
	const data = { main: [setup.items ?? [{ json: {} }]] };
	const execution = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: startNode(), data, source: null }] },
	});
	additionalData.hooks = new ExecutionLifecycleHooks(mode, 'execution-under-test', {
		id: workflow.id,
		name: 'Workflow under test',
		nodes: [],
		connections: {},
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	const engine = new WorkflowExecute(additionalData, mode, execution);
	const running = engine.processRunExecutionData(workflow);
	setup.onStart?.(() => running.cancel());
	const { resultData } = (await running).data;
	const task = resultData.runData[node.name]?.[0];
	const outputs = (task?.data?.main ?? []).map((items) => items ?? []);
	const stored = jsonStringify(resultData, { replaceCircularRefs: true });
	const { includeSecrets } = (setup.parameters?.options ?? {}) as IDataObject;
	if (includeSecrets !== true) refuseLeaks(setup.credential, { 'the execution': stored });
	return {
		outputs,
		items: outputs[0] ?? [],
		error: resultData.error,
		hints: task?.hints ?? [],
		stored,
	};
}

/** The editor sends the parameters as they stand in the panel, not as they are stored. */
function editorContext(
	{ workflow, node, additionalData }: HostedNode,
	path = '',
): LoadOptionsContext {
	const current = { ...additionalData, currentNodeParameters: node.parameters };
	return new LoadOptionsContext(workflow, node, current, path);
}

/** Calls a list search of the node, as the editor does for a resource locator. */
export async function listSearch(
	setup: NodeSetup & { method: string; filter?: string; paginationToken?: string; path?: string },
): Promise<INodeListSearchResult> {
	const hosted = host(setup);
	const { workflow, nodeType } = hosted;
	const method = nodeType.methods?.listSearch?.[setup.method];
	if (method === undefined) throw new Error(`The node has no list search "${setup.method}"`);
	const context = editorContext(hosted, setup.path);
	return await keepingSecrets(
		hosted.credential,
		async () =>
			await workflow.expression.withIsolate(
				async () => await method.call(context, setup.filter, setup.paginationToken),
			),
	);
}

/** Loads the options of a list, as the editor does when the list is opened. */
export async function loadOptions(
	setup: NodeSetup & { method: string; path?: string },
): Promise<INodePropertyOptions[]> {
	const hosted = host(setup);
	const { workflow, nodeType } = hosted;
	const method = nodeType.methods?.loadOptions?.[setup.method];
	if (method === undefined) throw new Error(`The node has no load options "${setup.method}"`);
	const context = editorContext(hosted, setup.path);
	return await keepingSecrets(
		hosted.credential,
		async () => await workflow.expression.withIsolate(async () => await method.call(context)),
	);
}
