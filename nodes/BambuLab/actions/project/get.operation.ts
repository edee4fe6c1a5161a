import { defineObject } from '../../core/operation';
import { simplifyProject } from '../../output/project';
import { projectField } from './fields';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get a project',
	description: 'Retrieve a project with its print profiles, plates, and files',
	properties: [projectField],
	request: ({ projectId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/project/{projectId}',
		pathParameters: { projectId },
	}),
	simplify: simplifyProject,
	sample: {
		parameters: { projectId: '164033198' },
		request: 'GET /v1/iot-service/api/user/project/164033198',
	},
});
