import { defineList } from '../../core/operation';
import { simplifyFirmware } from '../../output/firmware';
import { readDevices } from '../../cloud/api/endpoints';
import { deviceField } from './fields';

export default defineList({
	name: 'Get Firmware',
	value: 'getFirmware',
	action: 'Get the firmware of a printer',
	description: 'Retrieve the installed firmware of a printer, and what newer version there is',
	properties: [deviceField],
	request: ({ deviceId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/device/version',
		query: { dev_id: deviceId },
	}),
	paged: false,
	read: readDevices,
	simplify: simplifyFirmware,
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		request: 'GET /v1/iot-service/api/user/device/version?dev_id=01P00A000000001',
	},
});
