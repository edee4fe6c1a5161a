/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import * as fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { forgetRateLimiters, forgetSignIns } from '../support/forget';
import { isList, isPaged, type Operation } from '../../nodes/BambuLab/core/operation';
import { control, credentialFor } from '../support/cloud';
import { runNode, type NodeRun, type StoredCredential } from '../support/engine';
import type { HostileCloud, Recording } from './hostileCloud';
import { hostilities, rowListsIn, type Hostility, type WireAnswer } from './hostility';
import { mutated, mutation, written, type Mutation } from './hostileValues';
import { arePrototypesPolluted, faultOfOutput, rawWordsIn } from './oracle';

export interface Target {
	name: string;
	resource: string;
	operation: Operation;
	credential: StoredCredential;
	recording: Recording;
}

/** A credential that needs no sign-in, or one with an account where nothing is signed. */
export async function credentialAt(
	{ cloud, url }: HostileCloud,
	isUnsigned: boolean,
): Promise<StoredCredential> {
	const here = { apiUrl: url, webUrl: url };
	if (isUnsigned) return credentialFor(cloud, here);
	const issued = await fetch(`${cloud.controlUrl}/tokens`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ account: 'maker@example.com' }),
	});
	const { accessToken } = (await issued.json()) as { accessToken: string };
	return credentialFor(cloud, { ...here, authentication: 'accessToken', accessToken });
}

/** The panel shows no limit beside "Return All". */
function withoutLimit({ limit, ...others }: IDataObject, returnAll: boolean): IDataObject {
	return returnAll || limit === undefined ? others : { ...others, limit };
}

function parametersOf({ resource, operation }: Target, more: IDataObject = {}): INodeParameters {
	const { sample, isWrite } = operation;
	const options = sample.parameters.options as IDataObject | undefined;
	return {
		resource,
		operation: operation.value,
		...withoutLimit(sample.parameters, more.returnAll === true),
		...(isWrite ? {} : { options: { ...options, retryFor: 0 } }),
		...more,
	} as INodeParameters;
}

async function run(target: Target, more: IDataObject = {}, items = 1): Promise<NodeRun> {
	forgetRateLimiters();
	forgetSignIns();
	return await runNode({
		node: BambuLab,
		credential: target.credential,
		parameters: parametersOf(target, more),
		items: Array.from({ length: items }, () => ({ json: {} })),
		settings: { onError: 'continueRegularOutput' },
	});
}

/** Every operation with what the simulated cloud answers to its sample. */
export async function targetsAt(hostile: HostileCloud): Promise<Target[]> {
	const { cloud } = hostile;
	const targets: Target[] = [];
	for (const { value: resource, operations } of resources) {
		for (const operation of operations) {
			cloud.reset();
			await control(cloud, '/settings', { createTaskAllowed: true });
			cloud.world.startPrint();
			const credential = await credentialAt(hostile, operation.sample.isUnsigned === true);
			const name = `${resource}:${operation.value}`;
			const target = { name, resource, operation, credential, recording: new Map() };
			const recording = await hostile.record(async () => await run(target));
			targets.push({ ...target, recording });
		}
	}
	return targets;
}

/** Throws where a run gave its user something raw, or lost an item. */
function judge(
	{ operation, credential }: Target,
	{ items, error, hints, stored }: NodeRun,
	count: number,
): void {
	const complain = (what: string): never => {
		throw new Error(what);
	};
	if (error !== undefined) complain(`The execution failed: ${error.message}`);
	const seen = new Set<unknown>();
	for (const { json, error: failure, pairedItem, binary } of items) {
		if (typeof pairedItem !== 'object' || !('item' in pairedItem)) complain('An item has no link');
		else seen.add(pairedItem.item);
		const fault = faultOfOutput([json, binary]);
		if (fault !== undefined) complain(`An output has ${fault}`);
		if (failure === undefined) continue;
		const isOurs = failure instanceof NodeApiError || failure instanceof NodeOperationError;
		if (!isOurs) complain(`The error is of no kind of n8n: ${String(failure)}`);
		const words = `${failure.message} ${failure.description ?? ''} ${String(json.error)}`;
		const found = rawWordsIn(words);
		if (found.length > 0) complain(`The user reads "${found.join()}" in: ${words}`);
	}
	for (const { message } of hints) {
		if (rawWordsIn(message).length > 0) complain(`A hint says: ${message}`);
	}
	// A list may be empty; anything else has something to tell for each item.
	const mayBeEmpty = isList(operation);
	if (!mayBeEmpty && seen.size !== count)
		complain(`${count} items came in, ${seen.size} are told of`);
	const { accessToken, password } = credential.data;
	for (const secret of [accessToken, password]) {
		if (secret && stored.includes(String(secret))) complain('A secret is in the execution');
	}
	if (arePrototypesPolluted()) complain('A prototype is polluted');
}

