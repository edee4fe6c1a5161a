import { defineObject } from '../../core/operation';
import { cameraForm } from '../../output/camera';
import { deviceField } from './fields';

export default defineObject({
	name: 'Get Camera Access',
	value: 'getCameraAccess',
	action: 'Get camera access of printer',
	description:
		'Retrieve secret codes that open a printer’s camera stream once. Whoever has them can watch.',
	properties: [deviceField],
	returnsSecrets: true,
	request: ({ deviceId }) => ({
		method: 'POST',
		path: '/v1/iot-service/api/user/ttcode',
		body: { dev_id: deviceId },
	}),
	isWrite: true,
	readable: { form: cameraForm },
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		before: ['GET /v1/iot-service/api/user/bind'],
		request: 'POST /v1/iot-service/api/user/ttcode',
		body: { dev_id: '01P00A000000001' },
	},
});
