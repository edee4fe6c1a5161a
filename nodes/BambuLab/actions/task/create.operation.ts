import { UserError, type IDataObject } from 'n8n-workflow';

import { defineObject } from '../../core/operation';
import { idOrNull } from '../../output/values';
import { deviceField } from '../device/fields';

function checkedTask(parameter: string, task: IDataObject): IDataObject {
	if (Object.keys(task).length > 0) return task;
	throw new UserError(`The parameter "${parameter}" is empty`, {
		description: 'Give at least the printer, and the model and profile to print.',
	});
}

export default defineObject({
	name: 'Create',
	value: 'create',
	action: 'Start print (refused by Bambu Lab)',
	description:
		'Start a print on a real printer, whose plate must be empty. Bambu Lab lets only its own applications do this.',
	properties: [
		{
			displayName: 'Specify Print',
			name: 'specifyTask',
			type: 'options',
			noDataExpression: true,
			default: 'json',
			description: 'How to describe the print',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			displayName: 'Print (JSON)',
			name: 'task',
			type: 'json',
			required: true,
			default: '{}',
			description:
				'The print as one JSON object, with deviceId, title, modelId, profileId, plateIndex, cover, and mode',
			displayOptions: { show: { specifyTask: ['json'] } },
		},
		{
			displayName: 'Print Fields',
			name: 'taskFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			displayOptions: { show: { specifyTask: ['fields'] } },
			options: [
				{
					displayName: 'Cover URL',
					name: 'cover',
					type: 'string',
					default: '',
					description: 'Address of the picture that Bambu Lab shows for the print',
				},
				{
					displayName: 'Custom Fields (JSON)',
					name: 'additionalFields',
					type: 'json',
					default: '{}',
					description: 'Any other fields as one JSON object, in the spelling of the API',
				},
				{
					displayName: 'Mode',
					name: 'mode',
					type: 'string',
					default: 'cloud_file',
					description: 'Where the file comes from: cloud_file or lan_file',
				},
				{
					displayName: 'Model ID',
					name: 'modelId',
					type: 'string',
					check: 'id',
					default: '',
					placeholder: 'e.g. US0a1b2c3d4e5f67',
					description: 'ID of the model in the cloud',
				},
				{
					displayName: 'Plate Number',
					name: 'plateIndex',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 1,
					description: 'Which plate of the file to print, counted from 1',
				},
				{ ...deviceField, required: false, description: 'The printer that prints' },
				{
					displayName: 'Profile ID',
					name: 'profileId',
					type: 'number',
					default: 0,
					description: 'ID of the print profile, as a number',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					description: 'Name of the print as the printer shows it',
				},
				{
					displayName: 'Use AMS',
					name: 'useAms',
					type: 'boolean',
					default: true,
					description: 'Whether to take the filament from the AMS',
				},
			],
		},
	],
	request: ({ specifyTask, task, taskFields }) => {
		const { additionalFields, ...fields } = taskFields ?? {};
		const body =
			specifyTask === 'json'
				? checkedTask('Print (JSON)', task)
				: // The cover has to be there, and may be empty.
					{ cover: '', ...checkedTask('Print Fields', { ...fields, ...additionalFields }) };
		return { method: 'POST', path: '/v1/user-service/my/task', body };
	},
	notice:
		'Bambu Lab lets only its own applications do this. Start prints with Bambu Studio or Bambu Handy.',
	isWrite: true,
	advice: {
		forbidden: {
			message: 'Bambu Lab lets only its own applications start a print through the cloud',
			next: 'Nothing was started. Start prints with Bambu Studio or Bambu Handy.',
		},
	},
	answer: (body) => ({ success: true, id: idOrNull(body.id) }),
	sample: {
		parameters: {
			specifyTask: 'json',
			task: '{"deviceId":"01P00A000000001","title":"Benchy","modelId":"US0a1b2c3d4e5f67","profileId":712300011,"plateIndex":1,"cover":"","mode":"cloud_file"}',
		},
		request: 'POST /v1/user-service/my/task',
		body: {
			deviceId: '01P00A000000001',
			title: 'Benchy',
			modelId: 'US0a1b2c3d4e5f67',
			profileId: 712300011,
			plateIndex: 1,
			cover: '',
			mode: 'cloud_file',
		},
	},
});
