import { UserError } from 'n8n-workflow';

import { readCredentials } from '../../cloud/session/credentials';
import {
	isPhoneNumber,
	maskedAccount,
	requestCodeOnce,
} from '../../cloud/session/verificationCode';
import { defineCustom } from '../../core/operation';
import { isoTime } from '../../output/times';

export default defineCustom({
	name: 'Request Code',
	value: 'requestCode',
	action: 'Request verification code',
	description:
		'Have Bambu Lab send the account a verification code, at most one a minute. It voids all earlier codes.',
	properties: [],
	run: async (_values, { httpRequest, credentialData }) => {
		const credentials = readCredentials(await credentialData());
		const { account } = credentials;
		if (account === '') {
			throw new UserError('The credential holds no account to send a code to', {
				description: 'An access token needs no code. Choose "Verification Code" there to use one.',
			});
		}
		const sentAt = await requestCodeOnce(httpRequest, credentials, true);
		return [
			{
				success: true,
				sentTo: maskedAccount(account),
				sentBy: isPhoneNumber(account) ? 'sms' : 'email',
				sentAt: isoTime(sentAt),
			},
		];
	},
	isWrite: true,
	sample: {
		parameters: {},
		request: 'POST /v1/user-service/user/sendemail/code',
		body: { email: 'maker@example.com', type: 'codeLogin' },
		isUnsigned: true,
	},
});
