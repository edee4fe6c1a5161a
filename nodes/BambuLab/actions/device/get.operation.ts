import { defineCustom } from '../../core/operation';
import { findPrinter } from '../../core/printers';
import { deviceField, deviceOptions } from './fields';
import { readablePrinter } from './readable';

export default defineCustom({
	name: 'Get',
	value: 'get',
	action: 'Get printer',
	description:
		'Retrieve a printer with what it is printing, and its status: at rest, how its last print ended',
	properties: [deviceField, deviceOptions],
	run: async ({ deviceId }, cloud) => [await findPrinter(deviceId, cloud)],
	readable: readablePrinter,
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		request: 'GET /v1/iot-service/api/user/bind',
		then: ['GET /v1/user-service/my/tasks?limit=100&offset=0'],
	},
});
