import { defineObject } from '../../core/operation';
import { filamentForm } from '../../output/splitByFilament';
import { printForm } from '../../output/task';
import { taskPicture } from '../file/locate';
import { printContext } from './context';
import { priceOptions, taskField } from './fields';
import { priceRemark, pricesOf } from './prices';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get print',
	description: 'Retrieve one print',
	properties: [taskField, priceOptions],
	request: ({ taskId }) => ({
		method: 'GET',
		path: '/v1/user-service/my/task/{taskId}',
		pathParameters: { taskId },
	}),
	advice: {
		notFound: {
			message: 'Bambu Lab has no print with this ID',
			next: 'Check the ID, a number such as 712345678. Prints older than about 90 days are gone.',
		},
	},
	readable: {
		form: printForm,
		splitForm: filamentForm,
		context: async (tasks, reading) =>
			await printContext(tasks, reading, pricesOf(reading.values.options)),
	},
	picture: (task, { send }) => taskPicture(task, send),
	remark: priceRemark,
	sample: {
		parameters: { taskId: '712033198' },
		request: 'GET /v1/user-service/my/task/712033198',
	},
});
