import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { CloudClient } from '../cloud/client';
import { download, type FileSource } from '../cloud/files/download';
import { finiteNumber, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { CloudRequest } from '../cloud/http/request';
import { mergedPages } from '../cloud/list/mergedPages';
import { readPages, usualPageSize, type IncompleteList } from '../cloud/list/pages';
import { defaultPictureField, limitField, maxBytesIn } from './fields';
import { showHint } from './hints';
import type { LeftOut } from './leftOut';
import type { CheckedProperty, Operation, RowOperation, Values } from './operation';
import { outputRow, shapeRows } from './output';
import { fetchPicture, withPicture, type Picture } from './picture';
import { findPrinter } from './printers';
import { serialOf } from '../output/device';
import { wantedPages, type RowTest } from './wantedPages';

/** What is shared by the items of an execution. */
export interface Run {
	client: CloudClient;
	/** Whether nobody wants the rest any more. */
	isNeedless: () => boolean;
	/** Undefined where nothing is filtered. */
	leftOut: LeftOut<JsonObject>;
}

function optionsOf({ options }: Values): JsonObject {
	return isObject(options) ? options : {};
}

/** Tells the user that a list is not whole, in the editor and in n8n's log. */
function showIncomplete(context: IExecuteFunctions, { read, total }: IncompleteList): void {
	const message =
		total === undefined
			? `Bambu Lab gave the same rows again and again: only ${read} could be read.`
			: `Bambu Lab lists ${total}, but only ${read} could be read.`;
	context.logger.warn(message);
	showHint(context, message);
}

/** How many rows the user wants. */
function limitIn({ returnAll, limit }: Values): number {
	if (returnAll === true) return Infinity;
	return finiteNumber(limit) ?? Number(limitField.default);
}

type ListOperation = Extract<RowOperation, { kind: 'list' }>;

/** The operation's filter, which notes what it leaves out, and which filters that would pass alone. */
function notingKeep(
	{ keep }: ListOperation,
	values: Values,
	leftOut: Run['leftOut'],
): RowTest | undefined {
	const isKept = keep?.(values);
	if (isKept === undefined) return undefined;
	const filters = isObject(values.filters) ? values.filters : {};
	const passesAlone = (row: JsonObject, name: string) =>
		keep?.({ ...values, filters: { [name]: filters[name] } })?.(row) ?? true;
	return (row) => {
		if (isKept(row)) return true;
		leftOut.note(row, (name) => passesAlone(row, name));
		return false;
	};
}

async function* listPages(
	context: IExecuteFunctions,
	operation: ListOperation,
	values: Values,
	{ client, leftOut }: Run,
): AsyncGenerator<JsonObject[]> {
	const { request, read, paged } = operation;
	const keep = notingKeep(operation, values, leftOut);
	const stop = operation.stop?.(values);
	const limit = limitIn(values);
	if (!paged) {
		const { rows } = read(await client.sendOnce(request(values)));
		yield rows.filter(keep ?? (() => true)).slice(0, limit);
		return;
	}
	const pageSize = finiteNumber(optionsOf(values).pageSize) ?? usualPageSize;
	// Where the list is left early, or filtered here, nobody knows how many pages that takes.
	const isOpenEnded = stop !== undefined || (keep !== undefined && limit !== Infinity);
	const pagesOf = (asked: CloudRequest) =>
		readPages(client.send, {
			request: asked,
			read,
			pageSize: keep === undefined ? Math.min(limit, pageSize) : pageSize,
			concurrency: isOpenEnded ? 1 : client.concurrency,
			maxRows: keep === undefined ? limit : Infinity,
			onIncomplete: (list) => showIncomplete(context, list),
		});
	const { requests = (all) => [request(all)], rowTime = () => undefined } = operation;
	const [first = request(values), ...others] = requests(values);
	const pages =
		others.length === 0 ? pagesOf(first) : mergedPages([first, ...others].map(pagesOf), rowTime);
	yield* wantedPages(pages, { limit, keep, stop });
}

/** The rows of an operation, as they come. */
async function* rowPages(
	context: IExecuteFunctions,
	operation: RowOperation,
	values: Values,
	run: Run,
): AsyncGenerator<JsonObject[]> {
	const { client } = run;
	if (operation.kind === 'list') return yield* listPages(context, operation, values, run);
	if (operation.kind === 'custom') {
		const rows = await operation.run(values, client);
		return yield operation.isList === true ? rows.slice(0, limitIn(values)) : rows;
	}
	const request = operation.request(values);
	const body = await client.send(request);
	if (!isObject(body)) return;
	yield [operation.answer?.(body, values) ?? body];
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
		{ maxBytes: maxBytesIn(options) },
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
	const limits = { maxBytes: maxBytesIn(options) };
	const fetchOne = async (row: JsonObject) => {
		const file = picture(row, client);
		return file === undefined ? undefined : await fetchPicture(context, client, file, limits);
	};
	return await Promise.all(rows.map(fetchOne));
}

/** Values in which every printer is told by its serial number, however the user told it. */
async function withSerials(
	properties: CheckedProperty[],
	values: Values,
	cloud: CloudClient,
): Promise<Values> {
	const found: Values = {};
	for (const { name, check, type, options } of properties) {
		const value = values[name];
		if (check === 'printer' && typeof value === 'string' && value !== '') {
			found[name] = serialOf(await findPrinter(value, cloud));
		} else if (type === 'collection' && isObject(value)) {
			found[name] = await withSerials((options ?? []) as CheckedProperty[], value, cloud);
		}
	}
	return { ...values, ...found };
}

/** What an operation gives for one input item. Each page becomes items before the next is kept. */
export async function runItem(
	context: IExecuteFunctions,
	operation: Operation,
	given: Values,
	run: Run,
): Promise<INodeExecutionData[]> {
	const { client, isNeedless } = run;
	const values = await withSerials(operation.properties, given, client);
	if (operation.kind === 'file') {
		return [await fileItem(context, client, await operation.locate(values, client), values)];
	}
	const options = optionsOf(values);
	const withSecrets = operation.returnsSecrets === true || options.includeSecrets === true;
	// Their answers are asked for once, and serve several items.
	const isShared = operation.kind === 'custom' || (operation.kind === 'list' && !operation.paged);
	const pictureField = textOrEmpty(options.binaryPropertyName) || defaultPictureField;
	const items: INodeExecutionData[] = [];
	const remark = operation.remark?.(values);
	for await (const rows of rowPages(context, operation, values, run)) {
		if (isNeedless()) break;
		remark?.see(rows);
		const shaped = await shapeRows(operation, values, rows, client);
		const pictures = await picturesOf(context, operation, rows, options, client);
		for (const [index, parts] of shaped.entries()) {
			for (const [part, full] of parts.entries()) {
				const json = outputRow(full, { withSecrets, isShared });
				// Where a row is split, its picture goes with the first part, so that it is sent once.
				const picture = part === 0 ? pictures[index] : undefined;
				items.push(picture === undefined ? { json } : withPicture(json, picture, pictureField));
			}
		}
	}
	const sentence = remark?.sentence();
	if (sentence !== undefined) showHint(context, sentence);
	return items;
}
