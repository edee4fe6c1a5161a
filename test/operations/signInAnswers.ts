import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { canaryToken } from '../support/bambuLab';
import {
	canaryDigits,
	canaryPassword,
	checkAddress,
	cloudflare,
	gateway,
	notJson,
	type Wire,
} from './wire';

type Row = [
	arrives: string,
	credential: ICredentialDataDecryptedObject,
	wire: Wire,
	name: string,
	message: string,
	description: string,
];

const password = { authentication: 'password', account: 'a@b.c', password: canaryPassword };
const code = {
	authentication: 'verificationCode',
	account: 'a@b.c',
	verificationCode: canaryDigits,
};
const askAnew = 'To have a new code sent, enter the word "new" in its place and save.';
const challenge = (loginType: string, tfaKey = '') => ({
	status: 200,
	body: { accessToken: '', refreshToken: '', expiresIn: 0, tfaKey, loginType },
});

/** What answers a sign-in, and what the user reads of it. */
export const signInAnswers: Row[] = [
	[
		'wrong password',
		password,
		{ status: 400, body: { code: 2, error: 'Incorrect account or password.' } },
		'wrongPassword',
		'Bambu Lab refused the account or the password',
		'Check both in the credential. Accounts made with Google or Apple have no password: use a verification code. Bambu Lab said: Incorrect account or password.',
	],
	[
		'an account of another region',
		password,
		{ status: 400, body: { error: 'This account is not registered.' } },
		'accountUnknown',
		'This account is not registered in this region',
		'Check the account, and the region in the credential: mainland China accounts are phone numbers, separate from all others. Bambu Lab said: This account is not registered.',
	],
	[
		'code expired',
		code,
		{ status: 400, body: { code: 1 } },
		'codeExpired',
		'The verification code has expired',
		askAnew,
	],
	[
		'code wrong',
		code,
		{ status: 400, body: { code: 2, error: 'Incorrect code' } },
		'codeWrong',
		'The verification code is wrong',
		`Enter the newest code that Bambu Lab sent: each new one makes the earlier ones useless. ${askAnew} Bambu Lab said: Incorrect code`,
	],
	[
		'code used',
		code,
		{ status: 400, body: {} },
		'codeUsed',
		'The verification code was used already',
		askAnew,
	],
	[
		'a code is asked for',
		password,
		challenge('verifyCode'),
		'codeNeeded',
		'Bambu Lab asks for a verification code for this account',
		'In the credential, choose "Verification Code" under "Sign In With" and save: a code is sent to you. Enter the newest one as "Verification Code" and save again.',
	],
	[
		'an authenticator is asked for',
		password,
		challenge('tfa', 'tfa-1'),
		'authenticatorNeeded',
		'Bambu Lab asks for the code of your authenticator app',
		'Enter the secret of the app in the credential ("Authenticator Secret"), or choose "Verification Code" there.',
	],
	[
		'an authenticator is asked for by its key alone',
		password,
		challenge('', 'tfa-1'),
		'authenticatorNeeded',
		'Bambu Lab asks for the code of your authenticator app',
		'Enter the secret of the app in the credential ("Authenticator Secret"), or choose "Verification Code" there.',
	],
	[
		'a challenge that nobody knows',
		password,
		challenge('passkey'),
		'unexpectedSignIn',
		'Bambu Lab answered the sign-in in an unknown way',
		'Use an access token, and report this with the login type "passkey".',
	],
	[
		'a raw 401',
		password,
		{ status: 401, body: { error: 'no' } },
		'signInRefused',
		'Bambu Lab refused the sign-in',
		'Check the account, its password, and the region in the credential. Bambu Lab said: no',
	],
	[
		'captcha',
		password,
		gateway('captcha'),
		'captcha',
		'Bambu Lab asks for a captcha, which n8n cannot solve',
		'Wait some hours, or sign in with a browser on the same network, then try again. Bambu Lab said: We need to confirm that you are not a robot.',
	],
	[
		'Cloudflare block',
		password,
		gateway('cloudflareBlock'),
		'cloudflareBlock',
		`${cloudflare} blocked this network`,
		'Wait some hours, or run n8n from another network. Your account is not the cause.',
	],
	[
		'rate limit',
		password,
		gateway('tooManyRequests'),
		'rateLimited',
		'Bambu Lab received too many requests',
		'Wait a few minutes, and ask less often. Bambu Lab said: Too many requests.',
	],
	[
		'rate limit with its wait',
		password,
		{ status: 429, body: {}, headers: { 'retry-after': '600' } },
		'rateLimited',
		'Bambu Lab received too many requests',
		'Wait 10 minutes, and ask less often.',
	],
	[
		'a code refused with words that nobody has seen',
		code,
		{ status: 400, body: { code: 7, error: 'Account frozen' } },
		'signInRefused',
		'Bambu Lab refused the sign-in',
		'Check the account, its password, and the region in the credential. Bambu Lab said: Account frozen',
	],
	[
		'the page of a proxy',
		password,
		gateway('html', 404),
		'webPage',
		'api.bambulab.com answered with a web page instead of the Bambu Lab API',
		checkAddress,
	],
	[
		'a web page with status 200',
		password,
		gateway('html', 200),
		'unexpectedAnswer',
		notJson,
		checkAddress,
	],
	[
		'broken JSON that holds the token',
		password,
		{ status: 200, body: `{"accessToken":"${canaryToken}","refr` },
		'unexpectedAnswer',
		notJson,
		checkAddress,
	],
];
