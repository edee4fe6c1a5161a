import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { CloudError, explain } from '../errors/problem';
import { failureOfAnswer, failureOfThrown, type Answer, type Step } from '../errors/failure';
import { answerOf, httpOptions, type CloudRequest } from '../http/request';

/** The one helper that n8n gives to a credential. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Sends one request of a sign-in. Every status comes back as an answer: n8n would sign in a second
 * time on a raw 401.
 * @throws CloudError where no answer came.
 */
export async function exchange(
	httpRequest: HttpRequest,
	step: Step,
	origin: string,
	request: CloudRequest,
	headers: IDataObject = {},
): Promise<Answer> {
	const host = new URL(origin).host;
	const options = httpOptions(request);
	const outcome = await httpRequest({
		...options,
		baseURL: origin,
		ignoreHttpStatusErrors: true,
		headers: { ...options.headers, ...headers },
	}).then(answerOf, (error: unknown) => failureOfThrown(step, host, error));
	if ('step' in outcome) throw new CloudError(explain(outcome));
	return outcome;
}

/** The catalogue's words for an answer that a sign-in cannot use. */
export function refusal(step: Step, origin: string, answer: Answer): CloudError {
	return new CloudError(explain(failureOfAnswer(step, new URL(origin).host, answer)));
}
