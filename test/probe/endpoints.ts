import type { Operation } from 'openapi-backend';

import { isSchema } from '../cloud/contract';
import { usableId } from './facts';
import { resolvePointer } from './pointer';

/** Values for the parameters of one request, by name; an object stands for several queries. */
export type Values = Record<string, unknown>;

interface Parameter {
	name: string;
	place: string;
	isRequired: boolean;
	example?: unknown;
}

/** A link of the contract: an answer of one operation holds what another one asks for. */
interface Source {
	operationId: string;
	/** A constant, or a pointer into the answer, by the parameter that it fills. */
	parameters: Record<string, string>;
}

/** An operation that only reads, with all that is needed to ask it. */
export interface Endpoint {
	operationId: string;
	path: string;
	parameters: Parameter[];
	sources: Source[];
}

const RESPONSE_BODY = '$response.body#';

/**
 * The operations that the probe may call: those that read, take a token, and give out no secret.
 * The cheapest comes first, since it also tells whether the token lives.
 */
export function readOnlyEndpoints(operations: Operation[]): Endpoint[] {
	const links = operations.flatMap(linksOf);
	const endpoints = operations.filter(isReadOnly).map(({ operationId = '', path, parameters }) => ({
		operationId,
		path,
		parameters: (parameters ?? []).flatMap(parameterOf),
		sources: links.filter(({ target }) => target === operationId).map(({ source }) => source),
	}));
	const isFirst = ({ operationId }: Endpoint) => operationId === 'getPreference';
	return [...endpoints.filter(isFirst), ...endpoints.filter((one) => !isFirst(one))];
}

function isReadOnly(operation: Operation): boolean {
	const takesToken = (operation.security ?? []).some((choice) => 'bearer' in choice);
	return operation.method === 'get' && takesToken && Reflect.get(operation, 'x-secret') !== true;
}

function parameterOf(parameter: unknown): Parameter[] {
	if (!isSchema(parameter) || typeof parameter.name !== 'string') return [];
	const { name, in: place, required, example } = parameter;
	if (place !== 'path' && place !== 'query') return [];
	return [{ name, place, isRequired: required === true, example }];
}

function linksOf({ operationId = '', responses }: Operation) {
	const success: unknown = responses?.['200'];
	const links = isSchema(success) && isSchema(success.links) ? Object.values(success.links) : [];
	return links.filter(isSchema).map((link) => ({
		target: String(link.operationId),
		source: { operationId, parameters: textsIn(link.parameters) },
	}));
}

function textsIn(value: unknown): Record<string, string> {
	if (!isSchema(value)) return {};
	return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/** What a request is to carry: the contract's examples, and what earlier answers hold. */
export type Filling = { values: Values } | { lacking: string[] };

export function fill(endpoint: Endpoint, bodyOf: (operationId: string) => unknown): Filling {
	const examples = Object.fromEntries(
		endpoint.parameters
			.filter(({ example }) => example !== undefined)
			.map(({ name, example }) => [name, example]),
	);
	const required = endpoint.parameters.filter(({ isRequired }) => isRequired);
	const missingIn = (values: Values) =>
		required.map(({ name }) => name).filter((name) => values[name] === undefined);
	const lacking = missingIn(examples);
	if (lacking.length === 0) return { values: examples };
	for (const { operationId, parameters } of endpoint.sources) {
		for (const found of rowsOf(parameters, bodyOf(operationId))) {
			const values = { ...examples, ...found };
			if (missingIn(values).length === 0) return { values };
		}
	}
	return { lacking };
}

const MOST_ROWS = 200;

/** The values that a link gives, for each row of the answer in turn. */
function* rowsOf(parameters: Record<string, string>, body: unknown): Generator<Values> {
	const isOfRow = Object.values(parameters).some((text) => text.includes('/0/'));
	for (let row = 0; row < (isOfRow ? MOST_ROWS : 1); row++) {
		const found = Object.entries(parameters).map(
			([name, text]) => [name, valueOf(text, row, body)] as const,
		);
		if (found.some(([, value]) => value === null)) return;
		yield Object.fromEntries(found.filter(([, value]) => isUsable(value)));
	}
}

/** Null past the end of the rows. */
function valueOf(text: string, row: number, body: unknown): unknown {
	if (!text.startsWith(RESPONSE_BODY)) return text;
	const pointer = text.slice(RESPONSE_BODY.length);
	const [list = '', rest] = pointer.split('/0/');
	if (rest === undefined) return resolvePointer(body, pointer) ?? undefined;
	const rows = resolvePointer(body, list);
	if (!Array.isArray(rows) || row >= rows.length) return null;
	return resolvePointer(rows[row], `/${rest}`) ?? undefined;
}

function isUsable(value: unknown): boolean {
	return usableId(value) !== '';
}
