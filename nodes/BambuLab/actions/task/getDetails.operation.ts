import { defineObject } from '../../core/operation';
import { simplifyTaskDetails } from '../../output/project';
import { platePicture } from '../file/locate';
import { taskField } from './fields';

export default defineObject({
	name: 'Get Details',
	value: 'getDetails',
	action: 'Get the plates and filaments of a print',
	description:
		'Retrieve plates, filaments, and pictures of one print. Bambu Lab refuses it for some prints.',
	properties: [taskField],
	request: ({ taskId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/task/{taskId}',
		pathParameters: { taskId },
	}),
	simplify: simplifyTaskDetails,
	picture: platePicture,
	advice: {
		forbidden: {
			message: 'Bambu Lab does not give the details of this task',
			next: 'It refuses them for many prints, also your own. Use the operation "Get" of the task instead.',
		},
	},
	sample: {
		parameters: { taskId: '712033198' },
		request: 'GET /v1/iot-service/api/user/task/712033198',
	},
});
