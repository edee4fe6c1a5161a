import { accountIdIn, boundDevices, preference, readDevices } from '../../cloud/api/endpoints';
import { incompleteAnswer } from '../../cloud/errors/cloudError';
import { idFault } from '../../cloud/http/request';
import { readCredentials, sessionOf } from '../../cloud/session/credentials';
import { defineCustom } from '../../core/operation';
import { deviceName, serialOf } from '../../output/device';
import { sessionOptions } from './fields';

function mqttHost(apiUrl: string): string {
	return new URL(apiUrl).hostname.endsWith('.cn') ? 'cn.mqtt.bambulab.com' : 'us.mqtt.bambulab.com';
}

export default defineCustom({
	name: 'Get MQTT Connection',
	value: 'getMqttConnection',
	action: 'Get MQTT connection',
	description:
		'Retrieve host, user, and topics of Bambu Lab’s own MQTT broker, which n8n must not connect to',
	notice:
		'Do not connect n8n’s MQTT Trigger or MQTT node to this broker: Bambu Lab bans accounts that connect too often. <a href="https://github.com/n8n-nodes-bambulab-cloud/n8n-nodes-bambulab-cloud/blob/main/docs/live-status.md">Listen on the local network</a> instead.',
	properties: [sessionOptions],
	run: async (_values, { sendOnce, credentialData }) => {
		const uid = accountIdIn(await sendOnce(preference));
		const { rows } = readDevices(await sendOnce(boundDevices));
		const settings = readCredentials(await credentialData());
		if (idFault(uid) !== undefined) throw incompleteAnswer('the ID of the account');
		return [
			{
				protocol: 'mqtts',
				host: mqttHost(settings.apiUrl),
				port: 8883,
				username: `u_${uid}`,
				mqttPassword: sessionOf(settings).token,
				printers: rows.map((row) => ({
					printerName: deviceName(row),
					printerSerial: serialOf(row),
					reportTopic: `device/${serialOf(row)}/report`,
					requestTopic: `device/${serialOf(row)}/request`,
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
