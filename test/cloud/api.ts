import { OpenAPIBackend, type Context, type Request } from 'openapi-backend';
import type { Cloud } from './cloud';
import { loadContract, undocumentedFields } from './contract';
import { badRequest, type Problem } from './handlers/badRequest';
import type { Call } from './handlers/call';
import { handlers } from './handlers';
import { PLEASE_LOGIN } from './handlers/replies';
import { isObject } from './http/controlInput';
import { NOT_FOUND_PAGE } from './http/pages';
import { text, type Reply } from './http/reply';
import type { Account } from './signIn/accounts';
import { answerProblem } from './answerCheck';

/** A request as it goes through the router; `account` is filled by the token check. */
interface Passage {
	cloud: Cloud;
	account?: Account;
	token?: string;
	/** The request broke the contract; the refusal is not an answer of the cloud. */
	refused?: boolean;
}

const METHOD_NOT_ALLOWED = text('405 method not allowed', 405);

let backend: Promise<OpenAPIBackend> | undefined;

/** Routes a request by the contract, checks it, lets its handler answer, and checks the answer. */
export async function answer(request: Request, cloud: Cloud): Promise<Reply> {
	backend ??= createBackend();
	if (!isDecodable(request.path)) return text('400 Bad Request', 400);
	const passage: Passage = { cloud };
	const reply: Reply = await (await backend).handleRequest(request, passage);
	return reply;
}

/** An id with a broken percent sign has no meaning. */
function isDecodable(path: string): boolean {
	try {
		decodeURIComponent(path);
		return true;
	} catch {
		return false;
	}
}

async function createBackend(): Promise<OpenAPIBackend> {
	const contract = loadContract();
	const created = await new OpenAPIBackend({
		definition: contract,
		// Validators are compiled when first used: a test rarely needs all of them.
		quick: true,
		// An empty id is not the list.
		ignoreTrailingSlashes: false,
		ajvOpts: { allErrors: true, allowUnionTypes: true },
		handlers: {
			...Object.fromEntries(
				Object.keys(handlers).map((operationId) => [operationId, checkAndHandle]),
			),
			notFound: ({ request }: Context) =>
				request.path === '/v1/iot-service/api/user/project/' ? METHOD_NOT_ALLOWED : NOT_FOUND_PAGE,
			methodNotAllowed: () => METHOD_NOT_ALLOWED,
			unauthorizedHandler: (_context: Context, { cloud }: Passage) =>
				cloud.settings.deadToken === 'empty' ? { status: 401 } : PLEASE_LOGIN,
			postResponseHandler: checkAnswer,
		},
		securityHandlers: { bearer: checkToken },
	}).init();
	// The router would gather them anew for each request, which takes longer than all the rest.
	const operations = created.router.getOperations();
	created.router.getOperations = () => operations;
	return created;
}

function checkToken({ request }: Context, passage: Passage): boolean {
	const [, token] = /^Bearer (\S+)$/.exec(String(request.headers.authorization ?? '')) ?? [];
	if (token === undefined) return false;
	passage.token = token;
	passage.account = passage.cloud.signIn.owner(token);
	return passage.account !== undefined;
}

function checkAndHandle(context: Context, passage: Passage): Reply {
	const { operation, request } = context;
	const { cloud } = passage;
	const call: Call = {
		params: asTexts(request.params),
		query: asTexts(request.query),
		headers: asTexts(request.headers),
		cookies: asTexts(request.cookies),
		body: isObject(request.requestBody) ? request.requestBody : {},
		account: passage.account,
		token: passage.token,
	};
	const operationId = operation.operationId ?? '';
	if (cloud.strict) {
		const undocumented = undocumentedParts(context);
		passage.refused = undocumented !== undefined;
		if (undocumented) return violation(cloud, `${operationId}: ${undocumented}`);
	}
	const [problem] = requestProblems(context);
	const isRefusalKnown = operation.responses !== undefined && '400' in operation.responses;
	if (problem && isRefusalKnown) return badRequest(operationId, call, problem);
	const handler = handlers[operationId];
	if (!handler) return text(`No handler for ${operationId}`, 501);
	return handler(call, cloud);
}

/** What the request holds that the contract doesn't know. */
function undocumentedParts({ operation, request, validation }: Context): string | undefined {
	const queries = (validation.errors ?? [])
		.filter((error) => error.keyword === 'additionalProperties' && error.instancePath === '/query')
		.map((error) => `query parameter "${String(error.params.additionalProperty)}"`);
	const requestBody = operation.requestBody;
	const hasBody = request.requestBody !== undefined && request.requestBody !== '';
	if (hasBody && !requestBody) return 'a body is not in the contract';
	const schema =
		requestBody && 'content' in requestBody
			? requestBody.content['application/json']?.schema
			: undefined;
	const fields = schema ? undocumentedFields(schema, request.requestBody) : [];
	const found = [...queries, ...fields.map((field) => `body field "${field}"`)];
	return found.length > 0 ? `${found.join(', ')} is not in the contract` : undefined;
}

function requestProblems({ validation }: Context): Problem[] {
	return (validation.errors ?? [])
		.filter(({ keyword }) => !['additionalProperties', 'anyOf', 'oneOf', 'allOf'].includes(keyword))
		.map(({ keyword, instancePath, params, message = '' }) => {
			const [, place = 'body', ...rest] = instancePath.split('/');
			const missing = keyword === 'required' ? String(params.missingProperty) : undefined;
			return {
				place,
				field: missing ?? fieldName(rest),
				kind: missing === undefined ? 'malformed' : 'missing',
				message,
			};
		});
}

/** `amsDetailMapping/0/ams` as the cloud spells it: `amsDetailMapping[0].ams`. */
function fieldName(parts: string[]): string {
	return parts
		.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
		.join('')
		.slice(1);
}

function checkAnswer(context: Context, { cloud, refused }: Passage): Reply {
	const reply = context.response as Reply;
	if (refused || cloud.lean) return reply;
	const problem = context.operation && answerProblem(context, reply);
	if (!problem) return reply;
	const words = `${context.operation.operationId}: the answer ${reply.status} ${problem}`;
	const refusal = violation(cloud, words);
	return cloud.strict ? refusal : reply;
}

function violation(cloud: Cloud, words: string): Reply {
	cloud.violations.push(words);
	return text(`Contract violated. ${words}`, 500);
}

/** Parameters as texts; of a repeated one the last counts. */
function asTexts(values: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values)
			.map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value] as const)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name, String(value)]),
	);
}
