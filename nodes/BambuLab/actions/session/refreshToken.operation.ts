import { isObject } from '../../cloud/json';
import { defineCustom } from '../../core/operation';
import { sessionOptions } from './fields';

export default defineCustom({
	name: 'Refresh Token',
	value: 'refreshToken',
	action: 'Refresh the token of the session',
	description:
		'Ask Bambu Lab for a new token in exchange for the stored one. Bambu Lab has refused this for years; the credential renews itself where it can.',
	properties: [sessionOptions],
	run: async (_values, { credentials, send, sendUnsigned }) => {
		// The request signs in where that is still to be done; there is nothing to refresh before.
		await send({ method: 'GET', path: '/v1/design-user-service/my/preference' });
		const { refreshToken } = await credentials();
		const answer = await sendUnsigned({
			method: 'POST',
			path: '/v1/user-service/user/refreshtoken',
			body: { refreshToken },
			advice: {
				unauthorized: {
					message: 'Bambu Lab no longer refreshes tokens',
					next: 'With a password the credential signs in again by itself. With an access token or a verification code, sign in again when the session ends.',
				},
			},
		});
		return isObject(answer) ? [answer] : [];
	},
	isWrite: true,
	sample: {
		parameters: {},
		request: 'GET /v1/design-user-service/my/preference',
		then: ['POST /v1/user-service/user/refreshtoken'],
		isAlwaysRefused: true,
	},
});
