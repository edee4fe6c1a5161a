import { UserError, type IDataObject } from 'n8n-workflow';

import { defineObject } from '../../core/operation';
import { deviceField } from './fields';

function changesOf(name: string | undefined, further: IDataObject | undefined): IDataObject {
	const changes = { ...(name ? { dev_name: name } : {}), ...further };
	if (Object.keys(changes).length > 0) return changes;
	throw new UserError('The parameter "Update Fields" is empty', {
		description: 'Add the field "Name" to it, and enter the new name of the printer.',
	});
}

export default defineObject({
	name: 'Update',
	value: 'update',
	action: 'Update printer',
	description: 'Change the name of a printer',
	properties: [
		deviceField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Workshop',
					description: 'The new name of the printer',
				},
				{
					displayName: 'Custom Fields (JSON)',
					name: 'furtherFields',
					type: 'json',
					default: '{}',
					description:
						'Any other fields as one JSON object, in the spelling of the API. Only the name is known to be accepted.',
				},
			],
		},
	],
	request: ({ deviceId, updateFields: { name, furtherFields } }) => ({
		method: 'PATCH',
		path: '/v1/iot-service/api/user/device/info',
		body: { ...changesOf(name, furtherFields), dev_id: deviceId },
	}),
	isWrite: true,
	answer: (_body, { deviceId, updateFields: { name } }) => ({
		success: true,
		printerSerial: deviceId,
		...(name ? { printerName: name } : {}),
	}),
	sample: {
		parameters: { deviceId: '01P00A000000001', updateFields: { name: 'Workshop' } },
		before: ['GET /v1/iot-service/api/user/bind'],
		request: 'PATCH /v1/iot-service/api/user/device/info',
		body: { dev_id: '01P00A000000001', dev_name: 'Workshop' },
	},
});
