import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	IPollFunctions,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes } from 'n8n-workflow';

/** The smallest credential, action and trigger that use all that the harness promises. */

export const api = 'https://things.test';

export class ThingsApi implements ICredentialType {
	name = 'thingsApi';
	displayName = 'Things API';
	properties: INodeProperties[] = [
		{ displayName: 'Account', name: 'account', type: 'string', default: '' },
		{ displayName: 'Scope', name: 'scope', type: 'string', default: 'all' },
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		{ account, scope }: ICredentialDataDecryptedObject,
	) {
		const body = { account, scope };
		const answer = await this.helpers.httpRequest({ method: 'POST', url: `${api}/login`, body });
		return { sessionToken: String(answer.token) };
	}

	authenticate: IAuthenticate = async (credentials, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${String(credentials.sessionToken)}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: api, url: '/me' },
		rules: [
			{ type: 'responseCode', properties: { value: 403, message: 'This account is closed.' } },
		],
	};
}

async function send<T>(
	context: IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions,
	path: string,
	method: IHttpRequestMethods = 'GET',
): Promise<T> {
	try {
		const { httpRequestWithAuthentication } = context.helpers;
		const request = { method, url: `${api}${path}` };
		return (await httpRequestWithAuthentication.call(context, 'thingsApi', request)) as T;
	} catch (error) {
		throw new NodeApiError(context.getNode(), error as JsonObject);
	}
}

const shared = {
	version: 1,
	description: 'Shows the harness at work',
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'thingsApi', required: true }],
};

export class Things implements INodeType {
	description: INodeType['description'] = {
		...shared,
		displayName: 'Things',
		name: 'things',
		group: ['input'],
		defaults: { name: 'Things' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Thing', name: 'thing', type: 'string', default: '' },
			{ displayName: 'Picture', name: 'picture', type: 'boolean', default: false },
		],
	};

	methods = {
		listSearch: {
			async things(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const page = paginationToken ?? '1';
				const names = await send<string[]>(this, `/things?page=${page}&q=${filter ?? ''}`);
				return {
					results: names.map((name) => ({ name, value: name })),
					paginationToken: names.length > 0 ? String(Number(page) + 1) : undefined,
				};
			},
		},
		loadOptions: {
			async colours(this: ILoadOptionsFunctions) {
				const names = await send<string[]>(this, '/colours');
				return names.map((name) => ({ name, value: name }));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const done: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			const thing = this.getNodeParameter('thing', item) as string;
			try {
				const json = await send<JsonObject>(this, `/things/${thing}`);
				const binary = this.getNodeParameter('picture', item)
					? {
							data: await this.helpers.prepareBinaryData(
								Buffer.from(thing),
								`${thing}.txt`,
								'text/plain',
							),
						}
					: undefined;
				done.push({ json, binary, pairedItem: { item } });
			} catch (error) {
				if (!this.continueOnFail()) throw new NodeApiError(this.getNode(), error as JsonObject);
				const { message } = error as Error;
				done.push({ json: { error: message }, error: error as NodeApiError, pairedItem: { item } });
			}
		}
		return [done];
	}
}

export class ThingsTrigger implements INodeType {
	description: INodeType['description'] = {
		...shared,
		displayName: 'Things Trigger',
		name: 'thingsTrigger',
		group: ['trigger'],
		polling: true,
		defaults: { name: 'Things Trigger' },
		inputs: [],
		properties: [],
	};

	/** Emits what is newer than the last seen number; the first poll only takes the baseline. */
	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const state = this.getWorkflowStaticData('node');
		const numbers = await send<number[]>(this, '/numbers');
		if (this.getMode() === 'manual')
			return [numbers.slice(-1).map((number) => ({ json: { number } }))];
		this.logger.info('Polled', { numbers: numbers.length });
		const { seen } = state;
		state.seen = Math.max(...numbers);
		state.polls = Number(state.polls ?? 0) + 1;
		const fresh = typeof seen === 'number' ? numbers.filter((number) => number > seen) : [];
		return fresh.length > 0 ? [fresh.map((number) => ({ json: { number } }))] : null;
	}
}
