import nock from 'nock';

import bound from '../contract/current/getBoundDevices.json';
import { globalApi, runOperation } from '../support/bambuLab';

test('device:getReportRequest gives what n8n’s MQTT node takes, and sends nothing to the printer', async () => {
	nock(globalApi).get('/v1/iot-service/api/user/bind').reply(200, bound);
	const { items, error } = await runOperation('device:getReportRequest', { deviceId: 'Workshop' });
	expect(error).toBeUndefined();
	const [{ json = {} } = {}] = items;
	expect(json).toEqual({
		printerSerial: '01P00A000000001',
		topic: 'device/01P00A000000001/request',
		message: expect.any(String),
		qos: 1,
	});
	// As Bambu Studio and Home Assistant's integration write it; a frame with `print` would have to be signed.
	expect(JSON.parse(String(json.message))).toEqual({
		pushing: { sequence_id: '0', command: 'pushall', version: 1, push_target: 1 },
	});
});
