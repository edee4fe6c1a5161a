import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { CloudClient } from '../cloud/client';
import { download, type FileSource } from '../cloud/files/download';
import { finiteNumber, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { readPages, usualPageSize, type Shortfall } from '../cloud/list/pages';
import { outputRow } from './outputRow';
import { defaultPictureField, limitField, mostBytesIn } from './fields';
import { isPaged, type Operation, type RowOperation, type Values } from './operation';
import { fetchPicture, withPicture, type Picture } from './picture';
import { takePages } from './takePages';

function optionsOf({ options }: Values): JsonObject {
	return isObject(options) ? options : {};
}

/** Tells the user that a list is not whole, in the editor and in n8n's log. */
function tellShortfall(context: IExecuteFunctions, { read, total }: Shortfall): void {
	const message =
		total === undefined
			? `Bambu Lab gave the same rows again and again: only ${read} could be read.`
			: `Bambu Lab says there are ${total}, but ${read} could be read.`;
	context.logger.warn(message);
	// Older versions of n8n have no hints.
	context.addExecutionHints?.({ message, location: 'outputPane' });
}

async function* listPages(
	context: IExecuteFunctions,
	operation: Extract<RowOperation, { kind: 'list' }>,
	values: Values,
	client: CloudClient,
): AsyncGenerator<JsonObject[]> {
	const { request, read, paged } = operation;
	const keep = operation.keep?.(values);
	const stop = operation.stop?.(values);
	if (!paged) {
		yield read(await client.sendOnce(request(values))).rows.filter(keep ?? (() => true));
		return;
	}
	const limit =
		values.returnAll === true
			? Infinity
			: (finiteNumber(values.limit) ?? Number(limitField.default));
	const pageSize = finiteNumber(optionsOf(values).pageSize) ?? usualPageSize;
	// Where the list is left early, or filtered here, nobody knows how many pages that takes.
	const isOpenEnded = stop !== undefined || (keep !== undefined && limit !== Infinity);
	const pages = readPages(client.send, {
		request: request(values),
		read,
		pageSize: keep === undefined ? Math.min(limit, pageSize) : pageSize,
		concurrency: isOpenEnded ? 1 : client.concurrency,
		maxRows: keep === undefined ? limit : Infinity,
		onIncomplete: (shortfall) => tellShortfall(context, shortfall),
	});
	yield* takePages(pages, { limit, keep, stop });
}

/** The rows of an operation, as they come. */
async function* rowPages(
	context: IExecuteFunctions,
	operation: RowOperation,
	values: Values,
	client: CloudClient,
): AsyncGenerator<JsonObject[]> {
	if (operation.kind === 'list') return yield* listPages(context, operation, values, client);
	if (operation.kind === 'custom') return yield await operation.run(values, client);
	const request = operation.request(values);
	const body = await client.send(request);
	if (!isObject(body)) return;
	// Some changes are answered with nothing; an item says in words that they were made.
	const isBareYes = request.method !== 'GET' && Object.keys(body).length === 0;
	yield [isBareYes ? { success: true } : body];
}

async function fileItem(
	context: IExecuteFunctions,
	client: CloudClient,
	source: FileSource,
	values: Values,
): Promise<INodeExecutionData> {
	const options = optionsOf(values);
	const fileName = textOrEmpty(options.fileName) || source.fileName;
	const file = await download(
		context,
		client,
		{ url: source.url, ...(fileName === undefined ? {} : { fileName }) },
		{ mostBytes: mostBytesIn(options) },
	);
	return {
		json: { fileName: file.fileName ?? null, mimeType: file.mimeType, bytes: file.bytes ?? null },
		binary: { [String(values.binaryPropertyName)]: file },
	};
}

/** The pictures of rows, in their order; undefined for a row that has none, or where none is wanted. */
async function picturesOf(
	context: IExecuteFunctions,
	{ picture }: RowOperation,
	rows: JsonObject[],
	options: JsonObject,
	client: CloudClient,
): Promise<Array<Picture | undefined>> {
	if (picture === undefined || options.includePicture !== true) return [];
	const limits = { mostBytes: mostBytesIn(options) };
	const fetchOne = async (row: JsonObject) => {
		const file = picture(row, client);
		return file === undefined ? undefined : await fetchPicture(context, client, file, limits);
	};
	return await Promise.all(rows.map(fetchOne));
}

/**
 * What an operation gives for one input item. Each page becomes items before the next is kept.
 *
 * @param isNeedless whether nobody wants the rest any more
 */
export async function runItem(
	context: IExecuteFunctions,
	operation: Operation,
	values: Values,
	client: CloudClient,
	isNeedless: () => boolean,
): Promise<INodeExecutionData[]> {
	if (operation.kind === 'file') {
		return [await fileItem(context, client, await operation.locate(values, client), values)];
	}
	const { simplify, split, join } = operation;
	const wantsSimple = simplify !== undefined && values.simplify === true;
	const options = optionsOf(values);
	const withSecrets = operation.returnsSecrets === true || options.includeSecrets === true;
	// Their answers are asked for once, and serve several items.
	const isShared =
		operation.kind === 'custom' || (operation.kind === 'list' && !isPaged(operation));
	const pictureField = textOrEmpty(options.binaryPropertyName) || defaultPictureField;
	const items: INodeExecutionData[] = [];
	for await (const own of rowPages(context, operation, values, client)) {
		if (isNeedless()) break;
		const rows = wantsSimple && join !== undefined ? await join(own, client) : own;
		const pictures = await picturesOf(context, operation, rows, options, client);
		for (const [index, row] of rows.entries()) {
			const shaped = split?.(row, values) ?? [
				wantsSimple ? simplify(row, values) : (row as IDataObject),
			];
			for (const full of shaped) {
				const json = outputRow(full, { withSecrets, isShared });
				items.push(withPicture({ json }, pictures[index], pictureField));
			}
		}
	}
	return items;
}
