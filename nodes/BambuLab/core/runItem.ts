import { deepCopy } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { download, type FileSource } from '../cloud/files/download';
import { finiteNumber, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { readPages, usualPage } from '../cloud/list/pages';
import type { CloudClient } from '../cloud/client';
import { withoutSecrets } from '../output/secrets';
import { defaultPictureField, limitField, mostBytesIn } from './fields';
import type { Operation, RowOperation, Values } from './operation';
import { shapeRows } from './output';
import { fetchPicture, withPicture, type Picture } from './picture';
import { withSerials } from './printers';
import { wantedPages } from './wanted';

function optionsOf({ options }: Values): JsonObject {
	return isObject(options) ? options : {};
}

/** How many rows the user wants. */
function limitIn({ returnAll, limit }: Values): number {
	if (returnAll === true) return Infinity;
	return finiteNumber(limit) ?? Number(limitField.default);
}

async function* listPages(
	context: IExecuteFunctions,
	operation: Extract<RowOperation, { kind: 'list' }>,
	values: Values,
	{ send, sendOnce, atOnce }: CloudClient,
): AsyncGenerator<JsonObject[]> {
	const { request, read, paged } = operation;
	const keep = operation.keep?.(values);
	const stop = operation.stop?.(values);
	const limit = limitIn(values);
	if (!paged) {
		// Items that ask alike get rows of their own: what comes next in the workflow may change them.
		const body = deepCopy((await sendOnce(request(values))) as IDataObject);
		yield read(body)
			.rows.filter(keep ?? (() => true))
			.slice(0, limit);
		return;
	}
	const pageSize = finiteNumber(optionsOf(values).pageSize) ?? usualPage;
	// Where the list is left early, or filtered here, nobody knows how many pages that takes.
	const isOpenEnded = stop !== undefined || (keep !== undefined && limit !== Infinity);
	const pages = readPages(send, {
		request: request(values),
		read,
		pageSize: keep === undefined ? Math.min(limit, pageSize) : pageSize,
		atOnce: isOpenEnded ? 1 : atOnce,
		mostRows: keep === undefined ? limit : Infinity,
		onIncomplete: () => {
			const message =
				'Bambu Lab repeated the same page for every offset, so only the first page could be read.';
			context.logger.warn(message);
			// Older versions of n8n have no hints.
			context.addExecutionHints?.({ message, location: 'outputPane' });
		},
	});
	yield* wantedPages(pages, { limit, keep, stop });
}

/** The rows of an operation, as they come. */
async function* rowPages(
	context: IExecuteFunctions,
	operation: RowOperation,
	values: Values,
	cloud: CloudClient,
): AsyncGenerator<JsonObject[]> {
	if (operation.kind === 'list') return yield* listPages(context, operation, values, cloud);
	if (operation.kind === 'custom') {
		const rows = await operation.run(values, cloud);
		return yield operation.isList === true ? rows.slice(0, limitIn(values)) : rows;
	}
	const request = operation.request(values);
	const body = await cloud.send(request);
	if (!isObject(body)) return;
	yield [operation.answer?.(body, values) ?? body];
}

async function fileItem(
	context: IExecuteFunctions,
	source: FileSource,
	values: Values,
): Promise<INodeExecutionData> {
	const options = optionsOf(values);
	const fileName = textOrEmpty(options.fileName) || source.fileName;
	const file = await download(
		context,
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
	cloud: CloudClient,
): Promise<Array<Picture | undefined>> {
	if (picture === undefined || options.includePicture !== true) return [];
	const limits = { mostBytes: mostBytesIn(options) };
	const fetchOne = async (row: JsonObject) => {
		const file = picture(row, cloud);
		if (file === undefined) return undefined;
		return await cloud.files.run(async () => await fetchPicture(context, file, limits));
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
	given: Values,
	cloud: CloudClient,
	isNeedless: () => boolean,
): Promise<INodeExecutionData[]> {
	const values = await withSerials(operation.properties, given, cloud);
	if (operation.kind === 'file') {
		return [await fileItem(context, await operation.locate(values, cloud), values)];
	}
	const options = optionsOf(values);
	const wantsSecrets = operation.returnsSecrets === true || options.includeSecrets === true;
	const pictureField = textOrEmpty(options.binaryPropertyName) || defaultPictureField;
	const items: INodeExecutionData[] = [];
	for await (const rows of rowPages(context, operation, values, cloud)) {
		if (isNeedless()) break;
		const shaped = await shapeRows(operation, values, rows, cloud);
		const pictures = await picturesOf(context, operation, rows, options, cloud);
		for (const [index, parts] of shaped.entries()) {
			for (const [part, full] of parts.entries()) {
				const json = wantsSecrets ? full : withoutSecrets(full);
				// Where a row is split, its picture goes with the first part, so that it is sent once.
				const picture = part === 0 ? pictures[index] : undefined;
				items.push(withPicture({ json }, picture, pictureField));
			}
		}
	}
	return items;
}
