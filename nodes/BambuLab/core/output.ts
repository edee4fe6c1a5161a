import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CloudClient } from '../cloud/client';
import type { JsonObject } from '../cloud/json';
import { fieldsOf, shape, wants, type OutputChoice, type RowForm } from '../output/row';
import type { Operation, RowOperation, Values } from './operation';

/** In what form rows come, for all that has readable forms: operations and trigger alike. */
export const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'simple',
	description: 'In what form to return the data',
	options: [
		{
			name: 'Raw',
			value: 'raw',
			description: 'What Bambu Lab answers, as it is',
		},
		{
			name: 'Selected Fields',
			value: 'fields',
			description: 'The readable fields that you choose, or all of them',
		},
		{
			name: 'Simplified',
			value: 'simple',
			description: 'The fields that are used most',
		},
	],
};

const fieldsParameter: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	default: [],
	description: 'Which fields to return. All of them where none is chosen.',
};

export const splitField: INodeProperties = {
	displayName: 'Split by Filament',
	name: 'splitByFilament',
	type: 'boolean',
	default: false,
	description:
		'Whether to return one item per filament of a print, ready for a spreadsheet, instead of one item per print. Grams, metres, and cost of the items add up to those of the print; its minutes and its picture stand in the first. A limit counts prints.',
	displayOptions: { show: { output: ['fields', 'simple'] } },
};

/** The parameter Fields for rows of these forms: each field once, by name. Secrets are not for choosing. */
export function fieldsField(
	forms: RowForm[],
	show: NonNullable<INodeProperties['displayOptions']>['show'] = {},
): INodeProperties {
	const names = [...new Set(forms.flatMap(fieldsOf))].filter((name) => name !== 'accessCode');
	const sorted = names.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
	return {
		...fieldsParameter,
		options: sorted.map((name) => ({ name, value: name })),
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
