import { defineObject } from '../../core/operation';
import { accountForm } from '../../output/account';

export default defineObject({
	name: 'Get Profile',
	value: 'getProfile',
	action: 'Get account profile',
	description: 'Retrieve the name, user ID, and lifetime print totals of the account',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/profile' }),
	readable: { form: accountForm },
	sample: { parameters: {}, request: 'GET /v1/user-service/my/profile' },
});
