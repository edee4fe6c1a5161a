import { CloudError, credentialError } from '../errors/cloudError';
import type { HttpResponse } from '../errors/failure';
import { isSendable } from '../http/request';
import { refusal, sendUnsigned, type HttpRequest } from '../http/send';
import { isObject, parseJson } from '../json';
import { sessionInReply, type BambuCredentials, type Session } from './credentials';
import { readTotpSecret, totpCode } from './totp';

export function secretOfApp(totpSecret: string): Buffer {
	const secret = readTotpSecret(totpSecret);
	if (secret !== undefined) return secret;
	throw credentialError(
		'The authenticator secret in the credential is not valid',
		'Enter the letters and digits (A–Z, 2–7) that were shown when the app was set up, or the otpauth:// link. It is not the six-digit code.',
	);
}

/** The cookies that an answer sets. Commas divide them, and stand in some of their dates. */
function cookiesIn({ headers }: HttpResponse): Map<string, string> {
	const setters = (headers['set-cookie'] ?? '').split(/,(?=\s*[^\s;,=]+=)/);
	return new Map(
		setters.flatMap((setter) => {
			const [, name = '', value = ''] = /^\s*([^\s;,=]+)=([^\s;,]*)/.exec(setter) ?? [];
			return isSendable(name) && isSendable(value) ? [[name, value] as const] : [];
		}),
	);
}

/** The token comes as a cookie; nobody has published a body, nor the status, which may be a redirect's. */
function sessionIn(response: HttpResponse): Session | undefined {
	if (response.status < 200 || response.status > 399) return undefined;
	const cookies = cookiesIn(response);
	const token = cookies.get('token');
	if (token !== undefined) {
		return { since: Date.now(), token, refreshToken: cookies.get('refreshToken') ?? token };
	}
	const body = parseJson(response.text);
	return isObject(body) ? sessionInReply(body) : undefined;
}

interface Challenge {
	httpRequest: HttpRequest;
	tfaKey: string;
	secret: Buffer;
}

async function deliver(
	{ httpRequest, tfaKey, secret }: Challenge,
	origin: string,
	path: string,
	headers: { [name: string]: string } = {},
): Promise<Session> {
	const body = { tfaKey, tfaCode: totpCode(secret, Date.now()) };
	const request = { method: 'POST' as const, path, body, headers };
	const response = await sendUnsigned(httpRequest, 'authenticator', origin, request);
	const session = sessionIn(response);
	if (session === undefined) throw refusal('authenticator', origin, response);
	return session;
}

async function throughWebsite(challenge: Challenge, webUrl: string): Promise<Session> {
	const request = { method: 'GET' as const, path: '/api/csrf' };
	const csrf = await sendUnsigned(challenge.httpRequest, 'csrf', webUrl, request);
	const cookies = cookiesIn(csrf);
	const token = cookies.get('bbl_csrf_token');
	if (token === undefined) throw refusal('csrf', webUrl, csrf);
	// All that the website has set, as from a browser: one client's notes say that it wants to see them.
	return await deliver(challenge, webUrl, '/api/sign-in/tfa', {
		Cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '),
		'x-bbl-csrf-token': token,
	});
}

/** Verdicts that another way would get too, and trouble in which the website may have taken the code. */
const final = [
	'authenticatorWrong',
	'captcha',
	'rateLimited',
	'cloudflareRateBlock',
	'serverTrouble',
	'timeout',
	'cutOff',
];

function notDelivered({ problem }: CloudError): CloudError {
	return new CloudError({
		...problem,
		// The password was taken, so what became of the code is kept, also where no website was there.
		name: problem.status === undefined ? 'codeNotSubmitted' : problem.name,
		message: `The code of the authenticator app could not be submitted: ${problem.message}`,
		next: 'Choose "Verification Code" in the credential, which works differently.',
	});
}

/**
 * On the website. Where that does not look at the code (Cloudflare, CSRF, another address), the API's own
 * route is tried once: it judges codes, but nobody has seen it give a token.
 */
export async function submitTotp(
	httpRequest: HttpRequest,
	{ apiUrl, webUrl, totpSecret }: BambuCredentials,
	tfaKey: string,
): Promise<Session> {
	const challenge = { httpRequest, tfaKey, secret: secretOfApp(totpSecret) };
	return await throughWebsite(challenge, webUrl).catch(async (error: unknown) => {
		if (!(error instanceof CloudError) || final.includes(error.problem.name)) throw error as Error;
		return await deliver(challenge, apiUrl, '/v1/user-service/user/tfa/login').catch(() => {
			throw notDelivered(error);
		});
	});
}
