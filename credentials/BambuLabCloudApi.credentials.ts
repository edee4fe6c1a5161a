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
			description: 'Where the account was made. Accounts of mainland China live apart.',
			options: [
				{ name: 'Custom', value: 'custom' },
				{ name: 'Global', value: 'global' },
				{ name: 'Mainland China', value: 'china' },
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
			description: 'Address of the website, for signing in with an authenticator app',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Sign In With',
			name: 'authentication',
			type: 'options',
			default: 'password',
			options: [
				{
					name: 'Access Token',
					value: 'accessToken',
					description: 'Paste a token that you got by signing in elsewhere',
				},
				{
					name: 'Password',
					value: 'password',
					description: 'Signs in by itself, and again when the session ends',
				},
				{
					name: 'Verification Code',
					value: 'verificationCode',
					description: 'A code that Bambu Lab sends to you; also for Google and Apple accounts',
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
			description: 'Lives for some months; then paste a new one',
			displayOptions: { show: { authentication: ['accessToken'] } },
		},
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. name@example.com',
			description: 'E-mail address; in mainland China the phone number',
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
			displayName: 'Authenticator Secret',
			name: 'totpSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. ABCD EFGH IJKL MNOP',
			description:
				'Only where the account asks for the code of an authenticator app: the secret shown when the app was set up',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Verification Code',
			name: 'verificationCode',
			type: 'string',
			default: '',
			placeholder: 'e.g. 123456',
			description:
				'Leave empty and save: Bambu Lab sends a code. Enter it and save again; it works once and is forgotten after signing in. To have another one sent, enter the word "new".',
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
