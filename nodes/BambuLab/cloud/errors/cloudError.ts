import { ExecutionBaseError } from 'n8n-workflow';

import { isObject } from '../json';
import { answerRows, gatewayRows, networkRows } from './catalogue';
import {
	failureOfError,
	failureOfResponse,
	isPleaseLogin,
	retryAfterOf,
	tryLater,
	type Catalogue,
	type Failure,
	type FailureCause,
	type HttpResponse,
	type Step,
} from './failure';
import { errorChain } from './networkFailure';
import { signInRows } from './signInCatalogue';

const catalogue: Catalogue = { ...networkRows, ...gatewayRows, ...signInRows, ...answerRows };

/** What the user reads: what happened, and what to do next. Never a token, HTML or a stack. */
export interface Problem {
	name: string;
	cause: FailureCause;
	message: string;
	next: string;
	/** What Bambu Lab or n8n said, where that adds something. */
	said?: string | undefined;
	status?: number | undefined;
	retryAfterSeconds?: number | undefined;
	/** Set where the sign-in failed, which says nothing of the request. */
	isSignIn?: boolean;
}

export const problemNames = Object.keys(catalogue);

export function explain(failure: Failure): Problem {
	const { apiWords, networkFailure, status } = failure;
	// The first row that fits; the last one fits always.
	const name = problemNames.find((each) => catalogue[each]?.when(failure)) ?? '';
	const { cause = 'temporarily-unavailable', message = '', next = '' } = catalogue[name] ?? {};
	const isSilent = apiWords === '' || isPleaseLogin(failure);
	const speaker = networkFailure === undefined ? 'Bambu Lab' : 'n8n';
	return {
		name,
		cause,
		message: typeof message === 'string' ? message : message(failure),
		next: typeof next === 'string' ? next : next(failure),
		said: isSilent ? undefined : `${speaker} said: ${apiWords}`,
		status,
		retryAfterSeconds: retryAfterOf(failure),
	};
}

export function descriptionOf({ next, said }: Problem): string {
	return said === undefined ? next : `${next} ${said}`;
}

/** Of an error that it wraps, n8n before 2.41 keeps only the context, and that only of one of this kind. */
export class CloudError extends ExecutionBaseError {
	constructor(readonly problem: Problem) {
		super(`${problem.message}. ${descriptionOf(problem)}`);
		this.name = 'CloudError';
		this.context = { problem: { ...problem } };
	}
}

export function answerError(step: Step, host: string, answer: HttpResponse): CloudError {
	return new CloudError(explain(failureOfResponse(step, host, answer)));
}

export function requestError(step: Step, host: string, error: unknown): CloudError {
	return new CloudError(explain(failureOfError(step, host, error)));
}

export function credentialError(message: string, next: string): CloudError {
	const name = 'credentialIncomplete';
	return new CloudError({ name, cause: 'credential-invalid', message, next });
}

function passingError(name: string, message: string, next: string): CloudError {
	return new CloudError({ name, cause: 'temporarily-unavailable', message, next });
}

export function incompleteAnswer(lacking: string): CloudError {
	return passingError('incompleteAnswer', `Bambu Lab answered without ${lacking}`, tryLater);
}

export function listHasGap(): CloudError {
	const next =
		'It changed faster than it can be read, or Bambu Lab gives no more of it. Try again, or ask for less.';
	return passingError('listHasGap', 'The list could not be read without a gap', next);
}

export function listHasNoEnd(read: number): CloudError {
	const next = 'Bambu Lab gives more and more of it. Set a limit, or use a filter.';
	return passingError('listHasNoEnd', `The list has no end: ${read} rows were read`, next);
}

/** The problem inside an error that n8n may have wrapped. */
export function problemOf(error: unknown): Problem | undefined {
	const isProblem = (each: unknown): each is Problem =>
		isObject(each) && typeof each.name === 'string';
	const places = errorChain(error).flatMap(({ problem, context }) =>
		isObject(context) ? [problem, context.problem] : [problem],
	);
	return places.find(isProblem);
}
