import type { Cloud } from '../cloud';
import { json, type Reply } from '../http/reply';
import type { Settings } from '../settings';
import { isPhone, type Account } from '../signIn/accounts';
import { textField, type Call, type Handlers } from './call';

const NOT_REGISTERED = json({ error: 'This account is not registered.' }, 400);
const LOGIN_FAILED = json({ code: 5, error: 'Login failed' }, 400);
const NEVER_REFRESHED = json(
	{ code: 401, error: 'The client must authenticate itself to get the requested response.' },
	401,
);

/** [I] Nobody has published it. */
const SUCCESS = { message: 'success' };

const NO_TOKEN = {
	accessToken: '',
	refreshToken: '',
	expiresIn: 0,
	refreshExpiresIn: 0,
	tfaKey: '',
	accessMethod: '',
	loginType: '',
};

export const signInHandlers: Handlers = {
	login: ({ body }, cloud) => {
		const account = cloud.signIn.account(textField(body, 'account'));
		if (!account) return NOT_REGISTERED;
		return typeof body.code === 'string' && body.code !== ''
			? codeLogin(account, body.code, cloud)
			: passwordLogin(account, textField(body, 'password'), cloud);
	},

	sendEmailCode: ({ body }, cloud) => sendCode(textField(body, 'email'), false, cloud),
	sendSmsCode: ({ body }, cloud) => sendCode(textField(body, 'phone'), true, cloud),

	getCsrf: (_call, cloud) => ({
		status: 204,
		headers: { 'set-cookie': cookie('bbl_csrf_token', cloud.signIn.createCsrfToken()) },
	}),

	tfaSignIn: (call, cloud) => {
		const refusal = csrfRefusal(call);
		if (refusal) return refusal;
		const account = tfaAccount(call, cloud);
		if (!account) return LOGIN_FAILED;
		return tfaReply(cloud.signIn.issueToken(account), cloud.settings.tfaAnswer);
	},

	tfaLogin: (call, cloud) => {
		const account = tfaAccount(call, cloud);
		if (!account || cloud.settings.tfaRoute === 'refuses') return LOGIN_FAILED;
		return tokenReply(account, 'tfa', cloud);
	},

	refreshToken: ({ body }, cloud) => {
		const account = cloud.signIn.owner(textField(body, 'refreshToken'));
		if (!account || cloud.settings.refresh === 'refused') return NEVER_REFRESHED;
		const [accessToken, refreshToken] = [1, 2].map(() => cloud.signIn.issueToken(account));
		const { tokenSeconds: seconds } = cloud.settings;
		return json({ accessToken, refreshToken, expiresIn: seconds, refreshExpiresIn: seconds });
	},

	logout: ({ token = '' }, cloud) => {
		cloud.signIn.revoke(token);
		return { status: 200 };
	},
};

/** Not "Secure" as the real one's: over plain http, a client's cookie jar would keep it back. */
function cookie(name: string, value: string): string {
	return `${name}=${value}; Path=/`;
}

function tfaReply(token: string, tfaAnswer: Settings['tfaAnswer']): Reply {
	const withToken = { accessToken: token };
	if (tfaAnswer === 'body') return json(withToken);
	const cookies = ['token', 'refreshToken'].map((name) => `${cookie(name, token)}; HttpOnly`);
	const reply = { status: 200, headers: { 'set-cookie': cookies } };
	const bodies = { cookieEmptyObject: {}, cookieJson: SUCCESS, cookieAndBody: withToken };
	return tfaAnswer === 'cookie' ? reply : { ...reply, body: bodies[tfaAnswer] };
}

/** The CSRF check of the web origin: a cookie, and a header with the same value. */
export function csrfRefusal({ cookies, headers }: Call): Reply | undefined {
	const cookie = cookies.bbl_csrf_token;
	const header = headers['x-bbl-csrf-token'];
	if (!cookie) return csrfError('missing_cookie');
	if (!header) return csrfError('missing_header');
	return cookie === header ? undefined : csrfError('token_mismatch');
}

function csrfError(reason: string): Reply {
	return json({ error: `CSRF error: ${reason}`, reason }, 403);
}

function passwordLogin(account: Account, password: string, cloud: Cloud): Reply {
	if (password !== account.password) {
		return json({ code: 2, error: 'Incorrect account or password.' }, 400);
	}
	if (account.challenge === 'verifyCode') {
		cloud.signIn.sendCode(account);
		return json({ ...NO_TOKEN, loginType: 'verifyCode' });
	}
	if (account.challenge === 'tfa') {
		const loginType = cloud.settings.tfaChallenge === 'named' ? 'tfa' : '';
		return json({ ...NO_TOKEN, loginType, tfaKey: cloud.signIn.createTfaKey(account) });
	}
	return tokenReply(account, 'password', cloud);
}

function codeLogin(account: Account, code: string, cloud: Cloud): Reply {
	const check = cloud.signIn.useCode(account, code);
	if (check === 'wrong') return json({ code: 2, error: 'Incorrect code' }, 400);
	if (check === 'expired') return json({ code: 1, error: 'Code expired' }, 400);
	if (check === 'used') return json({}, 400);
	return tokenReply(account, 'code', cloud);
}

function tokenReply(account: Account, accessMethod: string, cloud: Cloud): Reply {
	const token = cloud.signIn.issueToken(account);
	const seconds = cloud.settings.tokenSeconds;
	return json({
		...NO_TOKEN,
		accessToken: token,
		refreshToken: token,
		expiresIn: seconds,
		refreshExpiresIn: seconds,
		accessMethod,
		firstAppLogin: false,
	});
}

function sendCode(typed: string, toPhone: boolean, cloud: Cloud): Reply {
	const account = cloud.signIn.account(typed);
	if (!account || isPhone(account.name) !== toPhone) return NOT_REGISTERED;
	cloud.signIn.sendCode(account);
	return json({});
}

function tfaAccount({ body }: Call, cloud: Cloud): Account | undefined {
	return cloud.signIn.useTfaKey(textField(body, 'tfaKey'), textField(body, 'tfaCode'));
}
