import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';

import { largestPage, pagesOf, takeRows } from '../cloud/pages';
import { download, type FileSource } from '../cloud/download';
import { cloudOf, type Cloud } from '../cloud/request';
import { withoutSecrets } from '../cloud/secrets';
import { finiteNumber, isObject, textOrEmpty, type JsonObject as Row } from '../cloud/json';
import { propertiesOf } from './description';
import type { Operation, RegisteredResource } from './operation';
import { readParameters } from './parameters';

type Values = { [name: string]: unknown };

function findOperation(
	context: IExecuteFunctions,
	resources: RegisteredResource[],
	itemIndex: number,
): Operation {
	const resource = context.getNodeParameter('resource', itemIndex) as string;
	const operation = context.getNodeParameter('operation', itemIndex) as string;
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found !== undefined) return found;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node has no operation "${operation}" of "${resource}"`,
		{ description: 'Choose resource and operation again, or update the node.', itemIndex },
	);
}

async function listRows(
	context: IExecuteFunctions,
	operation: Operation,
	values: Values,
	{ send }: Cloud,
): Promise<Row[]> {
	const { request, read, paged } = operation;
	if (request === undefined || read === undefined) return [];
	const keep = operation.keep?.(values);
	if (!paged) return read(await send(request(values))).rows.filter(keep ?? (() => true));

	const limit = values.returnAll === true ? Infinity : (finiteNumber(values.limit) ?? 50);
	const pages = pagesOf(send, {
		request: request(values),
		read,
		pageSize: keep === undefined ? Math.min(limit, largestPage) : largestPage,
		onIncomplete: () => {
			const message =
				'Bambu Lab repeated the same page for every offset, so only the first page could be read.';
			context.logger.warn(message);
			// Older versions of n8n have no hints.
			context.addExecutionHints?.({ message, location: 'outputPane' });
		},
	});
	return await takeRows(pages, { limit, keep, stop: operation.stop?.(values) });
}

async function rowsOfOperation(
	context: IExecuteFunctions,
	operation: Operation,
	values: Values,
): Promise<Row[]> {
	const cloud = cloudOf(context);
	if (operation.kind === 'list') return await listRows(context, operation, values, cloud);
	if (operation.run !== undefined) return await operation.run(values, cloud);
	const request = operation.request?.(values);
	if (request === undefined) return [];
	const body = await cloud.send(request);
	if (!isObject(body)) return [];
	// Some changes are answered with nothing; an item says in words that they were made.
	const isBareYes = request.method !== 'GET' && Object.keys(body).length === 0;
	return [isBareYes ? { success: true } : body];
}

async function runItem(
	context: IExecuteFunctions,
	resources: RegisteredResource[],
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const operation = findOperation(context, resources, itemIndex);
	const values = readParameters(context, propertiesOf(operation), itemIndex);
	if (operation.locate !== undefined) {
		const source = await operation.locate(values, cloudOf(context));
		return [await fileItem(context, source, values)];
	}
	const { simplify, split, join } = operation;
	const wantsSimple = simplify !== undefined && values.simplify === true;
	const own = await rowsOfOperation(context, operation, values);
	const rows = wantsSimple && join !== undefined ? await join(own, cloudOf(context)) : own;
	const shaped = rows.flatMap(
		(row) => split?.(row, values) ?? [wantsSimple ? simplify(row, values) : (row as IDataObject)],
	);
	const wantsSecrets =
		operation.returnsSecrets === true ||
		(isObject(values.options) && values.options.includeSecrets === true);
	return shaped.map((row) => ({ json: wantsSecrets ? row : withoutSecrets(row) }));
}

async function fileItem(
	context: IExecuteFunctions,
	source: FileSource,
	values: Values,
): Promise<INodeExecutionData> {
	const options = isObject(values.options) ? values.options : {};
	const megabytes = finiteNumber(options.maxSize) ?? 100;
	const fileName = textOrEmpty(options.fileName) || source.fileName;
	const file = await download(
		context,
		{ url: source.url, ...(fileName === undefined ? {} : { fileName }) },
		megabytes * 1_048_576,
	);
	return {
		json: { fileName: file.fileName ?? null, mimeType: file.mimeType, bytes: file.bytes ?? null },
		binary: { [String(values.binaryPropertyName)]: file },
	};
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

/** The item loop: one item after the other, each with its own parameters, output, and error. */
export async function executeOperations(
	context: IExecuteFunctions,
	resources: RegisteredResource[],
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			const produced = await runItem(context, resources, itemIndex);
			output.push(...produced.map((item) => ({ ...item, pairedItem: { item: itemIndex } })));
		} catch (caught) {
			const error = nodeError(context, caught, itemIndex);
			if (!context.continueOnFail()) throw error;
			output.push({
				json: { error: error.message },
				error,
				pairedItem: { item: itemIndex },
			});
		}
	}
	return [output];
}
