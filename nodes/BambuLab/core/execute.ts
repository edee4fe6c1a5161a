import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { executionClient, type ClientOptions } from '../cloud/client';
import { finiteNumber, isObject, type JsonObject } from '../cloud/json';
import { toNodeError } from './nodeError';
import { concurrencyOption, retryForOption } from './fields';
import { isList, type Operation, type RegisteredResource } from './operation';
import { showHint } from './hints';
import { LeftOut, remedy } from './leftOut';
import { filtersInUse, parameterReader } from './parameters';
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

/** An option of the request settings; the same for all items, as it is one client that asks. */
function optionNumber(context: IExecuteFunctions, option: INodeProperties): number {
	const byDefault = Number(option.default);
	const chosen = context.getNodeParameter(`options.${option.name}`, 0, byDefault);
	return Math.max(0, finiteNumber(chosen) ?? byDefault);
}

/** How an execution asks the cloud. Changes, and what must stay in order, go one after the other. */
function clientOptions(
	context: IExecuteFunctions,
	isInOrder: boolean,
): Pick<ClientOptions, 'concurrency' | 'retryForMs'> {
	const chosen = isInOrder ? 1 : Math.floor(optionNumber(context, concurrencyOption));
	return {
		concurrency: Math.max(1, chosen),
		retryForMs: optionNumber(context, retryForOption) * 1000,
	};
}

/** Says why a list is empty, where n8n alone would say "No output data returned". */
function explainNothing(
	context: IExecuteFunctions,
	{ properties }: Operation,
	leftOut: LeftOut<JsonObject>,
): void {
	const filters = context.getNodeParameter('filters', 0, {});
	const collection = properties.find(({ name }) => name === 'filters');
	const inUse = collection && isObject(filters) ? filtersInUse(collection, filters) : [];
	if (inUse.length === 0)
		return showHint(context, 'Bambu Lab lists nothing of this kind for the account.');
	const sentences = leftOut.sentences(inUse);
	showHint(
		context,
		`Nothing matches the filters in use. ${sentences} ${remedy(inUse)} to see what there is.`,
	);
}

/**
 * Does a task for each index, so many at once, in the order of their start. Stops starting at the
 * first one that fails, or when the signal ends it, and ends when none runs any more.
 *
 * @param task learns whether its outcome still matters: not, where one of a lower index has failed
 * @throws what the task with the lowest index threw
 */
export async function forEachIndex(
	count: number,
	concurrency: number,
	task: (index: number, isNeedless: () => boolean) => Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	const failures = new Map<number, unknown>();
	let next = 0;
	const isStopped = () => signal?.aborted === true;
	const work = async () => {
		while (next < count && failures.size === 0 && !isStopped()) {
			const index = next++;
			const hasFailedBefore = () => [...failures.keys()].some((other) => other < index);
			try {
				await task(index, () => isStopped() || hasFailedBefore());
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
	if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
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
	const isInOrder = operation.isWrite === true || operation.isLocal === true;
	const client = executionClient(context, clientOptions(context, isInOrder)).apart(
		operation.service,
	);
	const readValues = parameterReader(context, operation.properties);
	const leftOut = new LeftOut(operation.kind === 'list' ? (operation.filterValues ?? {}) : {});
	const outputs: INodeExecutionData[][] = [];
	const run = async (itemIndex: number, isNeedless: () => boolean) => {
		try {
			const values = readValues(itemIndex);
			const produced = await runItem(context, operation, values, { client, isNeedless, leftOut });
			for (const item of produced) item.pairedItem = { item: itemIndex };
			outputs[itemIndex] = produced;
		} catch (caught) {
			const { advice } = operation;
			const error = toNodeError(context.getNode(), caught, { itemIndex, advice });
			// Where only a person can help, the client sends nothing more for the other items.
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
	const items = outputs.flat();
	if (items.length === 0 && isList(operation)) explainNothing(context, operation, leftOut);
	return [items];
}
