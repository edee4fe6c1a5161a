import { defineObject } from '../../core/operation';
import { preferencesForm } from '../../output/account';

export default defineObject({
	name: 'Get Preferences',
	value: 'getPreferences',
	isDefault: true,
	action: 'Get account preferences',
	description: 'Retrieve the user ID, name, and settings of the account',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/design-user-service/my/preference' }),
	readable: { form: preferencesForm },
	sample: { parameters: {}, request: 'GET /v1/design-user-service/my/preference' },
});
