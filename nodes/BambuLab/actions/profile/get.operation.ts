import { defineObject } from '../../core/operation';
import { filamentNames } from '../../core/filamentCatalogue';
import { plateFilamentIds, profileForm } from '../../output/project';
import { modelField, profileField } from './fields';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get print profile',
	description: 'Retrieve a print profile with its plates, filaments, and files',
	properties: [profileField, modelField],
	request: ({ profileId, modelId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/profile/{profileId}',
		pathParameters: { profileId },
		query: { model_id: modelId },
	}),
	advice: {
		notFound: {
			message: 'Bambu Lab has no print profile with this ID',
			next: 'Check the ID, and the model ID if there is one. Prints have both in "Selected Fields".',
		},
	},
	readable: {
		form: profileForm,
		context: async (rows, { cloud, wants }) =>
			wants('plates')
				? { filamentNames: await filamentNames(rows.flatMap(plateFilamentIds), cloud) }
				: {},
	},
	sample: {
		parameters: { profileId: '712033444', modelId: 'USc83f0650d7b118' },
		request: 'GET /v1/iot-service/api/user/profile/712033444?model_id=USc83f0650d7b118',
		then: ['GET /v1/design-user-service/filament/config'],
	},
});
