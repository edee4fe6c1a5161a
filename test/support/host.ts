import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { name as packageName } from '../../package.json';
import { StandInCredentialsHelper } from './credentialsHelper';
import { additionalDataWith, nodeTypesWith, startNode } from './n8nParts';
import type { StoredCredential } from './storedCredential';

export type NodeClass = new () => INodeType;

/** One node of ours, as a user has set it up in a workflow. */
export interface NodeSetup {
	node: NodeClass;
	parameters?: INodeParameters;
	credential?: StoredCredential;
	/** What the node's Settings tab sets: onError, retryOnFail, executeOnce …; or another name. */
	settings?: Partial<INode>;
}

export interface HostedNode {
	workflow: Workflow;
	node: INode;
	nodeType: INodeType;
	additionalData: IWorkflowExecuteAdditionalData;
	credential: StoredCredential | undefined;
}

/** Puts the node behind a Start node into a workflow, with that workflow's static data. */
export function host(setup: NodeSetup, staticData: IDataObject = {}): HostedNode {
	const nodeType = new setup.node();
	const node = nodeOf(setup, nodeType);
	const workflow = new Workflow({
		id: 'workflow-under-test',
		name: 'Workflow under test',
		nodes: [startNode(), node],
		connections: {
			Start: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		active: false,
		nodeTypes: nodeTypesWith({ [node.type]: nodeType }),
		staticData,
	});
	refuseUnknownParameters(setup.parameters ?? {}, node);
	const credentials = setup.credential ? [setup.credential] : [];
	const additionalData = additionalDataWith(new StandInCredentialsHelper(credentials));
	return { workflow, node, nodeType, additionalData, credential: setup.credential };
}

function nodeOf(
	{ parameters, credential, settings }: NodeSetup,
	{ description }: INodeType,
): INode {
	return {
		id: 'node-under-test',
		name: description.defaults.name ?? description.displayName,
		type: `${packageName}.${description.name}`,
		typeVersion: Math.max(...[description.version].flat()),
		position: [200, 0],
		parameters: structuredClone(parameters ?? {}),
		...(credential && { credentials: { [credential.type.name]: credential.reference } }),
		...settings,
	};
}

/** n8n drops parameters that the node does not show; in a test that is a misspelt name. */
function refuseUnknownParameters(given: INodeParameters, { parameters, name }: INode): void {
	const unknown = Object.keys(given).filter((key) => !(key in parameters));
	if (unknown.length > 0) {
		throw new Error(`"${name}" shows no parameter ${unknown.join(', ')} for the given values`);
	}
}
