import * as fc from 'fast-check';
import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetRateLimiters } from '../support/forget';
import { listSearch, loadOptions, type StoredCredential } from '../support/engine';
import type { HostileCloud, Recording } from './hostileCloud';
import { hostilities, type Hostility } from './hostility';
import { credentialAt } from './operations';
import { arePrototypesPolluted, rawWordsIn } from './oracle';

type Entries = Array<{ name: string; value: unknown; url?: string }>;

/** A list of the editor, as one of the nodes fills it. */
export interface EditorList {
	name: string;
	load: (filter?: string) => Promise<Entries>;
	recording: Recording;
}

/** The first operation whose panel has the list: some lists look at its other parameters. */
function panelWith({ description }: INodeType, method: string): INodeParameters {
	const isFilledBy = ({ modes = [] }: INodeProperties) =>
		modes.some(({ typeOptions }) => typeOptions?.searchListMethod === method);
	const { show = {} } = description.properties.find(isFilledBy)?.displayOptions ?? {};
	const first = Object.entries(show).map(([name, shownFor]) => [name, shownFor?.[0]]);
	return Object.fromEntries(first) as INodeParameters;
}

function listsOf(credential: StoredCredential, node: new () => INodeType): EditorList[] {
	const type = new node();
	const { methods = {} } = type;
	const setup = { node, credential };
	return [
		...Object.keys(methods.listSearch ?? {}).map((method) => ({
			name: method,
			recording: new Map(),
			load: async (filter?: string) =>
				(
					await listSearch({
						...setup,
						parameters: panelWith(type, method),
						method,
						...(filter !== undefined && { filter }),
					})
				).results,
		})),
		...Object.keys(methods.loadOptions ?? {}).map((method) => ({
			name: method,
			recording: new Map(),
			load: async () => await loadOptions({ ...setup, method }),
		})),
	];
}

/** Every list of both nodes with what the simulated cloud answers. */
export async function editorListsAt(hostile: HostileCloud): Promise<EditorList[]> {
	hostile.cloud.reset();
	const credential = await credentialAt(hostile, false);
	const lists: EditorList[] = [];
	for (const list of [BambuLab, BambuLabTrigger].flatMap((node) => listsOf(credential, node))) {
		const recording = await hostile.record(async () => await list.load());
		lists.push({ ...list, recording });
	}
	return lists;
}

async function outcomeOf(list: EditorList, filter: string | undefined): Promise<Entries | Error> {
	try {
		return await list.load(filter);
	} catch (error) {
		return error as Error;
	}
}

function faultOf(outcome: Entries | Error): string | undefined {
	if (outcome instanceof Error) {
		const isOurs = outcome instanceof NodeApiError || outcome instanceof NodeOperationError;
		if (!isOurs) return `The error is of no kind of n8n: ${String(outcome)}`;
		const words = `${outcome.message} ${outcome.description ?? ''}`;
		return rawWordsIn(words).length > 0 ? `The user reads: ${words}` : undefined;
	}
	for (const { name, value, url } of outcome) {
		if (typeof name !== 'string' || rawWordsIn(name).length > 0) return `An entry reads ${name}`;
		if (typeof value !== 'string' || value === '') return 'An entry has no value';
		if (url !== undefined && !url.startsWith('https://makerworld.com/'))
			return `It leads to ${url}`;
	}
	return undefined;
}

export interface Search {
	list: number;
	filter: string | undefined;
	hostile: Array<Hostility | undefined>;
}

const search: fc.Arbitrary<Search> = fc.record({
	list: fc.nat({ max: 10_000 }),
	filter: fc.option(fc.constantFrom('', 'a', '__proto__', '(', '\ud83d'), { nil: undefined }),
	hostile: hostilities,
});

/** Any list of the editor, any filter, any answer. */
export function anySearch(
	hostile: HostileCloud,
	lists: EditorList[],
): fc.IAsyncPropertyWithHooks<[Search]> {
	return fc.asyncProperty(search, async ({ list: index, filter, hostile: answers }) => {
		const list = lists[index % lists.length];
		if (list === undefined) throw new Error('There are no lists');
		forgetRateLimiters();
		hostile.spoil(list.recording, answers);
		const fault = faultOf(await outcomeOf(list, filter));
		if (fault !== undefined) throw new Error(`${list.name}: ${fault}`);
		hostile.assertSound();
		if (arePrototypesPolluted()) throw new Error(`${list.name} pollutes a prototype`);
	});
}
