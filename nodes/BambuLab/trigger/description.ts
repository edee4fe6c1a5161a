import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { kindOptions } from '../actions/message/categories';
import { priceOptions } from '../actions/task/fields';
import { withoutCheck } from '../core/description';
import { pictureOptions } from '../core/fields';
import type { CheckedProperty } from '../core/operation';
import { fieldMeanings, fieldsField, outputField, splitField } from '../core/output';
import { fieldsOf, type RowForm } from '../output/rowForm';
import { filamentForm } from '../output/splitByFilament';
import { eventOptions, printEvents } from './events';
import { ownOptions } from './triggerOptions';
import { forms } from './sources/source';

const taskEvents = [...printEvents];
const pictureEvents = [...taskEvents, 'messageReceived'];

/** An option that stands for itself; those that follow from another one keep to that. */
function shownFor(show: IDisplayOptions['show'], option: INodeProperties): INodeProperties {
	return option.displayOptions === undefined ? { ...option, displayOptions: { show } } : option;
}

const sharedOptions: INodeProperties[] = [
	...pictureOptions.map((option) => shownFor({ '/events': pictureEvents }, option)),
	...(priceOptions.options as unknown as INodeProperties[]).map((option) => ({
		...option,
		displayOptions: { show: { '/events': taskEvents, '/output': ['fields', 'simple'] } },
	})),
];

/** What an option is where the user has not added it. */
export const optionDefaults = Object.fromEntries(
	ownOptions.map(({ name, default: value }) => [name, value]),
);

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...sharedOptions, ...ownOptions],
};

export const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['taskFinished'],
	description: 'The events that start the workflow',
	options: [...eventOptions],
};

export const split: INodeProperties = {
	...splitField,
	description:
		'Whether to return one flat item per filament, ready for a spreadsheet, instead of one per print. Grams, metres, and cost add up to those of the print; only the first item has its minutes, machine cost, and picture.',
	displayOptions: {
		show: {
			output: ['fields', 'simple'],
			events: taskEvents.filter((name) => name !== 'deviceIdle'),
		},
	},
};

/** What a printer that is online may be doing, in the words of its row. */
const statusOptions: INodePropertyOptions[] = [
	{ name: 'Failed', value: 'failed' },
	{ name: 'Finished', value: 'finished' },
	{ name: 'Idle', value: 'idle' },
	{ name: 'Paused', value: 'paused' },
	{ name: 'Running', value: 'running' },
	{ name: 'Unknown', value: 'unknown' },
];

const filaments: CheckedProperty = {
	displayName: 'Filament Types or IDs',
	name: 'filaments',
	type: 'string',
	check: 'names',
	default: '',
	placeholder: 'e.g. PLA, PETG-CF, GFA00',
	displayOptions: { show: { '/events': taskEvents } },
	description:
		'Only prints that use one of these, separated by commas. Prints whose filaments are unknown (a started print may be one) are left out.',
};

export const filters: CheckedProperty = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		filaments,
		{
			displayName: 'Message Kinds',
			name: 'messageTypes',
			type: 'multiOptions',
			default: ['print'],
			allowArbitraryValues: true,
			displayOptions: { show: { '/events': ['messageReceived'] } },
			description:
				'Only messages of these kinds. Bambu Lab numbers them; an expression may give a number, such as 254.',
			options: [...kindOptions],
		},
		{
			displayName: 'Min Minutes',
			name: 'minMinutes',
			type: 'number',
			default: 30,
			typeOptions: { minValue: 0 },
			displayOptions: { show: { '/events': taskEvents } },
			description:
				'Only prints that took at least this long. A running print counts by its estimate.',
		},
		{
			displayName: 'Printer Names or IDs',
			name: 'deviceIds',
			type: 'multiOptions',
			default: [],
			description:
				'Only events of these printers. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			typeOptions: { loadOptionsMethod: 'getDevices' },
		},
		{
			displayName: 'Skip MakerWorld Models',
			name: 'onlyOwnDesigns',
			type: 'boolean',
			default: true,
			displayOptions: { show: { '/events': taskEvents } },
			description:
				'Whether to ignore prints of models from MakerWorld, your own published ones included',
		},
		{
			displayName: 'Status From',
			name: 'statusFrom',
			type: 'multiOptions',
			default: ['running'],
			displayOptions: { show: { '/events': ['deviceStatusChanged'] } },
			description: 'Only changes of a printer from one of these',
			options: [...statusOptions],
		},
		{
			displayName: 'Status To',
			name: 'statusTo',
			type: 'multiOptions',
			default: ['finished'],
			displayOptions: { show: { '/events': ['deviceStatusChanged'] } },
			description: 'Only changes of a printer to one of these',
			options: [...statusOptions],
		},
		{
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. Order',
			displayOptions: { show: { '/events': taskEvents } },
			description: 'Only prints with this text in their title. Capitals don’t matter.',
		},
		{
			displayName: 'Title Pattern',
			name: 'titlePattern',
			type: 'string',
			default: '',
			placeholder: 'e.g. ^Order \\d+',
			displayOptions: { show: { '/events': taskEvents } },
			description:
				'Only prints whose title matches this regular expression. Capitals don’t matter.',
		},
	],
};

type Forms = typeof forms;
type KindWithForm = { [K in keyof Forms]: Forms[K] extends RowForm ? K : never }[keyof Forms];

/** Whose fields they are, as the user would say. */
const kindNames: { [kind in KindWithForm]: string } = {
	task: 'prints',
	message: 'messages',
	printer: 'printers',
	firmware: 'firmware',
	spool: 'spools',
	milestone: 'milestones',
};

const formsByName: Array<[name: string, form: RowForm]> = [
	['prints split by filament', filamentForm],
	...(Object.keys(kindNames) as KindWithForm[]).map((kind): [string, RowForm] => [
		kindNames[kind],
		forms[kind],
	]),
];

const ownersOfFields = new Map<string, string[]>();
for (const [name, form] of formsByName) {
	for (const field of fieldsOf(form)) {
		ownersOfFields.set(field, [...(ownersOfFields.get(field) ?? []), name]);
	}
}

function describedField(name: string): string {
	const owners = `Of ${(ownersOfFields.get(name) ?? []).join(', ')}`;
	const meaning = fieldMeanings[name];
	return meaning === undefined ? owners : `${meaning}. ${owners}`;
}

const allFields = fieldsField(formsByName.map(([, form]) => form));

export const fields: INodeProperties = {
	...allFields,
	options: (allFields.options ?? []).map((option) => ({
		...option,
		description: describedField(option.name),
	})),
	description:
		'Which fields to return, as far as the event has them. Choose none to get all of them.',
};

/** The trigger's parameters. */
export const triggerProperties: INodeProperties[] = [
	events,
	outputField,
	split,
	fields,
	withoutCheck(filters),
	options,
];
