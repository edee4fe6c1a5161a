import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CloudClient } from '../cloud/client';
import type { JsonObject } from '../cloud/json';
import { fieldsOf, shape, wants, type OutputChoice, type RowForm } from '../output/rowForm';
import type { Operation, RowOperation, Values } from './operation';

/** In what form rows come, for all that has readable forms: operations and trigger alike. */
export const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'simple',
	description: 'How much of the data to return',
	options: [
		{
			name: 'Raw',
			value: 'raw',
			description: 'Everything, as Bambu Lab returns it',
		},
		{
			name: 'Selected Fields',
			value: 'fields',
			description: 'The fields that you choose, or all of them, in readable form',
		},
		{
			name: 'Simplified',
			value: 'simple',
			description: 'The most used fields, at most ten, and what options add',
		},
	],
};

const fieldsParameter: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	default: [],
	description: 'Which fields to return. Choose none to get all of them.',
};

export const splitField: INodeProperties = {
	displayName: 'Split by Filament',
	name: 'splitByFilament',
	type: 'boolean',
	default: false,
	description:
		'Whether to return one item per filament, ready for a spreadsheet, instead of one per print. Grams, metres, and cost add up to those of the print; only the first item has its minutes, machine cost, and picture. Limits count prints. Selected Fields has minutes, used grams, filament ID, and slot as well.',
	displayOptions: { show: { output: ['fields', 'simple'] } },
};

/** What the names of figures do not say. */
export const fieldMeanings: { [field: string]: string } = {
	durationMinutes: 'From start to end',
	estimatedMinutes: 'The slicer’s estimate',
	estimatedGrams: 'The slicer’s estimate for the whole print',
	estimatedCost: 'For the whole print',
	estimatedUsedGrams: 'What was used until the print ended or failed',
	estimatedUsedCost: 'What was used until the print ended or failed',
};

/** The parameter Fields for rows of these forms: each field once, by name. Secrets are not for choosing. */
export function fieldsField(
	forms: RowForm[],
	show: NonNullable<INodeProperties['displayOptions']>['show'] = {},
): INodeProperties {
	const secrets = forms.flatMap(({ secret = [] }) => secret);
	const names = [...new Set(forms.flatMap(fieldsOf))].filter((name) => !secrets.includes(name));
	const sorted = names.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
	return {
		...fieldsParameter,
		options: sorted.map((name) => {
			const description = fieldMeanings[name];
			return { name, value: name, ...(description && { description }) };
		}),
		displayOptions: { show: { output: ['fields'], ...show } },
	};
}

/** The parameters with which the user chooses among an operation's forms. */
export function outputFields({ readable }: Operation): INodeProperties[] {
	if (readable === undefined) return [];
	const { form, splitForm } = readable;
	if (splitForm === undefined) return [outputField, fieldsField([form])];
	return [
		outputField,
		splitField,
		fieldsField([form], { splitByFilament: [false] }),
		fieldsField([splitForm], { splitByFilament: [true] }),
	];
}

/** The form that was chosen. */
export function choiceIn({ output, fields }: Values): OutputChoice {
	return {
		output: output === 'raw' || output === 'fields' ? output : 'simple',
		fields: Array.isArray(fields) ? fields.map(String) : [],
	};
}

/** What each row of an operation gives out: one object as a rule, several where it is split. */
export async function shapeRows(
	{ readable }: RowOperation,
	values: Values,
	rows: JsonObject[],
	cloud: CloudClient,
): Promise<IDataObject[][]> {
	const choice = choiceIn(values);
	if (readable === undefined || choice.output === 'raw') {
		return rows.map((row) => [readable?.form.raw?.(row) ?? (row as IDataObject)]);
	}
	const { form, splitForm, context } = readable;
	const chosen = splitForm !== undefined && values.splitByFilament === true ? splitForm : form;
	const reading = { values, cloud, wants: (field: string) => wants(chosen, choice, field) };
	const told = (await context?.(rows, reading)) ?? {};
	return rows.map((row) => shape(chosen, row, choice, told));
}

/**
 * Fields that open something: the printer's LAN access code, and what the camera stream and a
 * sign-in are protected with. They stay out of the output unless the user asks for them.
 */
const secretFields = new Set([
	'dev_access_code',
	'accessCode',
	'ttcode',
	'accessId',
	'passwd',
	'password',
	'authkey',
	'authKey',
	'stream_key',
	'streamKey',
	'stream_salt',
	'streamSalt',
	'accessToken',
	'refreshToken',
	'mqttPassword',
	'access_code',
	'oss_url',
]);

/** Whoever copies it by assignment gives the copy another prototype. */
const prototypeKey = '__proto__';

/** No answer of the cloud has a tenth of these levels; more would overflow the stack of whoever copies them. */
export const deepestLevel = 100;

type Unwanted = (name: string) => boolean;

const isSecret: Unwanted = (name) => name === prototypeKey || secretFields.has(name);
const isPrototype: Unwanted = (name) => name === prototypeKey;

/** What comes of reckoning with the largest numbers; no JSON has it. */
const isNoNumber = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);

function cleaned(value: unknown, isUnwanted: Unwanted, levels: number): unknown {
	if (isNoNumber(value)) return null;
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return null;
	if (Array.isArray(value)) return value.map((inner) => cleaned(inner, isUnwanted, levels - 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !isUnwanted(name))
			.map(([name, inner]) => [name, cleaned(inner, isUnwanted, levels - 1)]),
	);
}

function holds(value: unknown, isUnwanted: Unwanted, levels: number): boolean {
	if (isNoNumber(value)) return true;
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	if (Array.isArray(value)) return value.some((inner) => holds(inner, isUnwanted, levels - 1));
	for (const name in value) {
		if (isUnwanted(name)) return true;
		if (holds((value as IDataObject)[name], isUnwanted, levels - 1)) return true;
	}
	return false;
}

export interface OutputOptions {
	/** Whether the user asked for them. */
	withSecrets?: boolean;
	/** Whether the row may be in another item too: what comes next in the workflow may change it. */
	isShared?: boolean;
}

/**
 * The row as it may leave the node: without its secret fields, and without what could do harm to who
 * copies it (a key `__proto__`, depth without end, a number that is none).
 */
export function outputRow(row: IDataObject, options: OutputOptions = {}): IDataObject {
	const isUnwanted = options.withSecrets ? isPrototype : isSecret;
	// Long lists have none, and copying their rows would take most of the time and memory.
	const isCopied = options.isShared === true || holds(row, isUnwanted, deepestLevel);
	return isCopied ? (cleaned(row, isUnwanted, deepestLevel) as IDataObject) : row;
}
