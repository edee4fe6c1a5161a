import { ownModels } from '../../cloud/api/endpoints';
import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { websiteFor } from '../../core/website';
import { modelForm } from '../../output/makerWorldModel';
import { makerService, userAdvice } from './fields';

export default defineList({
	name: 'Get Many Models',
	value: 'getModels',
	action: 'Get many models on MakerWorld',
	description:
		'Retrieve the published models of the account, or of somebody else, with their figures',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'User ID',
					name: 'userId',
					type: 'string',
					check: 'number',
					default: '',
					placeholder: 'e.g. 3100222222',
					description:
						'Whose models to return, instead of your own. Get Model returns the user ID of its creator.',
				},
			],
		},
	],
	request: ({ filters: { userId } }) =>
		userId
			? {
					method: 'GET',
					path: '/v1/design-service/publisheddesigns/{uid}',
					pathParameters: { uid: userId },
					query: { type: 'ALL' },
				}
			: ownModels,
	paged: true,
	read: readHits,
	readable: {
		form: modelForm,
		context: async (_rows, { cloud, wants }) =>
			wants('url') ? { website: await websiteFor(cloud) } : {},
	},
	advice: userAdvice,
	service: makerService,
	sample: {
		parameters: { limit: 2 },
		request: 'GET /v1/design-service/my/design/published?limit=2&offset=0',
	},
});
