import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CloudRequest } from '../cloud/http/request';
import type { JsonObject } from '../cloud/json';
import type { Remark } from './hints';
import type { FilterValues } from './leftOut';
import type { PageTest, RowTest } from './wantedPages';
import type { Advice } from './nodeError';
import type { Page } from '../cloud/list/pages';
import type { FileSource } from '../cloud/files/download';
import type { CloudClient } from '../cloud/client';
import type { RowContext, RowForm } from '../output/rowForm';

type Literal<T> = T extends (...args: never[]) => unknown
	? T
	: T extends readonly (infer Item)[]
		? readonly Literal<Item>[]
		: T extends object
			? { readonly [Key in keyof T]: Literal<T[Key]> }
			: T;

/**
 * What the engine demands of a text besides its type: `id` that it can be one, `ids` the same of several
 * (as a list, or with commas between them), `names` several of any kind, `number` that it is an id of
 * digits, `anything` nothing at all, `printer` that it is the serial number or the name of one of the account's printers, whose
 * serial number the operation then gets.
 */
export type Check = 'anything' | 'id' | 'ids' | 'names' | 'number' | 'printer';

/** A parameter as the engine reads it; n8n knows nothing of its check. */
export type CheckedProperty = INodeProperties & { check?: Check };

/** A parameter as a constant literal, so that the type of its value can be read off it. */
export type ParameterLiteral = Literal<INodeProperties> & { readonly check?: Check };

type ValueOf<P> = P extends { type: 'boolean' }
	? boolean
	: P extends { type: 'number' }
		? number
		: P extends { type: 'options'; options: readonly { value: infer Value }[] }
			? Value
			: P extends { type: 'multiOptions'; options: readonly { value: infer Value }[] }
				? Value[]
				: P extends { check: 'anything' }
					? unknown
					: OtherValueOf<P>;

type OtherValueOf<P> = P extends { type: 'collection'; options: readonly unknown[] }
	? Partial<ValuesOf<P['options']>>
	: P extends { type: 'fixedCollection'; options: readonly unknown[] }
		? GroupsOf<P['options']>
		: P extends { type: 'json' }
			? IDataObject
			: P extends { check: 'ids' | 'names' }
				? string[]
				: string;

/** A fixed collection with several values: group name to the list of its rows. */
type GroupsOf<Gs extends readonly unknown[]> = {
	[G in Gs[number] as G extends { name: infer Name extends string } ? Name : never]?: G extends {
		values: readonly unknown[];
	}
		? Array<ValuesOf<G['values']>>
		: never;
};

/** The parameter values of an operation: name to value, read off its literals. */
export type ValuesOf<Ps extends readonly unknown[]> = {
	[P in Ps[number] as P extends { name: infer Name extends string } ? Name : never]: ValueOf<P>;
};

/** What every operation says of itself; the two selects of the node are built from it. */
interface OperationText {
	name: string;
	/** Stored in workflows: never changes. */
	value: string;
	/**
	 * Whether it is chosen where its resource is. Of several operations one is, and only reads. n8n
	 * stores no default, so it stays the same.
	 */
	isDefault?: boolean;
	/** The card in n8n's node creator. */
	action: string;
	description: string;
	/** A box above the parameters, for what the user has to know before. */
	notice?: string;
}

/** Parameter values and an answer for them, from which the contract test plays the operation. */
export interface Sample {
	parameters: IDataObject;
	/** The method and path that must be on the wire; none where it asks the cloud for nothing. */
	request?: string;
	/** What must go before, such as the look for a printer. */
	before?: readonly string[];
	/** What must follow, where the operation takes several requests. */
	then?: readonly string[];
	/** The body of the one request that has a body. */
	body?: IDataObject;
	/** Set where the requests carry no session, so that nothing signs in. */
	isUnsigned?: boolean;
	/** Set where Bambu Lab always refuses, so that there is no output to show. */
	isAlwaysRefused?: boolean;
}

/** What a readable form may ask of the cloud besides its rows. */
export interface Reading<V> {
	values: V;
	cloud: CloudClient;
	/** Whether the form that the user chose shows a field: else nothing is asked for its sake. */
	wants: (field: string) => boolean;
}

/** The readable forms of an operation's rows; with them it gets the parameter Output. */
export interface Readable<V> {
	form: RowForm;
	/** The form with several rows; with it the operation gets the parameter Split by Filament. */
	splitForm?: RowForm;
	/** What the rows tell from elsewhere; asked once for each page of rows. */
	context?: (rows: JsonObject[], reading: Reading<V>) => Promise<RowContext>;
}

