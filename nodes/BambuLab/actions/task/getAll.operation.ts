import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { filamentForm } from '../../output/splitByFilament';
import { printForm } from '../../output/task';
import { taskPicture } from '../file/locate';
import { printContext } from './context';
import { keepTask, statusQuery, stopTask, taskFilters, taskFilterValues } from './filters';
import { priceOptions } from './fields';
import { priceRemark, pricesOf } from './prices';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many prints',
	description: 'Retrieve the prints of the last 90 days or so, newest first',
	properties: [taskFilters, priceOptions],
	request: ({ filters }) => ({
		method: 'GET',
		path: '/v1/user-service/my/tasks',
		query: { deviceId: filters.deviceId, status: statusQuery(filters) },
	}),
	paged: true,
	read: readHits,
	keep: ({ filters }) => keepTask(filters),
	filterValues: taskFilterValues,
	stop: ({ filters }) => stopTask(filters),
	readable: {
		form: printForm,
		splitForm: filamentForm,
		context: async (tasks, reading) =>
			await printContext(tasks, reading, pricesOf(reading.values.options)),
	},
	picture: (task, { send }) => taskPicture(task, send),
	remark: priceRemark,
	sample: {
		parameters: { returnAll: false, limit: 2, filters: { status: 'finished' } },
		request: 'GET /v1/user-service/my/tasks?status=2&limit=100&offset=0',
	},
});
