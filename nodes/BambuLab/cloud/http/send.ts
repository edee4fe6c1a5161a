import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { HttpResponse, Step } from '../errors/failure';
import {
	answerError,
	CloudError,
	credentialError,
	problemOf,
	requestError,
} from '../errors/cloudError';
import { isObject, parseJson } from '../json';
import { credentialType, regionOf } from './region';
import { httpOptions, readResponse, type CloudRequest } from './request';

export type CloudContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** The body of a success, which may be empty; the iot service puts an error number also into a 200. */
export function successIn({ status, text }: HttpResponse): IDataObject | undefined {
	const body = text.trim() === '' ? {} : parseJson(text);
	if (status < 200 || status > 299 || !isObject(body)) return undefined;
	return typeof body.code === 'number' && body.code !== 0 ? undefined : (body as IDataObject);
}

/** For the sentence about a failure only, so it must not fail itself. */
async function hostOf(context: CloudContext): Promise<string> {
	const region = context.getCredentials(credentialType).then(regionOf);
	return await region.then(({ apiUrl }) => new URL(apiUrl).host).catch(() => 'The Bambu Lab cloud');
}

/** A 401 must stay an error: it is what makes n8n renew the session. */
async function signedResponse(
	context: CloudContext,
	options: IHttpRequestOptions,
): Promise<HttpResponse> {
	const call = async (ignoreHttpStatusErrors: IHttpRequestOptions['ignoreHttpStatusErrors']) => {
		const attempt = { ...options, ignoreHttpStatusErrors };
		const { httpRequestWithAuthentication } = context.helpers;
		return readResponse(await httpRequestWithAuthentication.call(context, credentialType, attempt));
	};
	const response = await call({ ignore: true, except: [401] });
	// Older versions of n8n know no exceptions, and give a 401 as an answer like any other.
	return response.status === 401 ? await call(false) : response;
}

/** n8n signs the request through the credential, and signs in again on a 401. Gives the parsed body. */
export async function sendSigned(context: CloudContext, request: CloudRequest): Promise<unknown> {
	if (context.getNode().credentials?.[credentialType] === undefined) {
		throw credentialError(
			'No Bambu Lab credential is chosen',
			'Choose one at the top of the node, or create it there.',
		);
	}
	const response = await signedResponse(context, httpOptions(request)).catch(
		async (error: unknown) => {
			const problem = problemOf(error);
			if (problem !== undefined) throw new CloudError({ ...problem, isSignIn: true });
			throw requestError('request', await hostOf(context), error);
		},
	);
	const body = successIn(response);
	if (body !== undefined) return body;
	throw answerError('request', await hostOf(context), response);
}

/** For a step of a sign-in. Every status is an answer: n8n would sign in a second time on a raw 401. */
export async function sendUnsigned(
	httpRequest: HttpRequest,
	step: Step,
	origin: string,
	request: CloudRequest,
): Promise<HttpResponse> {
	const options = { ...httpOptions(request), baseURL: origin, ignoreHttpStatusErrors: true };
	return await httpRequest(options).then(readResponse, (error: unknown) => {
		throw requestError(step, new URL(origin).host, error);
	});
}

export function refusal(step: Step, origin: string, response: HttpResponse): CloudError {
	return answerError(step, new URL(origin).host, response);
}
