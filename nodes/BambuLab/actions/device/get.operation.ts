import { UserError } from 'n8n-workflow';

import { boundDevices, findDevice, readDevices } from '../../cloud/api/endpoints';
import { idText, textOrEmpty } from '../../cloud/json';
import { defineCustom } from '../../core/operation';
import { deviceName, simplifyDevice } from '../../output/device';
import { withCurrentTasks } from './currentTask';
import { deviceField, deviceOptions } from './fields';

const mostNamed = 10;

/** The printers stand in the message: of an error, an AI agent gets to see nothing else. */
function unknownDevice(wanted: string, known: string[]): UserError {
	const rest = known.length > mostNamed ? `, and ${known.length - mostNamed} more` : '';
	const list = `${known.slice(0, mostNamed).join(', ')}${rest}`;
	const has = known.length === 0 ? 'It has none at all.' : `It has ${list}.`;
	return new UserError(`This account has no printer "${wanted}". ${has}`, {
		description: 'Enter a serial number or a name that only one printer has.',
	});
}

export default defineCustom({
	name: 'Get',
	value: 'get',
	action: 'Get a printer',
	description: 'Retrieve one printer, with its online state and what it prints',
	properties: [deviceField, deviceOptions],
	run: async ({ deviceId }, { sendOnce }) => {
		const { rows } = readDevices(await sendOnce(boundDevices));
		const device = findDevice(rows, deviceId);
		if (device === undefined) {
			throw unknownDevice(
				deviceId,
				rows.map((row) => `${deviceName(row)} (${idText(row.dev_id) || 'no serial number'})`),
			);
		}
		const status = await sendOnce({
			method: 'GET',
			path: '/v1/iot-service/api/user/print',
			query: { force: true },
		});
		// The print status comes without devices where nothing is queued.
		const serial = textOrEmpty(device.dev_id);
		return [{ ...findDevice(readDevices(status).rows, serial), ...device }];
	},
	simplify: simplifyDevice,
	join: withCurrentTasks,
	sample: {
		parameters: { deviceId: '01P00A000000001' },
		request: 'GET /v1/iot-service/api/user/bind',
		then: [
			'GET /v1/iot-service/api/user/print?force=true',
			'GET /v1/user-service/my/tasks?limit=100&offset=0',
		],
	},
});