export interface Choice {
	target: number;
	items: number;
	output: 'simple' | 'fields' | 'raw';
	returnAll: boolean;
	hostile: Array<Hostility | undefined>;
}

const choice: fc.Arbitrary<Choice> = fc.record({
	target: fc.nat({ max: 10_000 }),
	items: fc.integer({ min: 1, max: 3 }),
	output: fc.constantFrom('simple' as const, 'fields' as const, 'raw' as const),
	returnAll: fc.boolean(),
	hostile: hostilities,
});

/** Any operation, any number of items, any answer. */
export function anyOperation(
	hostile: HostileCloud,
	targets: Target[],
): fc.IAsyncPropertyWithHooks<[Choice]> {
	return fc.asyncProperty(
		choice,
		async ({ target: index, items, output, returnAll, hostile: answers }) => {
			const target = targets[index % targets.length];
			if (target === undefined) throw new Error('There are no operations');
			const { operation, recording } = target;
			const more = {
				...(operation.readable === undefined ? {} : { output }),
				...(isPaged(operation) ? { returnAll } : {}),
			};
			hostile.spoil(recording, answers);
			const outcome = await run(target, more, items);
			try {
				judge(target, outcome, items);
				hostile.assertSound();
			} catch (error) {
				throw new Error(`${target.name}: ${(error as Error).message}`);
			}
		},
	);
}

/** Puts spoilt rows between the good ones of an answer. */
function withNeighbours(good: WireAnswer, mutations: Mutation[][], place: number): WireAnswer {
	let body: unknown;
	try {
		body = JSON.parse(good.body.toString());
	} catch {
		return good;
	}
	for (const list of rowListsIn(body)) {
		const [model] = list;
		const spoiltRows = mutations.map((changes, index) => {
			const id = { id: 900_000 + index, dev_id: `SPOILT${index}`, setting_id: `SPOILT${index}` };
			const own = Object.keys(id).filter((key) => key in (model as object));
			const fresh = Object.fromEntries(Object.entries(id).filter(([key]) => own.includes(key)));
			return mutated({ ...(model as object), ...fresh }, changes);
		});
		list.splice(place % (list.length + 1), 0, ...spoiltRows);
		if (typeof (body as { total?: unknown }).total === 'number') {
			(body as { total: number }).total = list.length;
		}
	}
	return { ...good, body: Buffer.from(written(body)) };
}

interface Neighbours {
	target: number;
	output: 'simple' | 'fields' | 'raw';
	rows: Mutation[][];
	place: number;
}

const neighbours: fc.Arbitrary<Neighbours> = fc.record({
	target: fc.nat({ max: 10_000 }),
	output: fc.constantFrom('simple' as const, 'fields' as const, 'raw' as const),
	rows: fc.array(fc.array(mutation, { minLength: 1, maxLength: 3 }), {
		minLength: 1,
		maxLength: 3,
	}),
	place: fc.nat({ max: 20 }),
});

/** Good rows come out as ever, whatever stands beside them. */
export function goodNeighbours(
	hostile: HostileCloud,
	targets: Target[],
): fc.IAsyncPropertyWithHooks<[Neighbours]> {
	const lists = targets.filter(({ operation }) => operation.kind === 'list');
	return fc.asyncProperty(neighbours, async ({ target: index, output, rows, place }) => {
		const target = lists[index % lists.length];
		if (target === undefined) throw new Error('There are no lists');
		const more = {
			...(target.operation.readable === undefined ? {} : { output }),
			...(isPaged(target.operation) ? { returnAll: true } : {}),
		};
		hostile.play(target.recording, (good) => good);
		const clean = await run(target, more);
		// What its rows are joined with is another list.
		const [list] = hostile.asked;
		hostile.play(target.recording, (good, asked) =>
			asked === list ? withNeighbours(good, rows, place) : good,
		);
		const outcome = await run(target, more);
		hostile.assertSound();
		judge(target, outcome, 1);
		const found = new Set(outcome.items.map(({ json }) => JSON.stringify(json)));
		const lost = clean.items.filter(({ json }) => !found.has(JSON.stringify(json)));
		if (clean.items.length === 0 || lost.length > 0) {
			throw new Error(`${target.name}: ${lost.length} of ${clean.items.length} rows are lost`);
		}
	});
}
