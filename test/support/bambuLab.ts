import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { resources } from '../../nodes/BambuLab/actions/registry';
import type { NodeRun } from './engine';
import { runNode, StoredCredential } from './engine';

/** Where a credential of the region Global sends its requests. */
export const globalApi = 'https://api.bambulab.com';

/** A secret that no message, output, or stored execution may ever hold. */
export function canary(kind: string): string {
	return `canary-${kind}-5f2d8c`;
}

export const canaryToken = canary('token');

/** A credential of the region Global with a pasted token, unless changed. */
export function bambuCredential(changes: ICredentialDataDecryptedObject = {}): StoredCredential {
	return new StoredCredential(BambuLabCloudApi, {
		region: 'global',
		authentication: 'accessToken',
		accessToken: canaryToken,
		...changes,
	});
}

interface OperationRun {
	credential?: StoredCredential;
	items?: INodeExecutionData[];
	settings?: Partial<INode>;
	onStart?: (stop: () => void) => void;
}

/** Failures show at once, unless a test is about trying again. */
function withoutRetries(resource: string, operation: string, parameters: IDataObject): IDataObject {
	const isKnown = resources
		.find(({ value }) => value === resource)
		?.operations.some(({ value }) => value === operation);
	const options = { retryFor: 0, ...(parameters.options as IDataObject) };
	return isKnown ? { ...parameters, options } : parameters;
}

/** Runs an operation of the action node, named as in `task:getAll`, in n8n's engine. */
export async function runOperation(
	name: string,
	parameters: IDataObject = {},
	{ credential = bambuCredential(), ...rest }: OperationRun = {},
): Promise<NodeRun> {
	const [resource = '', operation = ''] = name.split(':');
	return await runNode({
		node: BambuLab,
		credential,
		parameters: {
			resource,
			operation,
			...withoutRetries(resource, operation, parameters),
		} as INodeParameters,
		...rest,
	});
}

/** Items whose JSON is given, as they come out of the node before. */
export function itemsWith(...rows: INodeExecutionData['json'][]): INodeExecutionData[] {
	return rows.map((json) => ({ json }));
}
