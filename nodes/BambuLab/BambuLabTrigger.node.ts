import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';

import { getDevices } from './methods/devices';
import { triggerProperties } from './trigger/description';
import { eventOptions } from './trigger/events';
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
		// In n8n's list of nodes it stands for both nodes, which are one card there.
		description:
			'Work with 3D prints, printers, and filament in the Bambu Lab cloud, or start workflows when something happens there (unofficial)',
		defaults: { name: 'Bambu Lab Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bambuLabCloudApi', required: true }],
		// n8n adds the schedule to it.
		properties: [...triggerProperties],
	};

	methods = { loadOptions: { getDevices } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
