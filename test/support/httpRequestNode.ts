/* eslint-disable @n8n/community-nodes/node-usable-as-tool -- test code that never ships */
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { NodeRun, StoredCredential } from './engine';
import { runNode } from './engine';

/**
 * Asks with a credential as n8n's HTTP Request node does, by the older helper, or as most other nodes do.
 */
class AskWithCredential implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Ask With Credential',
		name: 'askWithCredential',
		group: ['input'],
		version: 1,
		description: 'Sends a request with the credential',
		defaults: { name: 'Ask With Credential' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bambuLabCloudApi', required: true }],
		properties: [
			{ displayName: 'Helper', name: 'helper', type: 'string', default: '' },
			{ displayName: 'Request', name: 'request', type: 'json', default: {} },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const request = this.getNodeParameter('request', 0) as unknown as IHttpRequestOptions;
		const { requestWithAuthentication, httpRequestWithAuthentication } = this.helpers;
		const ask =
			this.getNodeParameter('helper', 0) === 'requestWithAuthentication'
				? requestWithAuthentication
				: httpRequestWithAuthentication;
		const json = (await ask.call(this, 'bambuLabCloudApi', request)) as IDataObject;
		return [[{ json }]];
	}
}

export async function askWith(
	credential: StoredCredential,
	helper: 'requestWithAuthentication' | 'httpRequestWithAuthentication',
	request: IDataObject,
): Promise<NodeRun> {
	const parameters = { helper, request: { json: true, ...request } } as INodeParameters;
	return await runNode({ node: AskWithCredential, credential, parameters });
}
