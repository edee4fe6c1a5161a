import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { kindOptions } from '../actions/message/categories';
import { printEvents } from './events';

const taskEvents = [...printEvents];

/** What a printer that is online may be doing, in the words of its row. */
const statusOptions: INodePropertyOptions[] = [
	{ name: 'Failed', value: 'failed' },
	{ name: 'Finished', value: 'finished' },
	{ name: 'Idle', value: 'idle' },
	{ name: 'Paused', value: 'paused' },
	{ name: 'Running', value: 'running' },
	{ name: 'Unknown', value: 'unknown' },
];

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Filament Types or IDs',
			name: 'filaments',
			type: 'string',
			default: '',
			placeholder: 'e.g. PLA, PETG-CF, GFA00',
			displayOptions: { show: { '/events': taskEvents } },
			description:
				'Only prints that use one of these, separated by commas. Prints whose filaments are unknown (a started print may be one) are left out.',
		},
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
			default: ['paused'],
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
