import { defineList } from '../../core/operation';
import { projectForm } from '../../output/project';
import { allProjects, readProjects } from '../../cloud/api/endpoints';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many projects',
	description: 'Retrieve the projects of the account',
	properties: [],
	request: () => allProjects,
	paged: false,
	read: readProjects,
	readable: { form: projectForm },
	sample: { parameters: {}, request: 'GET /v1/iot-service/api/user/project' },
});
