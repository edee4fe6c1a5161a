import { NodeOperationError } from 'n8n-workflow';
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { editorClient, type Send } from '../cloud/client';
import { toNodeError, type Advice } from '../core/nodeError';
import type { CloudRequest } from '../cloud/http/request';
import { finiteNumber, type JsonObject } from '../cloud/json';
import { readPages, type Page } from '../cloud/list/pages';

/** How many pages one search reads before it lets the user ask for more. */
const maxPages = 4;
const pageSize = 50;
const enoughResults = 20;

/** The parts of a label that say something, in one line. */
export function label(...parts: Array<string | null | undefined>): string {
	return parts.filter((part) => part !== undefined && part !== null && part !== '').join(' · ');
}

export function matches(
	filter: string | undefined,
	{ name, value }: INodeListSearchItems,
): boolean {
	const wanted = (filter ?? '').trim().toLowerCase();
	// What has no value cannot be chosen.
	return value !== '' && `${name} ${String(value)}`.toLowerCase().includes(wanted);
}

/** Of a service whose refusals say nothing of the others. */
interface OtherService {
	service?: string;
	/** Its own words for problems. */
	advice?: Advice;
}

/** What a list of the editor asks the cloud; n8n shows the words of an error in the list. */
export async function askForEditor<T>(
	context: ILoadOptionsFunctions,
	ask: (send: Send) => Promise<T>,
	{ service, advice }: OtherService = {},
): Promise<T> {
	try {
		return await ask(editorClient(context).apart(service).send);
	} catch (error) {
		throw toNodeError(context.getNode(), error, { advice });
	}
}

/**
 * Entries that read alike get their ids beside, since nobody could tell them apart. What the cloud lists
 * twice stands there once.
 */
export function distinct<Item extends INodeListSearchItems | INodePropertyOptions>(
	items: Item[],
): Item[] {
	const values = new Set<unknown>();
	const once = items.filter(({ value }) => !values.has(value) && values.add(value));
	const counts = new Map<string, number>();
	for (const { name } of once) counts.set(name, (counts.get(name) ?? 0) + 1);
	return once.map((item) => (counts.get(item.name) === 1 ? item : withId(item)));
}

function withId<Item extends INodeListSearchItems | INodePropertyOptions>(item: Item): Item {
	return { ...item, name: label(item.name, String(item.value)) };
}

/** n8n shows the words of an error in the list, and nothing helpful for an empty one. */
export function resultOf(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	items: INodeListSearchItems[],
	whenEmpty: string,
): INodeListSearchResult {
	if (items.length === 0) throw new NodeOperationError(context.getNode(), whenEmpty);
	return { results: distinct(items).filter((item) => matches(filter, item)) };
}

interface PagedSearch extends OtherService {
	request: CloudRequest;
	read: (body: unknown) => Page;
	toItem: (row: JsonObject) => INodeListSearchItems | undefined;
	whenEmpty: string;
}

/**
 * Searches a paged list. The API cannot search, so pages are read and filtered here until some match;
 * the pagination token is the offset to go on from.
 */
export async function searchPages(
	context: ILoadOptionsFunctions,
	{ request, read, toItem, whenEmpty, ...service }: PagedSearch,
	filter: string | undefined,
	paginationToken: unknown,
): Promise<INodeListSearchResult> {
	const from = Math.max(0, Math.floor(finiteNumber(paginationToken) ?? 0));
	const results = new Map<string, INodeListSearchItems>();
	// What was shown before is not known here, so that any of these might read like one of those.
	const named = from === 0 ? distinct : (items: INodeListSearchItems[]) => items.map(withId);
	let offset = from;
	let pages = 0;
	const readAll = async (send: Send) => {
		for await (const rows of readPages(send, { request, read, from, pageSize })) {
			offset += rows.length;
			for (const row of rows) {
				const item = toItem(row);
				if (item !== undefined && matches(filter, item)) results.set(String(item.value), item);
			}
			if (++pages >= maxPages || results.size >= enoughResults) return false;
		}
		return true;
	};
	const isEnd = await askForEditor(context, readAll, service);
	if (offset === 0) throw new NodeOperationError(context.getNode(), whenEmpty);
	if (isEnd) return { results: named([...results.values()]) };
	return { results: named([...results.values()]), paginationToken: String(offset) };
}
