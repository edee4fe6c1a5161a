import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { canaryDigits, canaryPassword, canaryBase32, cloudflare, gateway, type Wire } from './wire';

/** A request that the sign-in makes, and its answer. */
type Exchange = [method: 'GET' | 'POST', path: string, wire: Wire];

type Row = [
	arrives: string,
	credential: ICredentialDataDecryptedObject,
	exchanges: Exchange[],
	name: string,
	message: string,
	description: string,
];

const api = 'https://api.bambulab.com';
const web = 'https://bambulab.com';
const chinaApi = 'https://api.bambulab.cn';
const chinaWeb = 'https://bambulab.cn';
const emailPath = '/v1/user-service/user/sendemail/code';
const smsPath = '/v1/user-service/user/sendsmscode';

const email = { authentication: 'verificationCode', account: 'a@b.c' };
const phone = { ...email, account: '+8613900001111', region: 'china' };
const app = {
	authentication: 'password',
	account: 'a@b.c',
	password: canaryPassword,
	totpSecret: canaryBase32,
};

function sends(wire: Wire): Exchange[] {
	return [['POST', api + emailPath, wire]];
}

const asksForApp: Exchange = [
	'POST',
	`${api}/v1/user-service/user/login`,
	{ status: 200, body: { accessToken: '', tfaKey: 'tfa-1', loginType: 'tfa' } },
];
const csrfCookie: Exchange = [
	'GET',
	`${web}/api/csrf`,
	{ status: 204, headers: { 'set-cookie': 'bbl_csrf_token=csrf-1; Path=/; Secure' } },
];
function csrf(wire: Wire): Exchange {
	return ['GET', `${web}/api/csrf`, wire];
}
function website(wire: Wire): Exchange {
	return ['POST', `${web}/api/sign-in/tfa`, wire];
}
function apiRoute(wire: Wire): Exchange {
	return ['POST', `${api}/v1/user-service/user/tfa/login`, wire];
}

const wrongApp = { status: 400, body: { code: 5, error: 'Login failed' } };
const csrfError = {
	status: 403,
	body: { error: 'CSRF error: missing_header', reason: 'missing_header' },
};
const notFound = { status: 404, body: '404 page not found' };
const appRefused = 'Bambu Lab refused the code of the authenticator app';
const checkApp =
	'Check the authenticator secret in the credential, and the clock of the machine that runs n8n: codes are made from the time. Bambu Lab said: Login failed';
const undelivered = 'The code of the authenticator app could not be submitted:';
const otherWay = 'Choose "Verification Code" in the credential, which works differently.';
const waitForCaptcha =
	'Wait some hours, or sign in with a browser on the same network, then try again. Bambu Lab said: We need to confirm that you are not a robot.';
const noRoute =
	'Check the account and the region in the credential: codes go to the phone in mainland China, and by e-mail everywhere else. Bambu Lab said: 404 page not found';

/** What answers the steps after the first one of a sign-in, and what the user reads of it. */
export const challengeAnswers: Row[] = [
	[
		'a code for an account of another region',
		email,
		sends({ status: 400, body: { error: 'This account is not registered.' } }),
		'accountUnknown',
		'This account is not registered in this region',
		'Check the account, and the region in the credential: mainland China accounts are phone numbers, separate from all others. Bambu Lab said: This account is not registered.',
	],
	[
		'too many codes',
		email,
		sends({ status: 429, body: { error: 'Too often' }, headers: { 'retry-after': '90' } }),
		'tooManyCodes',
		'Bambu Lab has sent too many codes to this account',
		'Wait 90 seconds, and ask less often. Bambu Lab said: Too often',
	],
	[
		'captcha before a code',
		email,
		sends(gateway('captcha')),
		'captcha',
		'Bambu Lab asks for a captcha, which n8n cannot solve',
		waitForCaptcha,
	],
	[
		'no route that sends codes',
		email,
		sends(notFound),
		'codeNotSent',
		'Bambu Lab offers no way to send a verification code to this account',
		noRoute,
	],
	[
		'no route that sends SMS on either host',
		phone,
		[
			['POST', chinaApi + smsPath, notFound],
			['POST', `${chinaWeb}/api${smsPath}`, notFound],
		],
		'codeNotSent',
		'Bambu Lab offers no way to send a verification code to this account',
		noRoute,
	],
	[
		'an SMS that the API refuses is not asked for a second time',
		phone,
		[['POST', chinaApi + smsPath, { status: 400, body: { error: 'Bad number' } }]],
		'signInRefused',
		'Bambu Lab refused the sign-in',
		'Check the account, its password, and the region in the credential. Bambu Lab said: Bad number',
	],
	[
		'a wrong code of the app is not tried on the other route',
		app,
		[asksForApp, csrfCookie, website(wrongApp)],
		'authenticatorWrong',
		appRefused,
		checkApp,
	],
	[
		'Cloudflare before the website, and an API that refuses the code',
		app,
		[asksForApp, csrf(gateway('cloudflareChallenge')), apiRoute(wrongApp)],
		'cloudflareChallenge',
		`${undelivered} ${cloudflare} asks for a browser check`,
		otherWay,
	],
	[
		'a website that refuses by CSRF, and an API without the route',
		app,
		[asksForApp, csrfCookie, website(csrfError), apiRoute(notFound)],
		'csrfRefused',
		`${undelivered} The Bambu Lab website refused the sign-in before it looked at the code`,
		`${otherWay} Bambu Lab said: CSRF error: missing_header`,
	],
	[
		'a website that gives no CSRF cookie, and an API in trouble',
		app,
		[asksForApp, csrf(notFound), apiRoute({ status: 500, body: {} })],
		'csrfRefused',
		`${undelivered} The Bambu Lab website refused the sign-in before it looked at the code`,
		`${otherWay} Bambu Lab said: 404 page not found`,
	],
	[
		'Cloudflare before both routes',
		app,
		[asksForApp, csrfCookie, website(gateway('cloudflareBlock')), apiRoute(gateway('html', 403))],
		'cloudflareBlock',
		`${undelivered} ${cloudflare} blocked this network`,
		otherWay,
	],
	[
		'captcha before the code of the app',
		app,
		[asksForApp, csrfCookie, website(gateway('captcha'))],
		'captcha',
		'Bambu Lab asks for a captcha, which n8n cannot solve',
		waitForCaptcha,
	],
	[
		'trouble of the website after it received the code',
		app,
		[asksForApp, csrfCookie, website({ status: 500, body: {} })],
		'serverTrouble',
		'The Bambu Lab cloud is having trouble (status 500)',
		'Nothing has to be changed here; try again in a few minutes.',
	],
	[
		'no authenticator secret that could be one',
		{ ...app, totpSecret: canaryDigits },
		[],
		'credentialIncomplete',
		'The authenticator secret in the credential is not valid',
		'Enter the letters and digits (A–Z, 2–7) that were shown when the app was set up, or the otpauth:// link. It is not the six-digit code.',
	],
];
