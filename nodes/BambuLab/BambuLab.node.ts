import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { resources as registered } from './actions/registry';
import { nodeProperties, nodeSubtitle, withAllProperties } from './core/description';
import { executeOperations } from './core/execute';
import { searchDevices } from './methods/devices';
import { searchFilaments, searchProjects, searchSettings, searchSpools } from './methods/lists';
import { searchOwnModels } from './methods/ownModels';
import { searchModels, searchProfiles, searchTasks } from './methods/tasks';

const resources = withAllProperties(registered);
// Built once; n8n adds parameters of its own to the list of each node that it makes.
const properties = nodeProperties(resources, 'task');
const subtitle = nodeSubtitle(resources);

export class BambuLab implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bambu Lab',
		name: 'bambuLab',
		icon: { light: 'file:bambuLab.svg', dark: 'file:bambuLab.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Work with 3D printers, prints, and filament in the Bambu Lab cloud (unofficial)',
		defaults: { name: 'Bambu Lab' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bambuLabCloudApi',
				required: true,
				// What needs no account works without one.
				displayOptions: { hide: { resource: ['errorCode'], operation: ['readLiveReport'] } },
			},
		],
		properties: [...properties],
	};

	methods = {
		listSearch: {
			searchDevices,
			searchFilaments,
			searchModels,
			searchOwnModels,
			searchProfiles,
			searchProjects,
			searchSettings,
			searchSpools,
			searchTasks,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, resources);
	}
}
