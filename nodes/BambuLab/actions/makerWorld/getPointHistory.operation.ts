import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { pointForm } from '../../output/makerWorld';
import { makerAdvice, makerService } from './fields';

export default defineList({
	name: 'Get Point History',
	value: 'getPointHistory',
	action: 'Get point history on MakerWorld',
	description: 'Retrieve the points that the account has gained and spent, newest first',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/point-service/point-bill/my' }),
	paged: true,
	read: readHits,
	readable: { form: pointForm },
	advice: makerAdvice,
	service: makerService,
	sample: {
		parameters: { limit: 2 },
		request: 'GET /v1/point-service/point-bill/my?limit=2&offset=0',
	},
});