/** What operations of every kind have; `V` are its parameter values. */
interface Shared<V> extends OperationText {
	readable?: Readable<V>;
	/** The picture of a row, if it has one; with it the operation gets the option Include Picture. */
	picture?: (row: JsonObject, cloud: CloudClient) => FileSource | undefined;
	/** Set where it changes something, so that items follow one another and nothing is sent twice. */
	isWrite?: boolean;
	/**
	 * Set where it works on what its item holds: items follow one another, and nothing is to be chosen about
	 * requests.
	 */
	isLocal?: boolean;
	/** Better words for problems that mean something particular here. */
	advice?: Advice;
	/** What the user should know of the rows of one item, where there may be such a thing. */
	remark?: (values: V) => Remark | undefined;
	/** The name of a service whose refusals say nothing of the others, and slow down none. */
	service?: string;
	/** Set where secrets are the operation's very purpose; its description must say so. */
	returnsSecrets?: boolean;
	sample: Sample;
}

/** One request, one item. */
interface ObjectOperation<V> extends Shared<V> {
	request: (values: V) => CloudRequest;
	/** What a write gives out of its answer, which may be empty. */
	answer?: (body: JsonObject, values: V) => IDataObject;
}

/** One list, one item per row, with Return All and Limit. */
interface ListOperation<V> extends Shared<V> {
	request: (values: V) => CloudRequest;
	/** The lists that are read as one, newest first by `rowTime`, where there may be several. */
	requests?: (values: V) => CloudRequest[];
	rowTime?: (row: JsonObject) => number | undefined;
	/** Whether it comes in pages; else all its rows come at once. */
	paged: boolean;
	read: (body: unknown) => Page;
	/** A filter of the node's own; undefined where the values ask for none. */
	keep?: (values: V) => RowTest | undefined;
	/** What a row holds for each filter: named where all filters together leave nothing. */
	filterValues?: FilterValues<JsonObject>;
	/** Tells a page behind which a sorted list holds nothing wanted, so that no further one is read. */
	stop?: (values: V) => PageTest | undefined;
}

/** For what takes several requests; one that may give many rows is a list to the user. */
interface CustomOperation<V> extends Shared<V> {
	isList?: boolean;
	run: (values: V, cloud: CloudClient) => Promise<JsonObject[]>;
}

/** A file as binary data. The engine fetches it, and adds the field's name and the options. */
interface FileOperation<V> extends Shared<V> {
	locate: (values: V, cloud: CloudClient) => Promise<FileSource>;
}

/** Parameter values by the parameters' names. */
export type Values = { [name: string]: unknown };

/** What gives rows, as the engine sees it, whatever its parameters are. */
export type RowOperation = { properties: CheckedProperty[] } & (
	| ({ kind: 'object' } & ObjectOperation<Values>)
	| ({ kind: 'list' } & ListOperation<Values>)
	| ({ kind: 'custom' } & CustomOperation<Values>)
);

/** An operation as the engine sees it. */
export type Operation =
	| RowOperation
	| ({ kind: 'file'; properties: CheckedProperty[] } & FileOperation<Values>);

export function isPaged(operation: Operation): boolean {
	return operation.kind === 'list' && operation.paged;
}

/** Whether it may give many rows, so that the user says how many. */
export function isList(operation: Operation): boolean {
	return operation.kind === 'list' || (operation.kind === 'custom' && operation.isList === true);
}

type Properties = readonly ParameterLiteral[];
type With<Ps> = { properties: Ps };

/*
 * Why the casts below are sound: the engine reads the values by the same literals that the
 * types come from, so what an operation receives is what its types say.
 */
export function defineObject<const Ps extends Properties>(
	operation: With<Ps> & ObjectOperation<ValuesOf<Ps>>,
): Operation {
	return { kind: 'object', ...operation } as unknown as Operation;
}

export function defineList<const Ps extends Properties>(
	operation: With<Ps> & ListOperation<ValuesOf<Ps>>,
): Operation {
	return { kind: 'list', ...operation } as unknown as Operation;
}

export function defineCustom<const Ps extends Properties>(
	operation: With<Ps> & CustomOperation<ValuesOf<Ps>>,
): Operation {
	return { kind: 'custom', ...operation } as unknown as Operation;
}

export function defineFile<const Ps extends Properties>(
	operation: With<Ps> & FileOperation<ValuesOf<Ps>>,
): Operation {
	return { kind: 'file', ...operation } as unknown as Operation;
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
