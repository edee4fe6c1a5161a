import { defineList } from '../../core/operation';
import { simplifyDevice } from '../../output/device';
import { boundDevices, readDevices } from '../../cloud/devices';
import { deviceOptions } from './fields';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many printers',
	description: 'Retrieve the printers of the account, with their online state and print status',
	properties: [deviceOptions],
	request: () => boundDevices,
	paged: false,
	read: readDevices,
	simplify: simplifyDevice,
	sample: { parameters: {}, request: 'GET /v1/iot-service/api/user/bind' },
});
