import { defineObject } from '../../core/operation';
import { websiteFor } from '../../core/website';
import { modelPageForm } from '../../output/makerWorldModel';
import { makerService, modelAdvice, modelField } from './fields';

export default defineObject({
	name: 'Get Model',
	value: 'getModel',
	action: 'Get model on MakerWorld',
	description: 'Retrieve one model with its exact figures, mean rating, and print profiles',
	properties: [modelField],
	request: ({ designId }) => ({
		method: 'GET',
		path: '/v1/design-service/design/{designId}',
		pathParameters: { designId },
	}),
	readable: {
		form: modelPageForm,
		context: async (_rows, { cloud, wants }) =>
			wants('url') ? { website: await websiteFor(cloud) } : {},
	},
	advice: modelAdvice,
	service: makerService,
	sample: {
		parameters: { designId: '1204567' },
		request: 'GET /v1/design-service/design/1204567',
	},
});
