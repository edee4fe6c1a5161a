import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { kindOptions } from '../actions/message/categories';
import { priceOptions } from '../actions/task/prices';
import { pictureOptions } from '../core/fields';
import { byDisplayName } from '../core/labelOrder';
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
	...(priceOptions.options as unknown as INodeProperties[]).map((option) => ({
		...option,
		displayOptions: { show: { '/events': taskEvents, '/output': ['fields', 'simple'] } },
	})),
	...pictureOptions.map((option) => shownFor({ '/events': pictureEvents }, option)),
];

const ownOptions: INodeProperties[] = [
	{
		displayName: 'Days Before',
		name: 'daysBefore',
		type: 'number',
		default: 7,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['signInExpiring'] } },
		description:
			'How many days before the end of the sign-in to tell of it. Where the credential renews itself with a password, nothing ends for you, so nothing is told.',
	},
	{
		displayName: 'Filament Limit (Grams)',
		name: 'filamentLimitGrams',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description:
			'With less than this a spool is low. The weight is what the cloud believes is left.',
	},
	{
		displayName: 'Filament Limit (Percent)',
		name: 'filamentLimitPercent',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 1, maxValue: 100 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description:
			'With less than this part of a full spool it is low, in place of the limit in grams. Leaves out spools of which the full weight is not known.',
	},
	{
		displayName: 'Hours Back',
		name: 'lastHours',
		type: 'number',
		default: 24,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { onActivation: ['lastHours'] } },
		description: 'How many hours before publishing are told as well',
	},
	{
		displayName: 'Max Filament Wait (Minutes)',
		name: 'maxFilamentWait',
		type: 'number',
		default: 3,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': endEvents } },
		description:
			'How long to wait for the filaments of a print that ended. Prints without any are told after this.',
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
		displayName: 'Offline After (Minutes)',
		name: 'offlineAfter',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['deviceOffline', 'deviceOnline'] } },
		description:
			'How long a printer must have been offline to be told of, so that a short gap in the network is no alarm. A printer is told to be online only after it was offline for so long.',
	},
	{
		displayName: 'On Activation',
		name: 'onActivation',
		type: 'options',
		default: 'fromNow',
		displayOptions: { show: { '/events': [...taskEvents, 'messageReceived', 'commentReceived'] } },
		description:
			'What is told when you publish the workflow. A restart of n8n, or a new version of the workflow, goes on where it was.',
		options: [
			{ name: 'From Now On', value: 'fromNow', description: 'Only what happens later' },
			{
				name: 'From Now On, and the Last Hours',
				value: 'lastHours',
				description: 'Also the prints and messages of some hours before',
			},
			{
				name: 'From Now On, and What Is Printing',
				value: 'running',
				description: 'Also the prints that are running, as new ones',
			},
		],
	},
	{
		displayName: 'Report Outage After (Minutes)',
		name: 'reportOutageAfter',
		type: 'number',
		default: 15,
		typeOptions: { minValue: 0 },
		description:
			'How long Bambu Lab may be out of reach before one execution fails to tell you. Until then it is only logged, and nothing is lost.',
	},
	{
		displayName: 'Wait for Filament Data',
		name: 'waitForFilament',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/events': endEvents } },
		description:
			'Whether to hold back the end of a print until its filaments are known, which takes up to a minute',
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
	options: [...ownOptions, ...sharedOptions].sort(byDisplayName),
};

export const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['taskFinished'],
	description: 'What to listen for',
	options: [...eventOptions],
};

export const split: INodeProperties = {
	...splitField,
	description:
		'Whether to return one flat item per filament of a print, ready for a spreadsheet, instead of one item per print. Grams, metres, and cost of the items add up to those of the print; its minutes and its picture stand in the first.',
	displayOptions: { show: { output: ['fields', 'simple'], events: taskEvents } },
};

export const fields: INodeProperties = {
	...fieldsField([filamentForm, ...Object.values(forms).flatMap((form) => form ?? [])]),
	description:
		'Which fields to return, of those that an event has. All of them where none is chosen.',
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
