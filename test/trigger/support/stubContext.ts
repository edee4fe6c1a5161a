import type {
	IDataObject,
	INodeParameters,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

export interface StubbedAnswer {
	status: number;
	body: unknown;
	headers?: { [name: string]: string };
}

export interface StubbedPoll {
	nodeId: string;
	parameters: INodeParameters;
	staticData: IDataObject;
	/** The token of the credential at the moment. */
	accessToken?: () => string;
	/** The region of the credential. */
	region?: string;
	/** Why n8n polls for the first time with this context. */
	activation?: WorkflowActivateMode;
	/** Answers a request of the node. */
	answer: (target: URL) => Promise<StubbedAnswer>;
	/** Gets what the node logs as a warning. */
	warn?: (line: string) => void;
	info?: (line: string) => void;
	/** Gets what the node shows as a failed execution beside the items of a poll. */
	emitError?: (error: Error) => void;
}

/**
 * A poll's context without n8n's engine, for tests that poll many thousand times. What the engine
 * does around a poll is tested elsewhere.
 */
export function stubContext({
	nodeId,
	parameters,
	staticData,
	accessToken = () => 'token',
	region = 'global',
	activation = 'update',
	answer,
	warn = () => {},
	info = () => {},
	emitError = () => {},
}: StubbedPoll) {
	const ignore = () => {};
	const context = {
		getMode: () => 'trigger',
		getActivationMode: () => activation,
		getNode: () => ({
			id: nodeId,
			name: 'Trigger',
			credentials: { bambuLabCloudApi: { id: '1', name: 'Account' } },
		}),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => staticData,
		getCredentials: async () => ({
			region,
			authentication: 'accessToken',
			accessToken: accessToken(),
		}),
		logger: { debug: ignore, info, warn, error: ignore },
		getTimezone: () => 'UTC',
		__emitError: emitError,
		helpers: {
			async httpRequestWithAuthentication(_type: string, { url }: { url: string }) {
				const {
					status,
					body,
					headers = {},
				} = await answer(new URL(url, 'https://api.bambulab.com'));
				return { statusCode: status, headers, body: JSON.stringify(body) };
			},
		},
	};
	return context as unknown as IPollFunctions;
}
