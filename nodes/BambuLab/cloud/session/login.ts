import type { HttpResponse } from '../errors/failure';
import { incompleteAnswer } from '../errors/cloudError';
import type { CloudRequest } from '../http/request';
import { refusal, sendUnsigned, successIn, type HttpRequest } from '../http/send';
import { isObject, parseJson, textOrEmpty } from '../json';
import { submitTotp } from './authenticatorApp';
import { sessionInReply, type BambuCredentials, type Session } from './credentials';

export const preferencePath = '/v1/design-user-service/my/preference';

export async function signIn(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
): Promise<Session> {
	const { apiUrl, account, password, totpSecret, verificationCode } = credentials;
	const isByCode = credentials.authentication === 'verificationCode';
	const step = isByCode ? 'codeLogin' : 'passwordLogin';
	const body = isByCode ? { account, code: verificationCode } : { account, password };
	const request: CloudRequest = { method: 'POST', path: '/v1/user-service/user/login', body };
	const response = await sendUnsigned(httpRequest, step, apiUrl, request);
	const reply = parseJson(response.text);
	if (response.status !== 200 || !isObject(reply)) throw refusal(step, apiUrl, response);
	const session = sessionInReply(reply);
	if (session !== undefined) return session;

	// The key of the challenge has been seen filled beside an empty login type.
	const tfaKey = textOrEmpty(reply.tfaKey);
	const asksForApp = tfaKey !== '' && textOrEmpty(reply.loginType) !== 'verifyCode';
	if (!asksForApp || totpSecret === '') throw refusal(step, apiUrl, response);
	return await submitTotp(httpRequest, credentials, tfaKey);
}

export async function refreshSession(
	httpRequest: HttpRequest,
	apiUrl: string,
	{ refreshToken }: Session,
): Promise<Session> {
	const path = '/v1/user-service/user/refreshtoken';
	const request: CloudRequest = { method: 'POST', path, body: { refreshToken } };
	const response = await sendUnsigned(httpRequest, 'refresh', apiUrl, request);
	const reply = successIn(response);
	if (reply === undefined) throw refusal('refresh', apiUrl, response);
	const session = sessionInReply(reply);
	if (session === undefined) throw incompleteAnswer('the new token');
	return session;
}

/** The answer that says that a token is dead. @throws CloudError where none came, which says nothing */
export async function refusalOfToken(
	httpRequest: HttpRequest,
	apiUrl: string,
	token: string,
): Promise<HttpResponse | undefined> {
	const headers = { Authorization: `Bearer ${token}` };
	const request: CloudRequest = { method: 'GET', path: preferencePath, headers };
	const response = await sendUnsigned(httpRequest, 'request', apiUrl, request);
	return response.status === 401 ? response : undefined;
}
