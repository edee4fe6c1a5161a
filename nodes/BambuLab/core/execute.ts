import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executionClient } from '../cloud/client';
import { toNodeError } from '../cloud/errors/problem';
import { forEachIndex } from '../cloud/http/semaphore';
import { clientOptions } from './clientOptions';
import { propertiesOf } from './description';
import type { Operation, RegisteredResource } from './operation';
import { parameterReader } from './parameters';
import { runItem } from './runItem';

function findOperation(context: IExecuteFunctions, resources: RegisteredResource[]): Operation {
	// Neither takes an expression, so both are the same for all items.
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found !== undefined) return found;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node has no operation "${operation}" of "${resource}"`,
		{ description: 'Choose resource and operation again, or update the node.' },
	);
}

/**
 * The item loop: each item has its own parameters, output, and error. Some run at once where the
 * operation only reads; the output is in the order of the input all the same.
 */
export async function executeOperations(
	context: IExecuteFunctions,
	resources: RegisteredResource[],
): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const operation = findOperation(context, resources);
	const client = executionClient(context, clientOptions(context, operation.isWrite === true));
	const readValues = parameterReader(context, propertiesOf(operation));
	const outputs: INodeExecutionData[][] = [];
	const run = async (itemIndex: number, isNeedless: () => boolean) => {
		try {
			const values = readValues(itemIndex);
			const produced = await runItem(context, operation, values, client, isNeedless);
			for (const item of produced) item.pairedItem = { item: itemIndex };
			outputs[itemIndex] = produced;
		} catch (caught) {
			const { advice } = operation;
			const error = toNodeError(context.getNode(), caught, { itemIndex, advice });
			if (!context.continueOnFail()) throw error;
			const json = { error: error.message };
			outputs[itemIndex] = [{ json, error, pairedItem: { item: itemIndex } }];
		}
	};
	try {
		await forEachIndex(count, client.concurrency, run, client.signal);
	} finally {
		client.close();
	}
	return [outputs.flat()];
}
