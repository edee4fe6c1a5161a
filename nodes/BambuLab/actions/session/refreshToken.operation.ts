import { preference } from '../../cloud/api/endpoints';
import { refreshHeader } from '../../cloud/session/authenticate';
import { readCredentials, sessionOf } from '../../cloud/session/credentials';
import { defineCustom } from '../../core/operation';
import { sessionStatus } from '../../output/session';
import { sessionOptions } from './fields';

export default defineCustom({
	name: 'Refresh Token',
	value: 'refreshToken',
	action: 'Refresh token (refused by Bambu Lab)',
	description: 'Exchange the stored token for a new one. Bambu Lab has refused this for years.',
	properties: [sessionOptions],
	run: async (_values, { send, credentialData }) => {
		// Signs in where that is still to be done; there is nothing to refresh before.
		await send(preference);
		// The credential's `preAuthentication` does it, since only what that gives back is stored by n8n.
		const preferences = await send({ ...preference, headers: { [refreshHeader]: 'true' } });
		const credentials = readCredentials(await credentialData());
		return [
			{
				...sessionStatus(credentials, preferences, Date.now()),
				accessToken: sessionOf(credentials).token,
				refreshToken: sessionOf(credentials).refreshToken,
			},
		];
	},
	notice:
		'Bambu Lab has refused this for years. With a password the credential renews itself; otherwise sign in again.',
	isWrite: true,
	sample: {
		parameters: {},
		request: 'GET /v1/design-user-service/my/preference',
		then: ['POST /v1/user-service/user/refreshtoken'],
		isAlwaysRefused: true,
	},
});
