import { defineObject } from '../../core/operation';
import { objectsIn } from '../../cloud/json';
import { filamentNames } from '../../core/filamentCatalogue';
import { plateFilamentIds, projectDetailsForm } from '../../output/project';
import { projectField } from './fields';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get project',
	description: 'Retrieve a project with its print profiles, plates, and files',
	properties: [projectField],
	request: ({ projectId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/project/{projectId}',
		pathParameters: { projectId },
	}),
	advice: {
		notFound: {
			message: 'Bambu Lab has no project with this ID',
			next: 'Choose it from the list, or get its ID with "Project: Get Many".',
		},
	},
	readable: {
		form: projectDetailsForm,
		context: async ([project], { cloud, wants }) => {
			if (!wants('profiles')) return {};
			const ids = objectsIn(project?.profiles).flatMap(plateFilamentIds);
			return { filamentNames: await filamentNames(ids, cloud) };
		},
	},
	sample: {
		parameters: { projectId: '164033198' },
		request: 'GET /v1/iot-service/api/user/project/164033198',
		then: ['GET /v1/design-user-service/filament/config'],
	},
});
