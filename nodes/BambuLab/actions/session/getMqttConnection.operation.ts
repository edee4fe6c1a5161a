import { boundDevices, readDevices } from '../../cloud/api/devices';
import { incompleteAnswer } from '../../cloud/errors/problem';
import { idFault } from '../../cloud/http/request';
import { idText, isObject, textOrEmpty } from '../../cloud/json';
import { currentToken } from '../../cloud/session/storedSession';
import { defineCustom } from '../../core/operation';
import { deviceName } from '../../output/device';
import { sessionOptions } from './fields';

function mqttHost(apiUrl: string): string {
	return new URL(apiUrl).hostname.endsWith('.cn') ? 'cn.mqtt.bambulab.com' : 'us.mqtt.bambulab.com';
}

export default defineCustom({
	name: 'Get MQTT Connection',
	value: 'getMqttConnection',
	action: 'Get the MQTT connection of the session',
	description:
		'Retrieve host, user, and topics of the live status that printers send by MQTT, for n8n’s MQTT Trigger',
	properties: [sessionOptions],
	run: async (_values, { sendOnce, credentials }) => {
		const preferences = await sendOnce({
			method: 'GET',
			path: '/v1/design-user-service/my/preference',
		});
		const { rows } = readDevices(await sendOnce(boundDevices));
		const settings = await credentials();
		const uid = isObject(preferences) ? idText(preferences.uid) : '';
		if (idFault(uid) !== undefined) throw incompleteAnswer('the id of the account');
		return [
			{
				protocol: 'mqtts',
				host: mqttHost(settings.apiUrl),
				port: 8883,
				username: `u_${uid}`,
				mqttPassword: currentToken(settings),
				printers: rows.map((row) => ({
					printerName: deviceName(row),
					printerSerial: textOrEmpty(row.dev_id),
					reportTopic: `device/${textOrEmpty(row.dev_id)}/report`,
					requestTopic: `device/${textOrEmpty(row.dev_id)}/request`,
				})),
			},
		];
	},
	sample: {
		parameters: {},
		request: 'GET /v1/design-user-service/my/preference',
		then: ['GET /v1/iot-service/api/user/bind'],
	},
});
