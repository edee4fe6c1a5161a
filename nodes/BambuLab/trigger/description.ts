import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { kindOptions } from '../actions/message/categories';
import { priceOptions } from '../actions/task/prices';
import { pictureOptions } from '../core/fields';
import { fieldsField, outputField, splitField } from '../core/output';
import { filamentForm } from '../output/split';
import { eventOptions, printEvents } from './events';
import { forms } from './sources/source';

const taskEvents = [...printEvents];
const endEvents = taskEvents.filter((name) => name !== 'taskCreated');
const pictureEvents = [...taskEvents, 'messageReceived'];
const milestoneEvents = ['modelMilestone'];

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Message Types',
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
			displayName: 'Printer Names or IDs',
			name: 'deviceIds',
			type: 'multiOptions',
			default: [],
			description:
				'Only events of these printers. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			typeOptions: { loadOptionsMethod: 'getDevices' },
		},
	],
};

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

/** In the order of use: what belongs together stands together. */
const ownOptions: INodeProperties[] = [
	{
		displayName: 'When Published',
		name: 'onActivation',
		type: 'options',
		default: 'fromNow',
		displayOptions: { show: { '/events': [...taskEvents, 'messageReceived', 'commentReceived'] } },
		description:
			'Which events come when you publish the workflow. After a restart of n8n or a new version of the workflow, the trigger continues where it was.',
		options: [
			{ name: 'From Now On', value: 'fromNow', description: 'Only what happens after publishing' },
			{
				name: 'From Now On, and the Last Hours',
				value: 'lastHours',
				description: 'Also prints and messages of some hours before',
			},
			{
				name: 'From Now On, and What Is Printing',
				value: 'running',
				description: 'Also the prints that are running, as started prints',
			},
		],
	},
	{
		displayName: 'Hours Back',
		name: 'lastHours',
		type: 'number',
		default: 24,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { onActivation: ['lastHours'] } },
		description: 'How many hours before publishing to include',
	},
	{
		displayName: 'Wait for Filament Data',
		name: 'waitForFilament',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/events': endEvents } },
		description:
			'Whether to delay the end of a print until its filaments are known, which takes up to a minute',
	},
	{
		displayName: 'Max Filament Wait (Minutes)',
		name: 'maxFilamentWait',
		type: 'number',
		default: 3,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': endEvents } },
		description: 'How long to wait for the filaments of a print that ended',
	},
	{
		displayName: 'Offline After (Minutes)',
		name: 'offlineAfter',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['deviceOffline', 'deviceOnline'] } },
		description:
			'How long a printer must be offline before the event comes, so that a short gap in the network is no alarm. Printer Online comes only after such an outage.',
	},
	{
		displayName: 'Filament Limit (Grams)',
		name: 'filamentLimitGrams',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description: 'A spool with less than this is low. The weight is the cloud’s estimate.',
	},
	{
		displayName: 'Filament Limit (Percent)',
		name: 'filamentLimitPercent',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 1, maxValue: 100 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description:
			'A spool with less than this part of a full one is low. Replaces the limit in grams, and ignores spools whose full weight is unknown.',
	},
	{
		displayName: 'Milestone Figures',
		name: 'milestoneFigures',
		type: 'multiOptions',
		default: ['boosts', 'downloads', 'followers', 'likes', 'prints'],
		displayOptions: { show: { '/events': milestoneEvents } },
		description: 'Which figures to watch, of each model and of the account as a whole',
		options: [
			{ name: 'Boosts', value: 'boosts' },
			{ name: 'Downloads', value: 'downloads' },
			{ name: 'Followers', value: 'followers', description: 'Of the account' },
			{ name: 'Likes', value: 'likes' },
			{ name: 'Prints', value: 'prints' },
		],
	},
	{
		displayName: 'Milestone Every',
		name: 'milestoneEvery',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		displayOptions: { show: { '/events': milestoneEvents } },
		description: 'Each multiple of this number is a milestone',
	},
	{
		displayName: 'Sign-In Expires In (Days)',
		name: 'daysBefore',
		type: 'number',
		default: 7,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['signInExpiring'] } },
		description:
			'How many days before the sign-in ends the event comes. A credential with a password renews itself, so it has no such event.',
	},
	{
		displayName: 'Report Outage After (Minutes)',
		name: 'reportOutageAfter',
		type: 'number',
		default: 15,
		typeOptions: { minValue: 0 },
		description:
			'How long Bambu Lab may be unreachable before one execution fails, so that your error workflow runs. Until then n8n only logs it, and no event is lost.',
	},
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
		'Whether to return one flat item per filament, ready for a spreadsheet, instead of one per print. Grams, metres, and cost add up to those of the print; only the first item has its minutes and picture.',
	displayOptions: { show: { output: ['fields', 'simple'], events: taskEvents } },
};

export const fields: INodeProperties = {
	...fieldsField([filamentForm, ...Object.values(forms).flatMap((form) => form ?? [])]),
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
