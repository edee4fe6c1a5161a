import { ExecutionBaseError, NodeApiError } from 'n8n-workflow';

import { catalogue, unexpectedAnswer, waitOf, type FailureCause } from './catalogue';
import { tryLater } from './catalogueRow';
import type { Failure } from './failure';
import { isObject } from '../json';

/** What the user reads: what happened, and what to do next. */
export interface Problem {
	name: string;
	/** Where it is missing, something in the credential is wrong. */
	cause?: FailureCause;
	message: string;
	/** The next step, followed by the API's own words where they add something. */
	description: string;
	status?: number;
	retryAfterSeconds?: number;
}

/** All problems that `explain` can name. */
export const problemNames = [...catalogue, unexpectedAnswer].map(({ name }) => name);

/** Words of an operation for a problem that means something particular there. */
export interface Advice {
	[problemName: string]: { message: string; next: string };
}

/** Names a failure for the user. The sentences never hold a token, HTML or a stack. */
export function explain(failure: Failure, advice: Advice = {}): Problem {
	const row = catalogue.find(({ when }) => when(failure)) ?? unexpectedAnswer;
	const { message: toMessage, next: toNext } = { ...row, ...advice[row.name] };
	const message = typeof toMessage === 'string' ? toMessage : toMessage(failure);
	const next = typeof toNext === 'string' ? toNext : toNext(failure);
	const isSilent = failure.apiWords === '' || row.saysAll?.(failure) === true;
	const speaker = failure.interruption === undefined ? 'Bambu Lab' : 'n8n';
	return {
		name: row.name,
		cause: row.cause,
		message,
		description: isSilent ? next : `${next} ${speaker} said: ${failure.apiWords}`,
		...(failure.status === undefined ? {} : { status: failure.status }),
		...(waitOf(failure) === undefined ? {} : { retryAfterSeconds: waitOf(failure) }),
	};
}

/**
 * Thrown where no node is at hand (sign-in); the egress turns it into n8n's own error. Of an error that
 * it wraps, n8n before 2.41 keeps only the context, and that only of an error of this kind.
 */
export class CloudError extends ExecutionBaseError {
	constructor(readonly problem: Problem) {
		super(`${problem.message}. ${problem.description}`);
		this.name = 'CloudError';
		this.context = { problem: { ...problem } };
	}
}

/** For an answer that is a success, and lacks what it has to hold. */
export function incompleteAnswer(lacking: string): CloudError {
	return new CloudError({
		name: 'incompleteAnswer',
		cause: 'temporarily-unavailable',
		message: `Bambu Lab answered without ${lacking}`,
		description: tryLater,
	});
}

/** The problem inside an error that n8n may have wrapped. */
export function problemOf(error: unknown): Problem | undefined {
	let current = error;
	for (let depth = 0; isObject(current) && depth < 8; depth++) {
		const kept = isObject(current.context) ? current.context.problem : undefined;
		const problem = isObject(current.problem) ? current.problem : kept;
		if (isObject(problem) && typeof problem.name === 'string') return problem as unknown as Problem;
		current = current.cause;
	}
	return undefined;
}

/** The name of the problem of a request; none for a failed sign-in, which says nothing of the request. */
export function problemNameOf(error: unknown): string {
	const context = error instanceof NodeApiError ? error.context : {};
	return context.isSignIn === true ? '' : String(context.problem ?? '');
}
