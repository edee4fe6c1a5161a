import { isObject, textOrEmpty, type JsonObject } from '../json';
import { cleanWords, waitText, type Catalogue, type CatalogueRow, type Failure } from './failure';

const askAnew = 'To have a new code sent, enter the word "new" in its place and save.';

/** The body of a reply that promised a token and held none; undefined for any other answer. */
function challengeIn({ step, status, json }: Failure): JsonObject | undefined {
	const isLogin = step === 'passwordLogin' || step === 'codeLogin';
	return isLogin && status === 200 && isObject(json) ? json : undefined;
}

function loginType(failure: Failure): string {
	return textOrEmpty(challengeIn(failure)?.loginType);
}

const refusals: { [name: string]: Omit<CatalogueRow, 'cause'> } = {
	tokenDead: {
		when: ({ step, status }) => step === 'pastedToken' && status === 401,
		message: 'The Bambu Lab access token has expired or is not valid',
		next: 'Paste a new one into the credential, or choose "Verification Code" there, which needs no token. Check the region, too: a token works only where the account was made.',
	},
	sessionEnded: {
		when: ({ step, status }) => step === 'codeSession' && status === 401,
		message: 'The Bambu Lab session has ended, and a new verification code is needed',
		next: 'Open the credential and save: Bambu Lab sends you a code. Enter it as "Verification Code" and save again.',
	},
	refreshRefused: {
		when: ({ step, status }) => step === 'refresh' && status === 401,
		message: 'Bambu Lab no longer refreshes tokens',
		next: 'With a password the credential signs in again by itself. With an access token or a verification code, sign in again when the session ends.',
	},
	csrfRefused: {
		when: ({ step, status = Infinity, apiWords }) =>
			(step === 'csrf' && status < 500 && status !== 429) ||
			(status === 403 && /csrf/i.test(apiWords)),
		message: 'The Bambu Lab website refused the sign-in before it looked at the code',
		next: 'Choose "Verification Code" in the credential, which works differently.',
	},
	authenticatorWrong: {
		when: ({ step, status, isHtml }) => step === 'authenticator' && status === 400 && !isHtml,
		message: 'Bambu Lab refused the code of the authenticator app',
		next: 'Check the authenticator secret in the credential, and the clock of the machine that runs n8n: codes are made from the time.',
	},
	tooManyCodes: {
		when: ({ step, status }) => step === 'sendCode' && status === 429,
		message: 'Bambu Lab has sent too many codes to this account',
		next: waitText,
	},
	codeNotSent: {
		when: ({ step, status, isHtml }) =>
			step === 'sendCode' && (status === 404 || status === 405) && !isHtml,
		message: 'Bambu Lab offers no way to send a verification code to this account',
		next: 'Check the account and the region in the credential: codes go to the phone in mainland China, and by e-mail everywhere else.',
	},
	accountUnknown: {
		when: ({ step, apiWords }) => step !== 'request' && /not registered/i.test(apiWords),
		message: 'This account is not registered in this region',
		next: 'Check the account, and the region in the credential: mainland China accounts are phone numbers, separate from all others.',
	},
	wrongPassword: {
		when: ({ step, status, code }) => step === 'passwordLogin' && status === 400 && code === 2,
		message: 'Bambu Lab refused the account or the password',
		next: 'Check both in the credential. Accounts made with Google or Apple have no password: use a verification code.',
	},
	codeExpired: {
		when: ({ step, status, code }) => step === 'codeLogin' && status === 400 && code === 1,
		message: 'The verification code has expired',
		next: askAnew,
	},
	codeWrong: {
		when: ({ step, status, code }) => step === 'codeLogin' && status === 400 && code === 2,
		message: 'The verification code is wrong',
		next: `Enter the newest code that Bambu Lab sent: each new one makes the earlier ones useless. ${askAnew}`,
	},
	codeUsed: {
		// Seen with an empty object; with words it is something else.
		when: ({ step, status, code, apiWords, isHtml }) =>
			step === 'codeLogin' && status === 400 && code === undefined && apiWords === '' && !isHtml,
		message: 'The verification code was used already',
		next: askAnew,
	},
	codeNeeded: {
		when: (failure) => loginType(failure) === 'verifyCode',
		message: 'Bambu Lab asks for a verification code for this account',
		next: 'In the credential, choose "Verification Code" under "Sign In With" and save: a code is sent to you. Enter the newest one as "Verification Code" and save again.',
	},
	authenticatorNeeded: {
		when: (failure) =>
			loginType(failure) === 'tfa' || textOrEmpty(challengeIn(failure)?.tfaKey) !== '',
		message: 'Bambu Lab asks for the code of your authenticator app',
		next: 'Enter the secret of the app in the credential ("Authenticator Secret"), or choose "Verification Code" there.',
	},
	unexpectedSignIn: {
		when: (failure) => challengeIn(failure) !== undefined,
		message: 'Bambu Lab answered the sign-in in an unknown way',
		next: (failure) =>
			`Use an access token, and report this with the login type "${cleanWords(loginType(failure)).slice(0, 40)}".`,
	},
};

export const signInRows: Catalogue = Object.fromEntries(
	Object.entries(refusals).map(([name, row]) => [name, { ...row, cause: 'credential-invalid' }]),
);
