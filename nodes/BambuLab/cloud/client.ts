import { NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { toNodeError } from './errors/nodeError';
import { credentialType, readCredentials, type BambuCredentials } from './session/credentials';
import { StayedBehind, type Departure } from './http/departure';
import { explain, problemOf } from './errors/problem';
import { failureOfAnswer, failureOfThrown, type Answer, type Failure } from './errors/failure';
import { answerOf, httpOptions, type CloudRequest } from './http/request';
import { isObject, parseJson } from './json';
import { paceOf, type Pace } from './http/rateLimiter';
import { Pool } from './http/semaphore';
import { persist, type Patience } from './http/retry';
import { requestCodeOnce } from './session/codeSending';
import type { HttpRequest } from './session/exchange';

export type CloudContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Sends one request and gives the parsed body. */
export type Send = (request: CloudRequest) => Promise<unknown>;

/** Every service answers with an object; the iot service also puts an error number into a 200. */
function isSuccess({ status }: Answer, body: unknown): boolean {
	if (status < 200 || status > 299 || !isObject(body)) return false;
	return typeof body.code !== 'number' || body.code === 0;
}

/** Some endpoints answer success with nothing at all. */
function bodyOf({ text }: Answer): unknown {
	return text.trim() === '' ? {} : parseJson(text);
}

/** For the sentence about a failure only, so it must not fail itself. */
async function hostOf(context: CloudContext): Promise<string> {
	try {
		return new URL(readCredentials(await context.getCredentials(credentialType)).apiUrl).host;
	} catch {
		return 'The Bambu Lab cloud';
	}
}

/**
 * Sends a request through the credential. A 401 must stay an error: it is what makes n8n renew the
 * session.
 */
async function callSignedIn(
	context: CloudContext,
	departure: Departure,
	options: IHttpRequestOptions,
): Promise<unknown> {
	const call = async (ignoreHttpStatusErrors: IHttpRequestOptions['ignoreHttpStatusErrors']) => {
		const { httpRequestWithAuthentication } = context.helpers;
		const attempt = { ...options, ignoreHttpStatusErrors };
		return await departure.through<unknown>(
			attempt,
			async () => await httpRequestWithAuthentication.call(context, credentialType, attempt),
		);
	};
	const response = await call({ ignore: true, except: [401] });
	// Older versions of n8n know no exceptions, and give a 401 as an answer like any other.
	return answerOf(response).status === 401 ? await call(false) : response;
}

/** Why a request has no answer; what stayed behind is for the one that sends it again. */
async function unansweredError(
	context: CloudContext,
	{ advice }: CloudRequest,
	error: unknown,
): Promise<Error> {
	if (error instanceof StayedBehind) return error;
	const signInProblem = problemOf(error);
	if (signInProblem !== undefined) {
		const failed = toNodeError(context.getNode(), signInProblem);
		failed.context.isSignIn = true;
		return failed;
	}
	const failure = failureOfThrown('request', await hostOf(context), error);
	return toNodeError(context.getNode(), explain(failure, advice));
}

/**
 * The one way of signed requests to the cloud. n8n signs them through the credential, and
 * signs in again on a 401.
 * @throws NodeApiError with the catalogue's sentence; NodeOperationError where a value of the user
 * cannot be part of a request; StayedBehind where it was not sent.
 */
async function callCloud(
	context: CloudContext,
	departure: Departure,
	request: CloudRequest,
): Promise<unknown> {
	const node = context.getNode();
	if (node.credentials?.[credentialType] === undefined) {
		throw new NodeOperationError(node, 'No Bambu Lab credential is chosen', {
			description: 'Choose one at the top of the node, or create it there.',
		});
	}
	let options: IHttpRequestOptions;
	try {
		options = httpOptions(request);
	} catch (error) {
		throw new NodeOperationError(node, error as Error);
	}
	let response: unknown;
	try {
		response = await callSignedIn(context, departure, options);
	} catch (error) {
		throw await unansweredError(context, request, error);
	}
	const answer = answerOf(response);
	const body = bodyOf(answer);
	if (!isSuccess(answer, body)) {
		const failure = failureOfAnswer('request', await hostOf(context), answer);
		throw toNodeError(node, explain(failure, request.advice));
	}
	return body;
}

/** Sends a request as `patience` has it, and says in the catalogue's words why where it does not. */
async function callPatiently(
	context: CloudContext,
	request: CloudRequest,
	pace: Pace,
	patience: Patience,
): Promise<unknown> {
	const explained = (failure: Failure) => toNodeError(context.getNode(), explain(failure));
	return await persist(pace, patience, request, {
		act: async (departure) => await callCloud(context, departure, request),
		cancelled: async () =>
			explained(failureOfThrown('request', await hostOf(context), { code: 'ERR_CANCELED' })),
		heldBack: async (quietMs) => {
			const headers = { 'retry-after': String(Math.max(1, Math.ceil(quietMs / 1000))) };
			const answer = { status: 429, headers, text: '' };
			return explained(failureOfAnswer('request', await hostOf(context), answer));
		},
	});
}

async function requestUnsigned(
	context: CloudContext,
	baseURL: string,
	request: CloudRequest,
): Promise<unknown> {
	const host = new URL(baseURL).host;
	const explained = (failure: Failure) =>
		toNodeError(context.getNode(), explain(failure, request.advice));
	const outcome = await context.helpers
		.httpRequest({ ...httpOptions(request), baseURL, ignoreHttpStatusErrors: true })
		.then(answerOf, (error: unknown) => failureOfThrown('request', host, error));
	if ('step' in outcome) throw explained(outcome);
	const body = bodyOf(outcome);
	if (!isSuccess(outcome, body)) throw explained(failureOfAnswer('request', host, outcome));
	return body;
}

/** What an operation may ask of the cloud. */
export interface CloudClient {
	send: Send;
	/** The same, but what several items of an execution ask alike is asked once. */
	sendOnce: Send;
	/** How many requests may be made together; some of them are prepared while others are in flight. */
	atOnce: number;
	/** Files come from other hosts, so they have a line of their own. */
	files: Pool;
	/** Sends without the session, for the few endpoints that want none. */
	sendUnsigned: Send;
	/** Has a verification code sent to the account of the credential; tells when that was, in milliseconds. */
	requestCode: () => Promise<number>;
	/** The credential, with the session that a sign-in stored in it. */
	credentials: () => Promise<BambuCredentials>;
}

async function requestCode(context: CloudContext, credentials: BambuCredentials): Promise<number> {
	const httpRequest: HttpRequest = async (options) => await context.helpers.httpRequest(options);
	try {
		return await requestCodeOnce(httpRequest, credentials, true);
	} catch (error) {
		const problem = problemOf(error);
		throw problem === undefined ? error : toNodeError(context.getNode(), problem);
	}
}

/** How an execution asks the cloud. */
export interface Manner {
	patience: Patience;
	/** How many requests may be made together; some of them are prepared while others are in flight. */
	atOnce?: number;
	/** All requests of an execution go through one pool. */
	pool?: Pool;
	/** And all files, which come from other hosts, through another. */
	files?: Pool;
	/** What was asked before, by its request. */
	asked?: Map<string, Promise<unknown>>;
}

const singleTry: Patience = { budgetMs: 0, isCancelled: () => false };

export function cloudOf(context: CloudContext, manner: Manner): CloudClient {
	const { patience, pool = new Pool(Infinity), asked = new Map() } = manner;
	const { atOnce = 1, files = new Pool(atOnce) } = manner;
	const pace = paceOf(context.getNode().credentials?.[credentialType]?.id ?? '');
	const send: Send = async (request) =>
		await pool.run(async () => await callPatiently(context, request, pace, patience));
	const sendOnce: Send = async (request) => {
		const key = JSON.stringify(request);
		const known = asked.get(key);
		if (known !== undefined) return await known;
		const answer = send(request);
		asked.set(key, answer);
		// Those who wait for it share the failure; who comes later asks anew.
		answer.catch(() => asked.delete(key));
		return await answer;
	};
	const credentials = async () => readCredentials(await context.getCredentials(credentialType));
	return {
		send,
		sendOnce,
		atOnce,
		files,
		sendUnsigned: async (request) =>
			await requestUnsigned(context, (await credentials()).apiUrl, request),
		requestCode: async () => await requestCode(context, await credentials()),
		credentials,
	};
}

/** For a poll: the next one tries again, and is not to wait behind bulk jobs. */
export function pollClient(context: IPollFunctions): CloudClient {
	return cloudOf(context, { patience: { ...singleTry, haste: 'soon' } });
}

/** For lists in the editor. */
export function editorClient(context: ILoadOptionsFunctions): CloudClient {
	return cloudOf(context, { patience: { ...singleTry, haste: 'now' } });
}
