import { NodeApiError } from 'n8n-workflow';
import type { Failure, INode, JsonObject } from 'n8n-workflow';

import type { Problem } from './problem';

/** The problem as n8n's own error, with what n8n's scheduler wants to know of it. */
export function toNodeError(node: INode, problem: Problem): NodeApiError {
	const { message, description, status, retryAfterSeconds } = problem;
	const { cause = 'credential-invalid' } = problem;
	const wait = retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 };
	// Built from a clean payload: the HTTP library's error holds the request with its token.
	const payload: JsonObject = { name: problem.name };
	const error = new NodeApiError(node, payload, {
		message,
		description,
		failure: { cause, ...wait } as Failure,
		...(status === undefined ? {} : { httpCode: String(status) }),
	});
	error.context.problem = problem.name;
	error.context.failureCause = cause;
	if (retryAfterSeconds !== undefined) error.context.retryAfterSeconds = retryAfterSeconds;
	return error;
}
