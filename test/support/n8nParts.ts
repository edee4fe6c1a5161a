import { ExternalSecretsProxy } from 'n8n-core';
import type {
	ICredentialsHelper,
	INode,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';

const startType = 'test.start';

class StartNode implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Hands the given items to the node under test',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	execute: INodeType['execute'] = async function () {
		return [this.getInputData()];
	};
}

export function startNode(): INode {
	return {
		id: 'start',
		name: 'Start',
		type: startType,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** The Start node and the given node types, under the full names that n8n gives them. */
export function nodeTypesWith(types: {
	[fullName: string]: INodeType | IVersionedNodeType;
}): INodeTypes {
	const known: typeof types = { ...types, [startType]: new StartNode() };
	const named = (fullName: string) => {
		const type = known[fullName];
		if (type === undefined) throw new Error(`Unknown node type "${fullName}"`);
		return type;
	};
	return {
		getByName: named,
		getByNameAndVersion: (fullName, version) =>
			NodeHelpers.getVersionedNodeType(named(fullName), version),
		getKnownTypes: () => ({}),
	};
}

/** n8n evaluates the expressions of a credential in a workflow of their own. */
export function workflowForExpressions(): Workflow {
	return new Workflow({
		nodes: [startNode()],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith({}),
	});
}

const notInHarness = async (): Promise<never> => {
	throw new Error('The harness runs one node only');
};

/** What the n8n server hands to n8n-core with each execution. */
export function additionalDataWith(
	credentialsHelper: ICredentialsHelper,
): IWorkflowExecuteAdditionalData {
	const url = 'http://n8n.test';
	return {
		credentialsHelper,
		externalSecretsProxy: new ExternalSecretsProxy(),
		executionId: 'execution-under-test',
		currentNodeExecutionIndex: 0,
		variables: {},
		instanceBaseUrl: `${url}/`,
		restApiUrl: `${url}/rest`,
		formBaseUrl: `${url}/form`,
		formWaitingBaseUrl: `${url}/form-waiting`,
		formTestBaseUrl: `${url}/form-test`,
		webhookBaseUrl: `${url}/webhook`,
		webhookWaitingBaseUrl: `${url}/webhook-waiting`,
		webhookTestBaseUrl: `${url}/webhook-test`,
		mcpBaseUrl: `${url}/mcp`,
		mcpTestBaseUrl: `${url}/mcp-test`,
		logAiEvent: () => {},
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		executeWorkflow: notInHarness,
		getRunExecutionData: notInHarness,
		getRuntimeCredential: notInHarness,
		startRunnerTask: notInHarness,
	};
}
