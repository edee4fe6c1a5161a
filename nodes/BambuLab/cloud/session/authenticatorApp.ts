import { isSendable, type BambuCredentials } from './credentials';
import { CloudError } from '../errors/problem';
import type { Answer } from '../errors/failure';
import { isObject, parseJson } from '../json';
import { exchange, refusal, type HttpRequest } from './exchange';
import type { Session } from './signInCache';
import { sessionInReply } from './session';
import { readTotpSecret, totpCode, type TotpSettings } from './totp';

/** Answers that judged the code, or that another try would only make worse. */
const finalAnswers = ['authenticatorWrong', 'captcha', 'rateLimited'];

/** What the website says when it refuses before it has looked at the code. */
const refusalsByNature = [
	'cloudflareBlock',
	'cloudflareChallenge',
	'cloudflareRateBlock',
	'cloudflareUnderAttack',
	'csrfRefused',
	'refusedByHost',
	'unreachable',
	'untrusted',
	'webPage',
];

/** @throws CloudError where the user entered something else than a secret. */
export function totpSettings(totpSecret: string): TotpSettings {
	const settings = readTotpSecret(totpSecret);
	if (settings !== undefined) return settings;
	throw new CloudError({
		name: 'credentialIncomplete',
		message: 'The authenticator secret in the credential is not valid',
		description:
			'Enter the letters and digits (A–Z, 2–7) that were shown when the app was set up, or the otpauth:// link. It is not the six-digit code.',
	});
}

/** The cookies that an answer sets: name to value. Several stand behind commas, as in some of their dates. */
function cookiesIn({ headers }: Answer): Map<string, string> {
	const setters = (headers['set-cookie'] ?? '').split(/,(?=\s*[^\s;,=]+=)/);
	return new Map(
		setters.flatMap((setter) => {
			const [, name = '', value = ''] = /^\s*([^\s;,=]+)=([^\s;,]*)/.exec(setter) ?? [];
			return isSendable(name) && isSendable(value) ? [[name, value] as const] : [];
		}),
	);
}

/** The token comes as a cookie, with an empty body or beside one; the body is the second place to look. */
function sessionIn(answer: Answer): Session | undefined {
	if (answer.status !== 200) return undefined;
	const body = parseJson(answer.text);
	const inBody = isObject(body) ? sessionInReply(body) : undefined;
	const cookies = cookiesIn(answer);
	const token = cookies.get('token') ?? '';
	if (!isSendable(token)) return inBody;
	const refreshToken = cookies.get('refreshToken') ?? token;
	return { since: Date.now(), ...inBody, token, refreshToken };
}

/** A challenge of an account with an authenticator app, and all it takes to answer it. */
interface Challenge {
	httpRequest: HttpRequest;
	tfaKey: string;
	settings: TotpSettings;
}

async function deliver(
	{ httpRequest, tfaKey, settings }: Challenge,
	origin: string,
	path: string,
	headers = {},
): Promise<Session> {
	const body = { tfaKey, tfaCode: totpCode(settings, Date.now()) };
	const request = { method: 'POST' as const, path, body };
	const answer = await exchange(httpRequest, 'authenticator', origin, request, headers);
	const session = sessionIn(answer);
	if (session === undefined) throw refusal('authenticator', origin, answer);
	return session;
}

async function throughWebsite(challenge: Challenge, webUrl: string): Promise<Session> {
	const request = { method: 'GET' as const, path: '/api/csrf' };
	const csrf = await exchange(challenge.httpRequest, 'csrf', webUrl, request);
	const cookies = cookiesIn(csrf);
	const token = cookies.get('bbl_csrf_token');
	if (token === undefined) throw refusal('csrf', webUrl, csrf);
	// All that the website has set, as from a browser: one client's notes say that it wants to see them.
	return await deliver(challenge, webUrl, '/api/sign-in/tfa', {
		Cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '),
		'x-bbl-csrf-token': token,
	});
}

function isRefusalByNature({ problem: { name, status } }: CloudError): boolean {
	return refusalsByNature.includes(name) || status === 404 || status === 405;
}

/** The session, or the problem of an attempt after which another way is left. */
async function sessionOr(
	isOpen: (problem: CloudError) => boolean,
	attempt: Promise<Session>,
): Promise<Session | CloudError> {
	return await attempt.catch((error: unknown) =>
		error instanceof CloudError && isOpen(error) ? error : Promise.reject(error as Error),
	);
}

/**
 * Answers the challenge of an account with an authenticator app. Where the website refuses by its
 * nature (Cloudflare, CSRF), the API's own route is tried; a verdict on the code is final.
 * @throws CloudError
 */
export async function answerAuthenticator(
	httpRequest: HttpRequest,
	{ apiUrl, webUrl, totpSecret }: BambuCredentials,
	tfaKey: string,
): Promise<Session> {
	const challenge = { httpRequest, tfaKey, settings: totpSettings(totpSecret) };
	const website = await sessionOr(isRefusalByNature, throughWebsite(challenge, webUrl));
	if (!(website instanceof CloudError)) return website;
	const api = await sessionOr(
		({ problem }) => !finalAnswers.includes(problem.name),
		deliver(challenge, apiUrl, '/v1/user-service/user/tfa/login'),
	);
	if (!(api instanceof CloudError)) return api;
	throw undelivered(website);
}

function undelivered({ problem }: CloudError): CloudError {
	return new CloudError({
		...problem,
		message: `The code of the authenticator app could not be delivered: ${problem.message}`,
		description:
			'Choose "Verification Code" in the credential, which takes another way, or paste an access token.',
		status: problem.status ?? 403,
	});
}
