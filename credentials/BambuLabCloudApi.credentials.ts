import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate } from '../nodes/BambuLab/cloud/session/authenticate';
import { testRequest, testRules } from '../nodes/BambuLab/cloud/session/credentialTest';
import { preAuthentication } from '../nodes/BambuLab/cloud/session/preAuthentication';

export class BambuLabCloudApi implements ICredentialType {
	name = 'bambuLabCloudApi';

	displayName = 'Bambu Lab Cloud API';

	icon = {
		light: 'file:../nodes/BambuLab/bambuLab.svg',
		dark: 'file:../nodes/BambuLab/bambuLab.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-bambulab-cloud/n8n-nodes-bambulab-cloud/blob/main/docs/sign-in.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'global',
			description:
				'Where the account was made. An account of one region does not exist in the other.',
			options: [
				{ name: 'Global', value: 'global' },
				{ name: 'Mainland China', value: 'china' },
				{
					name: 'Custom',
					value: 'custom',
					description: 'A test server or a proxy',
				},
			],
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.bambulab.com',
			description: 'Address of the API, for a test server or a proxy',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Web URL',
			name: 'webUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://bambulab.com',
			description:
				'Address of the website, for signing in with an authenticator app. If empty, the API URL is used.',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Sign In With',
			name: 'authentication',
			type: 'options',
			default: 'password',
			options: [
				{
					name: 'Password',
					value: 'password',
					description: 'Signs in by itself, and again when the session ends',
				},
				{
					name: 'Verification Code',
					value: 'verificationCode',
					description:
						'Bambu Lab sends you a code. For accounts without a password (Google, Apple), too.',
				},
				{
					name: 'Access Token',
					value: 'accessToken',
					description: 'Only if another program has given you one',
				},
			],
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A token from another program that signs in to Bambu Lab. Without one, choose Verification Code. It expires after some months; then paste a new one.',
			displayOptions: { show: { authentication: ['accessToken'] } },
		},
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. name@example.com',
			description: 'Your e-mail address, or your phone number in mainland China',
			displayOptions: { show: { authentication: ['password', 'verificationCode'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Authenticator Secret (Optional)',
			name: 'totpSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. ABCD EFGH IJKL MNOP',
			description:
				'Only if the account has an authenticator app: the secret that Bambu Lab showed when you set up the app, not the six-digit code',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName:
				'The first time: leave the code empty and save. n8n then shows "Couldn\'t connect with these settings": that is expected, because the credential is not signed in yet. Bambu Lab then sends you a code; click "More details" to see where. Enter it below and save again.',
			name: 'codeNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { authentication: ['verificationCode'] } },
		},
		{
			displayName: 'Verification Code',
			name: 'verificationCode',
			type: 'string',
			default: '',
			placeholder: 'Leave empty to get one',
			description:
				'A code works once, and n8n forgets it after signing in. To get another one, enter the word "new" and save, at most once a minute; then enter the code in its place.',
			displayOptions: { show: { authentication: ['verificationCode'] } },
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Session Refresh Token',
			name: 'sessionRefreshToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{
			// Whose session it is: some digits of hashes, far too few to confirm a guess of the password.
			displayName: 'Session Token Mark',
			name: 'sessionTokenMark',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Session Since',
			name: 'sessionSince',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Session Expires At',
			name: 'sessionExpiresAt',
			type: 'hidden',
			default: '',
		},
		{
			// Whom a verification code was sent to, and when: the session, if there is one, goes on.
			displayName: 'Code Request',
			name: 'codeRequest',
			type: 'hidden',
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await preAuthentication(
			async (options) => await this.helpers.httpRequest(options),
			credentials,
		);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return authenticate(credentials, requestOptions);
	}

	test: ICredentialTestRequest = {
		request: testRequest,
		// When they are wanted: n8n loads every credential at its start.
		get rules() {
			return testRules();
		},
	};
}
