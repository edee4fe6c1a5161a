import { defineCustom } from '../../core/operation';
import { deviceField } from './fields';

export default defineCustom({
	name: 'Get Report Request',
	value: 'getReportRequest',
	action: 'Get report request for printer',
	description:
		'Retrieve the topic and message with which n8n’s MQTT node asks a printer for its whole status',
	properties: [deviceField],
	notice: 'This sends nothing. Use the output in n8n’s MQTT node, at most every 5 minutes.',
	run: async ({ deviceId }) =>
		await Promise.resolve([
			{
				printerSerial: deviceId,
				topic: `device/${deviceId}/request`,
				message: JSON.stringify({
					pushing: { sequence_id: '0', command: 'pushall', version: 1, push_target: 1 },
				}),
				qos: 1,
			},
		]),
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		request: 'GET /v1/iot-service/api/user/bind',
	},
});
