import { preference } from '../../cloud/api/endpoints';
import { readCredentials } from '../../cloud/session/credentials';
import { defineCustom } from '../../core/operation';
import { sessionStatus } from '../../output/session';

export default defineCustom({
	name: 'Get Status',
	value: 'getStatus',
	isDefault: true,
	action: 'Get sign-in status',
	description:
		'Retrieve how the credential is signed in, since when, and until when. Never returns the token.',
	properties: [],
	run: async (_values, { send, credentialData }) => {
		// The request signs in where that is still to be done, and proves that the session lives.
		const preferences = await send(preference);
		return [sessionStatus(readCredentials(await credentialData()), preferences, Date.now())];
	},
	sample: { parameters: {}, request: 'GET /v1/design-user-service/my/preference' },
});
