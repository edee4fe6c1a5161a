import { defineObject } from '../../core/operation';
import { uploadForm } from '../../output/upload';

export default defineObject({
	name: 'Get Upload Status',
	value: 'getUploadStatus',
	action: 'Get upload status of file',
	description: 'Retrieve whether an upload has finished',
	properties: [
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			default: 'upload',
			description: 'What Bambu Lab was asked to do with the file',
			options: [
				{ name: 'Import Mesh', value: 'import_mesh' },
				{ name: 'Upload', value: 'upload' },
			],
		},
		{
			displayName: 'Ticket ID',
			name: 'ticketId',
			type: 'string',
			check: 'id',
			required: true,
			default: '',
			description: 'The upload ticket that came with the project',
		},
	],
	request: ({ action, ticketId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/notification',
		query: { action, ticket: ticketId },
	}),
	readable: { form: uploadForm },
	sample: {
		parameters: { action: 'upload', ticketId: 'upload-1' },
		request: 'GET /v1/iot-service/api/user/notification?action=upload&ticket=upload-1',
	},
});
