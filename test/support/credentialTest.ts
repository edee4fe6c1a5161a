import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow, createEmptyRunExecutionData } from 'n8n-workflow';

import { StandInCredentialsHelper } from './credentialsHelper';
import { keepingSecrets } from './keptSecrets';
import { additionalDataWith, nodeTypesWith } from './n8nParts';
import type { StoredCredential } from './storedCredential';

const mode = 'internal';

/**
 * The credential form's test, as n8n 2.41.1 runs the `test` of a credential type: its request as
 * a declarative node in n8n-core's RoutingNode, with the credential's own sign-in; then its rules;
 * else the HTTP status text, the network error's code, or the error's message.
 */
export async function testCredential(
	credential: StoredCredential,
): Promise<INodeCredentialTestResult> {
	return await keepingSecrets(credential, async () => await runTest(credential));
}

async function runTest(credential: StoredCredential): Promise<INodeCredentialTestResult> {
	const { test } = credential.type;
	if (test === undefined) return failure('No testing function found for this credential.');
	const helper = new StandInCredentialsHelper([credential]);
	let data: ICredentialDataDecryptedObject;
	try {
		data = await helper.resolve(credential, additionalDataWith(helper), mode);
	} catch (error) {
		return failure(propertyOf(error, 'message'));
	}
	// The tested data is what the form sent, resolved once; only saves go to the stored credential.
	helper.getDecrypted = async (_additionalData, _details, _type, _mode, _executeData, raw) =>
		raw === true ? credential.data : data;

	const { routingNode, workflow } = testRequestAsNode(credential, data, test, helper);
	let response: INodeExecutionData[][] | undefined;
	try {
		response = await workflow.expression.withIsolate(async () => await routingNode.runNode());
	} catch (error) {
		return failure(messageFor(error, test));
	}
	return (
		failingSuccessBody(response?.[0]?.[0], test) ?? {
			status: 'OK',
			message: 'Connection successful!',
		}
	);
}

function testRequestAsNode(
	credential: StoredCredential,
	data: ICredentialDataDecryptedObject,
	test: ICredentialTestRequest,
	helper: StandInCredentialsHelper,
) {
	const { type, reference } = credential;
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation, do nothing',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation, do nothing' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const node: INode = {
		id: 'temp',
		parameters: {},
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		credentials: { [type.name]: reference },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith({ [node.type]: nodeType }),
	});
	const context = new ExecuteContext(
		workflow,
		node,
		{ ...additionalDataWith(helper), currentNodeParameters: node.parameters },
		mode,
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { ...reference, type: type.name, data };
	return { routingNode: new RoutingNode(context, nodeType, decrypted), workflow };
}

function messageFor(error: unknown, { rules = [] }: ICredentialTestRequest): string {
	const cause = propertyOf(error, 'cause');
	const answer = propertyOf(cause, 'response');
	const code = propertyOf(cause, 'code');
	if (answer) {
		const status = propertyOf(answer, 'status');
		const matching = rules.find(
			(rule) => rule.type === 'responseCode' && rule.properties.value === status,
		);
		if (matching) return matching.properties.message;
		return String(propertyOf(answer, 'statusText') || `Received HTTP status code: ${status}`);
	}
	return String(code ?? propertyOf(error, 'message'));
}

function failingSuccessBody(
	item: INodeExecutionData | undefined,
	{ rules = [] }: ICredentialTestRequest,
): INodeCredentialTestResult | undefined {
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		const found = key.split('.').reduce<unknown>(propertyOf, item?.json);
		if (found === value) return failure(message);
	}
	return undefined;
}

function failure(message: unknown): INodeCredentialTestResult {
	return { status: 'Error', message: String(message) };
}

function propertyOf(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as { [key: string]: unknown })[key]
		: undefined;
}
