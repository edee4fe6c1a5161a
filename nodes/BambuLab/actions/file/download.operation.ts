import { defineFile } from '../../core/operation';
import { modelField, profileField } from '../profile/fields';
import { projectField } from '../project/fields';
import { taskField } from '../task/fields';
import { locateProfileFile, locateProjectFile, locateTaskPicture } from './locate';

export default defineFile({
	name: 'Download',
	value: 'download',
	isDefault: true,
	action: 'Download file',
	description: 'Download the picture of a print, or a file of a project or print profile',
	properties: [
		{
			displayName: 'Take From',
			name: 'source',
			type: 'options',
			default: 'task',
			description: 'Where to take the file from',
			options: [
				{ name: 'Print', value: 'task', description: 'The picture of the print' },
				{ name: 'Print Profile', value: 'profile' },
				{ name: 'Project', value: 'project' },
				{ name: 'URL', value: 'url' },
			],
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://public-cdn.bblmw.com/cover.png',
			description:
				'Address of the file, as another operation returned it. Addresses expire after minutes to an hour.',
			displayOptions: { show: { source: ['url'] } },
		},
		{ ...taskField, displayOptions: { show: { source: ['task'] } } },
		{ ...projectField, displayOptions: { show: { source: ['project'] } } },
		{ ...profileField, displayOptions: { show: { source: ['profile'] } } },
		{ ...modelField, displayOptions: { show: { source: ['profile'] } } },
		{
			displayName: 'File',
			name: 'content',
			type: 'options',
			default: 'picture',
			description: 'Which file to download',
			displayOptions: { show: { source: ['project', 'profile'] } },
			options: [
				{
					name: 'Configuration',
					value: 'config',
					description: 'One of the slicer’s settings files',
				},
				{ name: 'Model', value: 'model', description: 'The 3MF file' },
				{ name: 'Picture of a Plate', value: 'picture' },
			],
		},
		{
			displayName: 'Plate Number',
			name: 'plate',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description: 'Which plate, counted from 1',
			displayOptions: { show: { source: ['project', 'profile'], content: ['picture'] } },
		},
		{
			displayName: 'Configuration Name',
			name: 'configName',
			type: 'string',
			required: true,
			default: 'project_settings.config',
			placeholder: 'e.g. slice_info.config',
			description: 'Name of the settings file',
			displayOptions: { show: { source: ['project', 'profile'], content: ['config'] } },
		},
	],
	locate: async (values, { send }) => {
		const { source, url, taskId, projectId, profileId, modelId } = values;
		const { content = 'picture', plate = 1, configName = '' } = values;
		const choice = { content, plate, configName };
		if (source === 'task') return await locateTaskPicture(send, taskId);
		if (source === 'project') return await locateProjectFile(send, projectId, choice);
		if (source === 'profile') {
			return await locateProfileFile(send, profileId, modelId, choice);
		}
		return { url };
	},
	sample: {
		parameters: { source: 'task', taskId: '712033198' },
		request: 'GET /v1/user-service/my/task/712033198',
	},
});
