import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CloudRequest } from '../cloud/http';
import type { JsonObject } from '../cloud/json';
import type { Page } from '../cloud/pages';
import type { Send } from '../cloud/request';

type Literal<T> = T extends (...args: never[]) => unknown
	? T
	: T extends readonly (infer Item)[]
		? readonly Literal<Item>[]
		: T extends object
			? { readonly [Key in keyof T]: Literal<T[Key]> }
			: T;

/** A parameter as a constant literal, so that the type of its value can be read off it. */
export type ParameterLiteral = Literal<INodeProperties>;

type ValueOf<P> = P extends { type: 'boolean' }
	? boolean
	: P extends { type: 'number' }
		? number
		: P extends { type: 'options'; options: readonly { value: infer Value }[] }
			? Value
			: P extends { type: 'multiOptions'; options: readonly { value: infer Value }[] }
				? Value[]
				: P extends { type: 'multiOptions' }
					? string[]
					: P extends { type: 'collection'; options: readonly unknown[] }
						? Partial<ValuesOf<P['options']>>
						: P extends { type: 'json' }
							? IDataObject
							: string;

/** The parameter values of an operation: name to value, read off its literals. */
export type ValuesOf<Ps extends readonly unknown[]> = {
	[P in Ps[number] as P extends { name: infer Name extends string } ? Name : never]: ValueOf<P>;
};

/** What every operation says of itself; the two selects of the node are built from it. */
interface OperationText {
	name: string;
	/** Stored in workflows: never changes. */
	value: string;
	/** The card in n8n's node creator. */
	action: string;
	description: string;
}

/** Parameter values and an answer for them, from which the contract test plays the operation. */
export interface Sample {
	parameters: IDataObject;
	/** The method and path that must be on the wire. */
	request: string;
	/** What must follow, where the operation takes several requests. */
	then?: readonly string[];
	/** The body of the one request that has a body. */
	body?: IDataObject;
}

interface Shared<Ps extends readonly ParameterLiteral[]> extends OperationText {
	properties: Ps;
	/** The readable form of a row; with it the operation gets the Simplify switch. */
	simplify?: (row: JsonObject, values: ValuesOf<Ps>) => IDataObject;
	sample: Sample;
}

/** One request, one item. */
export interface ObjectOperation<Ps extends readonly ParameterLiteral[]> extends Shared<Ps> {
	request: (values: ValuesOf<Ps>) => CloudRequest;
}

/** One list, one item per row. A paged list gets Return All and Limit. */
export interface ListOperation<Ps extends readonly ParameterLiteral[]> extends Shared<Ps> {
	request: (values: ValuesOf<Ps>) => CloudRequest;
	paged: boolean;
	read: (body: unknown) => Page;
	/** Filters that the API doesn't have. */
	keep?: (row: JsonObject, values: ValuesOf<Ps>) => boolean;
}

/** For what takes several requests. */
export interface CustomOperation<Ps extends readonly ParameterLiteral[]> extends Shared<Ps> {
	run: (values: ValuesOf<Ps>, send: Send) => Promise<JsonObject[]>;
}

type AnyValues = { [name: string]: unknown };

/** An operation as the engine sees it, whatever its parameters are. */
export interface Operation extends OperationText {
	kind: 'object' | 'list' | 'custom';
	properties: INodeProperties[];
	simplify?: (row: JsonObject, values: AnyValues) => IDataObject;
	sample: Sample;
	request?: (values: AnyValues) => CloudRequest;
	paged?: boolean;
	read?: (body: unknown) => Page;
	keep?: (row: JsonObject, values: AnyValues) => boolean;
	run?: (values: AnyValues, send: Send) => Promise<JsonObject[]>;
}

/*
 * The three casts below are the only ones: the engine reads the values by the same literals that the
 * types come from, so what an operation receives is what its types say.
 */
export function defineObject<const Ps extends readonly ParameterLiteral[]>(
	operation: ObjectOperation<Ps>,
): Operation {
	return { kind: 'object', ...operation } as unknown as Operation;
}

export function defineList<const Ps extends readonly ParameterLiteral[]>(
	operation: ListOperation<Ps>,
): Operation {
	return { kind: 'list', ...operation } as unknown as Operation;
}

export function defineCustom<const Ps extends readonly ParameterLiteral[]>(
	operation: CustomOperation<Ps>,
): Operation {
	return { kind: 'custom', ...operation } as unknown as Operation;
}

/** A resource with its operations, as the generated registry lists them. */
export interface Resource {
	name: string;
	/** Stored in workflows: never changes. */
	value: string;
	description: string;
}

export interface RegisteredResource extends Resource {
	operations: Operation[];
}
