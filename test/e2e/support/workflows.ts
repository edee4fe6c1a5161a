import { randomUUID } from 'node:crypto';

import type {
	Execution,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../sandbox/restTypes';

export const nodeTypes = {
	action: 'n8n-nodes-bambulab-cloud.bambuLab',
	trigger: 'n8n-nodes-bambulab-cloud.bambuLabTrigger',
} as const;

/** Settings with which n8n polls by its durable scheduler, as often as the tests want. */
export const durableScheduler = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '2',
};

/** The name that n8n gives our node as a tool for AI agents. */
export const toolType = `${nodeTypes.action}Tool`;

export type Node = Pick<WorkflowNode, 'name' | 'type'> & Partial<WorkflowNode>;

function placed(nodes: Node[], y = 0): WorkflowNode[] {
	return nodes.map((node, index) => ({
		id: randomUUID(),
		typeVersion: 1,
		position: [index * 220, y],
		parameters: {},
		...node,
	}));
}

/** A workflow of nodes one after the other. */
export function chain(name: string, nodes: Node[]): WorkflowDefinition {
	const links = nodes.slice(1).map((next, index) => {
		const link = { node: next.name, type: 'main', index: 0 };
		return [nodes[index]?.name, { main: [[link]] }] as const;
	});
	return {
		name,
		nodes: placed(nodes),
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}

/** Reference by which a node uses a stored credential. */
export function credentialsOf({ id, name, type }: StoredCredential): WorkflowNode['credentials'] {
	return { [type]: { id, name } };
}

/** Start by hand, then one operation of our node, named "Bambu Lab". */
export function operationWorkflow(
	credential: StoredCredential,
	parameters: Record<string, unknown>,
): WorkflowDefinition {
	return chain(`${String(parameters.resource)} ${String(parameters.operation)}`, [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{
			name: 'Bambu Lab',
			type: nodeTypes.action,
			parameters,
			credentials: credentialsOf(credential),
		},
	]);
}

/** Start by hand, then n8n's AI agent, named "AI Agent", with a chat model and tools. */
export function agentWorkflow(prompt: string, model: Node, tools: Node[]): WorkflowDefinition {
	const agent = {
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: prompt },
	};
	const workflow = chain('Ask an AI agent about prints', [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		agent,
	]);
	const toAgent = (type: string) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
	return {
		...workflow,
		nodes: [...workflow.nodes, ...placed([model, ...tools], 220)],
		connections: {
			...workflow.connections,
			[model.name]: toAgent('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, toAgent('ai_tool')])),
		},
	};
}

/**
 * Our trigger, named "Bambu Lab Trigger", polling as often as n8n lets it. It tells ends at once: the
 * simulated cloud fills in the filaments of each print at another moment.
 */
export function triggerWorkflow(
	credential: StoredCredential,
	parameters: Record<string, unknown>,
): WorkflowDefinition {
	return chain('Watch prints', [
		{
			name: 'Bambu Lab Trigger',
			type: nodeTypes.trigger,
			parameters: {
				pollTimes: everySeconds(2),
				...parameters,
				options: { waitForFilament: false, ...(parameters.options as object | undefined) },
			},
			credentials: credentialsOf(credential),
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	]);
}

/** n8n refuses a schedule below a minute, but not many schedules of a minute each. */
export function everySeconds(seconds: number): { item: object[] } {
	const starts = Array.from({ length: 60 / seconds }, (_, index) => index * seconds);
	return {
		item: starts.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
	};
}

/** What a node put out in an execution. */
export function outputOf({ data }: Execution, nodeName: string): Array<Record<string, unknown>> {
	const run = data.resultData.runData[nodeName]?.at(-1);
	return run?.data?.main[0]?.map(({ json }) => json) ?? [];
}
