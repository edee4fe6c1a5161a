import type { Context } from 'openapi-backend';
import { tellingFaults } from './contract';
import { isObject } from './http/controlInput';
import type { Reply } from './http/reply';

/** What is wrong with an answer by the contract; undefined when nothing is. */
export function answerProblem({ api, operation }: Context, reply: Reply): string | undefined {
	// A broken contract is told in full already; 500 needs no entry of its own.
	const documented = documentedAnswer(operation.responses, reply.status);
	if (!documented) return 'has a status that is not in the contract';
	const content = isObject(documented.content) ? documented.content : {};
	if (reply.body === undefined) {
		const isEmptyAllowed = Object.keys(content).length === 0 || documented['x-empty-body'] === true;
		return isEmptyAllowed ? undefined : 'has no body';
	}
	const type = contentType(reply);
	if (!Object.hasOwn(content, type)) return `is ${type}, which is not in the contract`;
	if (type !== 'application/json') return undefined;
	const { errors } = api.validateResponse(reply.body, operation, reply.status);
	if (!errors || errors.length === 0) return undefined;
	return tellingFaults(errors)
		.map((error) => `${error.instancePath || 'body'} ${error.message}`)
		.join('; ');
}

function documentedAnswer(responses: unknown, status: number): Record<string, unknown> | undefined {
	if (!isObject(responses)) return undefined;
	const found = responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`];
	return isObject(found) ? found : undefined;
}

function contentType({ body, headers = {} }: Reply): string {
	const given = headers['content-type'];
	if (typeof given === 'string') return given.split(';')[0] ?? given;
	return typeof body === 'string' ? 'text/plain' : 'application/json';
}
