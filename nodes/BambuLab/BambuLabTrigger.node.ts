import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';

import { getDevices } from './methods/devices';
import { defaultDaysBefore, eventOptions, sessionEventName } from './trigger/events';
import { poll } from './trigger/poll';

const eventNames = JSON.stringify(
	Object.fromEntries(eventOptions.map(({ value, name }) => [value, name])),
);

export class BambuLabTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bambu Lab Trigger',
		name: 'bambuLabTrigger',
		icon: { light: 'file:bambuLab.svg', dark: 'file:bambuLab.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ $parameter["events"].map((event) => (${eventNames})[event]).join(", ") }}`,
		description: 'React to the prints of Bambu Lab 3D printers, through the cloud (unofficial)',
		defaults: { name: 'Bambu Lab Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bambuLabCloudApi', required: true }],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				default: ['taskFinished'],
				description: 'What to listen for',
				options: [...eventOptions],
			},
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add Filter',
				default: {},
				options: [
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
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				// An empty list of options would only puzzle.
				displayOptions: { show: { events: [sessionEventName] } },
				options: [
					{
						displayName: 'Days Before',
						name: 'daysBefore',
						type: 'number',
						default: defaultDaysBefore,
						typeOptions: { minValue: 1 },
						description:
							'How many days before the end of the sign-in to tell of it. Where the credential renews itself with a password, nothing ends for you, so nothing is told.',
					},
				],
			},
		],
	};

	methods = { loadOptions: { getDevices } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
