import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';
import type { Failure as HostFailure, INode, JsonObject } from 'n8n-workflow';

import { descriptionOf, problemOf, type Problem } from '../cloud/errors/cloudError';
import type { AnswerProblem } from '../cloud/errors/catalogue';
import { entryOf, isObject, textOrEmpty } from '../cloud/json';

/** Words of an operation for a problem that means something particular there, by the problem's name. */
export type Advice = { readonly [name in AnswerProblem]?: { message: string; next: string } };

interface NodeErrorOptions {
	itemIndex?: number;
	advice?: Advice | undefined;
}

/** The problem as n8n's own error, with what n8n's scheduler wants to know of it. */
function problemError(
	node: INode,
	problem: Problem,
	{ itemIndex, advice }: NodeErrorOptions,
): NodeApiError {
	const { name, cause, status, retryAfterSeconds, isSignIn } = problem;
	const words = isSignIn ? undefined : entryOf(advice ?? {}, name);
	const wait = retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 };
	// Built from a clean payload: the HTTP library's error holds the request with its token.
	const payload: JsonObject = { name };
	const error = new NodeApiError(node, payload, {
		message: words?.message ?? problem.message,
		description: descriptionOf({ ...problem, ...words }),
		failure: { cause, ...wait } as HostFailure,
		...(status === undefined ? {} : { httpCode: String(status) }),
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.context.problem = name;
	error.context.failureCause = cause;
	if (retryAfterSeconds !== undefined) error.context.retryAfterSeconds = retryAfterSeconds;
	return error;
}

/**
 * Any error as one of n8n's, built anew for each item: items that share an answer share its failure too.
 * n8n's own keep their text; what is none of these is a defect, put into words instead of a stack.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	options: NodeErrorOptions = {},
): NodeApiError | NodeOperationError {
	const { itemIndex } = options;
	const index = itemIndex === undefined ? {} : { itemIndex };
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		Object.assign(error.context, index);
		return error;
	}
	const problem = problemOf(error);
	if (problem !== undefined) return problemError(node, problem, options);
	if (error instanceof UserError) {
		const description = error.description ?? undefined;
		return new NodeOperationError(node, error.message, { description, ...index });
	}
	return new NodeApiError(
		node,
		{ name: 'unexpected' },
		{
			message: 'The Bambu Lab node could not make sense of what it received',
			description: `Please report this with the operation you used. (${textOrEmpty(isObject(error) ? error.message : error)})`,
			...index,
		},
	);
}
