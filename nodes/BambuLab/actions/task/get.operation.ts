import { defineObject } from '../../core/operation';
import { simplifyTask } from '../../output/task';
import { splitByFilament } from '../../output/split';
import { taskPicture } from '../file/locate';
import { taskField } from './fields';
import { priceOptions, pricesOf, splitField } from './split';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get a print',
	description: 'Retrieve one print',
	properties: [taskField, splitField, priceOptions],
	request: ({ taskId }) => ({
		method: 'GET',
		path: '/v1/user-service/my/task/{taskId}',
		pathParameters: { taskId },
	}),
	simplify: (task, { options }) => simplifyTask(task, pricesOf(options)),
	split: (task, { splitByFilament: asked, options }) =>
		asked ? splitByFilament(task, pricesOf(options)) : undefined,
	picture: (task, { send }) => taskPicture(task, send),
	sample: {
		parameters: { taskId: '712033198' },
		request: 'GET /v1/user-service/my/task/712033198',
	},
});
