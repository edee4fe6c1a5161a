import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { priceOptions } from '../actions/task/prices';
import { pictureOptions } from '../core/fields';
import { fieldsField, outputField, splitField } from '../core/output';
import { fieldsOf, type RowForm } from '../output/rowForm';
import { filamentForm } from '../output/splitByFilament';
import { eventOptions, printEvents } from './events';
import { filters } from './filterFields';
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

export { filters };

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
		'Whether to return one flat item per filament, ready for a spreadsheet, instead of one per print. Grams, metres, and cost add up to those of the print; only the first item has its minutes and picture.',
	displayOptions: {
		show: {
			output: ['fields', 'simple'],
			events: taskEvents.filter((name) => name !== 'deviceIdle'),
		},
	},
};

/** Whose fields they are, as the user would say. */
const formsByName: { [name: string]: RowForm } = {
	'prints split by filament': filamentForm,
	prints: forms.task,
	messages: forms.message,
	printers: forms.printer,
	firmware: forms.firmware,
	spools: forms.spool,
	milestones: forms.milestone,
};

const allFields = fieldsField(Object.values(formsByName));

export const fields: INodeProperties = {
	...allFields,
	options: (allFields.options ?? []).map((option) => ({
		...option,
		description: `Of ${Object.entries(formsByName)
			.filter(([, form]) => fieldsOf(form).includes(option.name))
			.map(([name]) => name)
			.join(', ')}`,
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
	filters,
	options,
];
