import { defineObject } from '../../core/operation';
import { deviceField } from './fields';

export default defineObject({
	name: 'Get Camera Access',
	value: 'getCameraAccess',
	action: 'Get access to the camera of a printer',
	description:
		'Retrieve the codes that open the camera stream of a printer once. The output holds secrets: whoever has them can watch.',
	properties: [deviceField],
	returnsSecrets: true,
	request: ({ deviceId }) => ({
		method: 'POST',
		path: '/v1/iot-service/api/user/ttcode',
		body: { dev_id: deviceId },
	}),
	isWrite: true,
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		request: 'POST /v1/iot-service/api/user/ttcode',
		body: { dev_id: '01P00A000000001' },
	},
});
