import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { BambuCredentials } from '../credentials';
import { CloudProblem, explain, type Problem } from '../errors';
import { failureOfAnswer, failureOfThrown, type Answer, type Step } from '../failure';
import { answerOf, httpOptions, type CloudRequest } from '../http';
import { finiteNumber, isObject, parseJson, textOrEmpty } from '../json';
import type { Session } from './memory';

/** The one helper that n8n gives to a credential. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

const loginPath = '/v1/user-service/user/login';
const preferencePath = '/v1/design-user-service/my/preference';

/** Sends a sign-in request. Every status comes back as an answer: n8n would sign in again on a raw 401. */
async function send(
	httpRequest: HttpRequest,
	step: Step,
	apiUrl: string,
	request: CloudRequest,
	token?: string,
): Promise<Answer> {
	const host = new URL(apiUrl).host;
	const options = httpOptions(request);
	const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
	const outcome = await httpRequest({
		...options,
		baseURL: apiUrl,
		ignoreHttpStatusErrors: true,
		headers: { ...options.headers, ...authorization },
	}).then(answerOf, (error: unknown) => failureOfThrown(step, host, error));
	if (outcome === undefined) return { status: 0, headers: {}, text: '' };
	if ('step' in outcome) throw new CloudProblem(explain(outcome));
	return outcome;
}

function challenge(name: string, message: string, description: string): CloudProblem {
	const problem: Problem = { name, message, description, status: 200 };
	return new CloudProblem(problem);
}

/** Bambu Lab fills all fields of its reply in every case, the unused ones with "" or 0. */
function readLoginReply(step: Step, host: string, answer: Answer): Session {
	const reply = parseJson(answer.text);
	if (answer.status !== 200 || !isObject(reply)) {
		throw new CloudProblem(explain(failureOfAnswer(step, host, answer)));
	}
	const token = textOrEmpty(reply.accessToken);
	if (token !== '') {
		const lifeSeconds = finiteNumber(reply.expiresIn) ?? 0;
		return { token, ...(lifeSeconds > 0 ? { expiresAt: Date.now() + lifeSeconds * 1000 } : {}) };
	}
	const loginType = textOrEmpty(reply.loginType);
	if (loginType === 'verifyCode') {
		throw challenge(
			'codeNeeded',
			'Bambu Lab asks for a verification code for this account',
			'Choose "Verification Code" in the credential and enter the code that Bambu Lab sent, or paste an access token.',
		);
	}
	// The key of the challenge has been seen filled beside an empty login type.
	if (loginType === 'tfa' || textOrEmpty(reply.tfaKey) !== '') {
		throw challenge(
			'authenticatorNeeded',
			'Bambu Lab asks for the code of your authenticator app',
			'Choose "Verification Code" or "Access Token" in the credential.',
		);
	}
	throw challenge(
		'unexpectedSignIn',
		'Bambu Lab answered the sign-in in a way that this node does not know',
		`Use an access token, and report this with the login type "${loginType}".`,
	);
}

async function login(
	httpRequest: HttpRequest,
	step: Step,
	apiUrl: string,
	body: IDataObject,
): Promise<Session> {
	const answer = await send(httpRequest, step, apiUrl, { method: 'POST', path: loginPath, body });
	return readLoginReply(step, new URL(apiUrl).host, answer);
}

/**
 * Signs in once, without any retry.
 * @throws CloudProblem naming what Bambu Lab refused or asks for.
 */
export async function signIn(
	httpRequest: HttpRequest,
	{ apiUrl, account, password, verificationCode, authentication }: BambuCredentials,
): Promise<Session> {
	return authentication === 'verificationCode'
		? await login(httpRequest, 'codeLogin', apiUrl, { account, code: verificationCode })
		: await login(httpRequest, 'passwordLogin', apiUrl, { account, password });
}

/**
 * Asks the cheapest endpoint whether a token is dead. Only a 401 says so; a block, a time-out or
 * trouble in the cloud says nothing about the token.
 */
export async function isTokenDead(
	httpRequest: HttpRequest,
	apiUrl: string,
	token: string,
): Promise<boolean> {
	try {
		const request: CloudRequest = { method: 'GET', path: preferencePath };
		return (await send(httpRequest, 'request', apiUrl, request, token)).status === 401;
	} catch {
		return false;
	}
}
