import { textOrEmpty } from '../../cloud/json';
import { readHits } from '../../cloud/list/pages';
import type { TaskRow } from '../../cloud/api/rows';
import { defineList } from '../../core/operation';
import { simplifyTask, taskStatusText } from '../../output/task';
import { splitByFilament } from '../../output/split';
import { deviceField } from '../device/fields';
import { taskPicture } from '../file/locate';
import { priceOptions, pricesOf, splitField } from './split';

/** A task without a start is never earlier: the newest ones may still lack it. */
function isEarlier(task: TaskRow, moment: string): boolean {
	return Date.parse(textOrEmpty(task.startTime)) < Date.parse(moment);
}

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many prints',
	description: 'Retrieve the prints that the cloud remembers, newest first',
	properties: [
		splitField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'After Task ID',
					name: 'after',
					type: 'string',
					default: '',
					description:
						'ID of a task to start after. Bambu Lab documents it, but its cloud has been seen to ignore it.',
				},
				{ ...deviceField, required: false, description: 'Only prints of this printer' },
				{
					displayName: 'Started After',
					name: 'startedAfter',
					type: 'dateTime',
					default: '',
					description: 'Only prints that started at this time or later',
				},
				{
					displayName: 'Started Before',
					name: 'startedBefore',
					type: 'dateTime',
					default: '',
					description: 'Only prints that started before this time',
				},
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
						{ name: 'Running (Starting or Printing)', value: 'running' },
						{ name: 'Starting', value: 1 },
					],
				},
			],
		},
		priceOptions,
	],
	request: ({ filters: { deviceId, status, after } }) => ({
		method: 'GET',
		path: '/v1/user-service/my/tasks',
		// The cloud filters by one status; both of a running print are filtered here.
		query: { deviceId, status: status === 'running' ? undefined : status, after },
	}),
	paged: true,
	read: readHits,
	keep: ({ filters: { startedAfter, startedBefore, status } }) =>
		startedAfter || startedBefore || status === 'running'
			? (task) =>
					!(startedAfter && isEarlier(task, startedAfter)) &&
					(!startedBefore || isEarlier(task, startedBefore)) &&
					(status !== 'running' || taskStatusText(task.status) === 'running')
			: undefined,
	stop: ({ filters: { startedAfter } }) =>
		startedAfter ? (task) => isEarlier(task, startedAfter) : undefined,
	simplify: (task, { options }) => simplifyTask(task, pricesOf(options)),
	split: (task, { splitByFilament: asked, options }) =>
		asked ? splitByFilament(task, pricesOf(options)) : undefined,
	picture: (task, { send }) => taskPicture(task, send),
	sample: {
		parameters: { returnAll: false, limit: 2, filters: { status: 2 } },
		request: 'GET /v1/user-service/my/tasks?status=2&limit=2&offset=0',
	},
});
