import { readHits } from '../../cloud/pages';
import { defineList } from '../../core/operation';
import { simplifyTask } from '../../output/task';
import { deviceField } from '../device/fields';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many prints',
	description: 'Retrieve the prints that the cloud remembers, newest first',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'After',
					name: 'after',
					type: 'string',
					default: '',
					description:
						'ID of a task to start after. Bambu Lab documents it, but its cloud has been seen to ignore it.',
				},
				{ ...deviceField, required: false, description: 'Only prints of this printer' },
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 2,
					description: 'Only prints in this state',
					options: [
						{ name: 'Any', value: 0 },
						{ name: 'Failed or Cancelled', value: 3 },
						{ name: 'Finished', value: 2 },
						{ name: 'Printing', value: 4 },
						{ name: 'Starting', value: 1 },
					],
				},
			],
		},
	],
	request: ({ filters: { deviceId, status, after } }) => ({
		method: 'GET',
		path: '/v1/user-service/my/tasks',
		query: { deviceId, status, after },
	}),
	paged: true,
	read: readHits,
	simplify: simplifyTask,
	sample: {
		parameters: { returnAll: false, limit: 2, filters: { status: 2 } },
		request: 'GET /v1/user-service/my/tasks?status=2&limit=2&offset=0',
	},
});
