import { defineList } from '../../core/operation';
import { printerNames } from '../../core/printers';
import { firmwareForm } from '../../output/firmware';
import { readDevices } from '../../cloud/api/endpoints';
import { deviceField } from './fields';

export default defineList({
	name: 'Get Firmware',
	value: 'getFirmware',
	action: 'Get firmware of printers',
	description: 'Retrieve the installed firmware and available updates of all printers, or of one',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					...deviceField,
					required: false,
					description:
						'Only this printer. AI agents and expressions give its name or its serial number.',
				},
			],
		},
	],
	request: ({ filters: { deviceId } }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/device/version',
		query: { dev_id: deviceId },
	}),
	paged: false,
	read: readDevices,
	readable: {
		form: firmwareForm,
		context: async (_rows, { cloud, wants }) =>
			wants('printerName') ? { printerNames: await printerNames(cloud) } : {},
	},
	sample: {
		parameters: {},
		request: 'GET /v1/iot-service/api/user/device/version',
		then: ['GET /v1/iot-service/api/user/bind'],
	},
});
