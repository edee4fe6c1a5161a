import type { IDataObject } from 'n8n-workflow';

import type { BambuCredentials } from './credentials';
import type { Answer, Step } from '../errors/failure';
import type { CloudRequest } from '../http/request';
import { isObject, parseJson, textOrEmpty } from '../json';
import { answerAuthenticator } from './authenticatorApp';
import { exchange, refusal, type HttpRequest } from './exchange';
import type { Session } from './signInCache';
import { sessionInReply } from './session';

const loginPath = '/v1/user-service/user/login';
const preferencePath = '/v1/design-user-service/my/preference';

async function login(
	httpRequest: HttpRequest,
	step: Step,
	credentials: BambuCredentials,
	body: IDataObject,
): Promise<Session> {
	const { apiUrl } = credentials;
	const request: CloudRequest = { method: 'POST', path: loginPath, body };
	const answer: Answer = await exchange(httpRequest, step, apiUrl, request);
	const reply = parseJson(answer.text);
	if (answer.status !== 200 || !isObject(reply)) throw refusal(step, apiUrl, answer);
	const session = sessionInReply(reply);
	if (session !== undefined) return session;

	// The key of the challenge has been seen filled beside an empty login type.
	const tfaKey = textOrEmpty(reply.tfaKey);
	const asksForApp = tfaKey !== '' && textOrEmpty(reply.loginType) !== 'verifyCode';
	if (asksForApp && credentials.totpSecret !== '') {
		return await answerAuthenticator(httpRequest, credentials, tfaKey);
	}
	throw refusal(step, apiUrl, answer);
}

/**
 * Signs in once, without any retry.
 * @throws CloudError naming what Bambu Lab refused or asks for.
 */
export async function signIn(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
): Promise<Session> {
	const { account, password, verificationCode, authentication } = credentials;
	return authentication === 'verificationCode'
		? await login(httpRequest, 'codeLogin', credentials, { account, code: verificationCode })
		: await login(httpRequest, 'passwordLogin', credentials, { account, password });
}

/**
 * Asks the cheapest endpoint whether a token is dead, and gives the answer that says so. Only a 401
 * does; a block or trouble in the cloud says nothing about the token.
 * @throws CloudError where no answer came, which says nothing about the token either.
 */
export async function refusalOfToken(
	httpRequest: HttpRequest,
	apiUrl: string,
	token: string,
): Promise<Answer | undefined> {
	const request: CloudRequest = { method: 'GET', path: preferencePath };
	const headers = { Authorization: `Bearer ${token}` };
	const answer = await exchange(httpRequest, 'request', apiUrl, request, headers);
	return answer.status === 401 ? answer : undefined;
}
