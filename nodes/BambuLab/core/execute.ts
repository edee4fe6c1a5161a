import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';

import { toNodeError } from '../cloud/errors/nodeError';
import { problemOf } from '../cloud/errors/problem';
import { forEachIndex } from '../cloud/http/semaphore';
import { cloudOf } from '../cloud/client';
import { propertiesOf } from './description';
import { mannerOf } from './manner';
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

/** n8n's own errors keep their text; any other is a defect, told in words instead of a stack. */
function nodeError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex = itemIndex;
		return error;
	}
	const problem = problemOf(error);
	if (problem !== undefined) {
		const told = toNodeError(context.getNode(), problem);
		told.context.itemIndex = itemIndex;
		return told;
	}
	if (error instanceof UserError) {
		const { message, description } = error;
		return new NodeOperationError(context.getNode(), message, {
			...(description ? { description } : {}),
			itemIndex,
		});
	}
	return new NodeApiError(context.getNode(), { name: 'unexpected' } as JsonObject, {
		message: 'The Bambu Lab node could not make sense of what it received',
		description: `Please report this with the operation you used. (${String((error as Error).message)})`,
		itemIndex,
	});
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
	const manner = mannerOf(context, operation.isWrite === true);
	const cloud = cloudOf(context, manner);
	const readValues = parameterReader(context, propertiesOf(operation));
	const outputs: INodeExecutionData[][] = [];
	const run = async (itemIndex: number, isNeedless: () => boolean) => {
		try {
			const values = readValues(itemIndex);
			const produced = await runItem(context, operation, values, cloud, isNeedless);
			for (const item of produced) item.pairedItem = { item: itemIndex };
			outputs[itemIndex] = produced;
		} catch (caught) {
			const error = nodeError(context, caught, itemIndex);
			if (!context.continueOnFail()) throw error;
			const json = { error: error.message };
			outputs[itemIndex] = [{ json, error, pairedItem: { item: itemIndex } }];
		}
	};
	try {
		await forEachIndex(count, manner.atOnce, run, manner.patience.isCancelled);
	} finally {
		manner.end();
	}
	return [outputs.flat()];
}
