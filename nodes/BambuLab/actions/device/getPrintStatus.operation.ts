import { defineList } from '../../core/operation';
import { simplifyPrintStatus } from '../../output/device';
import { readDevices } from '../../cloud/api/endpoints';
import { includeAccessCodes } from './fields';

export default defineList({
	name: 'Get Print Status',
	value: 'getPrintStatus',
	action: 'Get the print status of all printers',
	description:
		'Retrieve what the cloud says each printer is printing. It often says nothing; "Get Many" of the printer is more dependable.',
	properties: [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Force',
					name: 'force',
					type: 'boolean',
					default: true,
					description: 'Whether to ask for a fresh status, as Bambu Studio does',
				},
				includeAccessCodes,
			],
		},
	],
	request: ({ options: { force = true } }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/print',
		query: { force: force ? true : undefined },
	}),
	paged: false,
	read: readDevices,
	simplify: simplifyPrintStatus,
	sample: { parameters: {}, request: 'GET /v1/iot-service/api/user/print?force=true' },
});
