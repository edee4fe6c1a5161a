import { makerProfile } from '../../cloud/api/endpoints';
import { defineObject } from '../../core/operation';
import { websiteFor } from '../../core/website';
import { makerForm } from '../../output/makerWorld';
import { makerAdvice, makerService } from './fields';

export default defineObject({
	name: 'Get My Statistics',
	value: 'getStatistics',
	isDefault: true,
	action: 'Get my statistics on MakerWorld',
	description:
		'Retrieve the downloads, prints, likes, followers, points, and boosts that MakerWorld shows for the account',
	properties: [],
	request: () => makerProfile,
	readable: {
		form: makerForm,
		context: async (_rows, { cloud, wants }) =>
			wants('url') ? { website: await websiteFor(cloud) } : {},
	},
	advice: makerAdvice,
	service: makerService,
	sample: { parameters: {}, request: 'GET /v1/design-user-service/my/profile' },
});
