import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import { defineList } from '../../core/operation';
import { isOnline, printerStatus } from '../../output/device';
import { deviceOptions } from './fields';
import { readablePrinter } from './readable';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many printers',
	description:
		'Retrieve the printers of the account with what they are printing, and their status: at rest, how the last print ended',
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
					default: 'running',
					description:
						'Only printers with this status. An idle printer keeps the result of its last print as its status.',
					options: [
						{ name: 'Failed', value: 'failed', description: 'Idle after a print that failed' },
						{
							name: 'Finished',
							value: 'finished',
							description: 'Idle after a print that succeeded',
						},
						{ name: 'Idle', value: 'idle', description: 'Idle without a print before' },
						{ name: 'Offline', value: 'offline' },
						{ name: 'Paused', value: 'paused' },
						{ name: 'Running', value: 'running' },
						{ name: 'Unknown', value: 'unknown' },
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
			(status === undefined || printerStatus(row) === status),
	filterValues: { status: printerStatus },
	readable: readablePrinter,
	sample: {
		parameters: {},
		request: 'GET /v1/iot-service/api/user/bind',
		then: ['GET /v1/user-service/my/tasks?limit=100&offset=0'],
	},
});
