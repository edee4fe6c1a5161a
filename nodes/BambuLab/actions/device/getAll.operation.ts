import { textOrEmpty } from '../../cloud/json';
import { defineList } from '../../core/operation';
import { isOnline, simplifyDevice } from '../../output/device';
import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import type { DeviceRow } from '../../cloud/api/rows';
import { withCurrentTasks } from './currentTask';
import { deviceOptions } from './fields';

/** One state goes by several words: the printer list has the left ones, Bambu Studio both. */
const otherWords: { [status: string]: string } = { FAIL: 'FAILED', SUCCESS: 'FINISH' };

function hasStatus(row: DeviceRow, wanted: string): boolean {
	const status = textOrEmpty(row.print_status).toUpperCase();
	return status === wanted || status === otherWords[wanted];
}

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many printers',
	description: 'Retrieve the printers of the account, with their online state and print status',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Online',
					name: 'online',
					type: 'boolean',
					default: true,
					description:
						'Whether to return only printers that are online, or only those that are not',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 'RUNNING',
					allowArbitraryValues: true,
					description:
						'Only printers with this print status. An offline printer keeps its last status for ever.',
					options: [
						{ name: 'Active', value: 'ACTIVE' },
						{ name: 'Failed', value: 'FAIL' },
						{ name: 'Finished', value: 'SUCCESS' },
						{ name: 'Initializing', value: 'INIT' },
						{ name: 'Paused', value: 'PAUSE' },
						{ name: 'Preparing', value: 'PREPARE' },
						{ name: 'Printing', value: 'RUNNING' },
						{ name: 'Slicing', value: 'SLICING' },
					],
				},
			],
		},
		deviceOptions,
	],
	request: () => boundDevices,
	paged: false,
	read: readDevices,
	keep:
		({ filters: { online, status } }) =>
		(row) =>
			(online === undefined || isOnline(row) === online) &&
			(status === undefined || hasStatus(row, status)),
	simplify: simplifyDevice,
	join: withCurrentTasks,
	sample: {
		parameters: {},
		request: 'GET /v1/iot-service/api/user/bind',
		then: ['GET /v1/user-service/my/tasks?limit=100&offset=0'],
	},
});
