import { defineObject } from '../../core/operation';
import { accountForm } from '../../output/account';

export default defineObject({
	name: 'Get Profile',
	value: 'getProfile',
	action: 'Get the profile of the account',
	description: 'Retrieve name, user ID, and lifetime totals of prints of the account',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/profile' }),
	readable: { form: accountForm },
	sample: { parameters: {}, request: 'GET /v1/user-service/my/profile' },
});
