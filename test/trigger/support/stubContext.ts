import type { IDataObject, INodeParameters, IPollFunctions } from 'n8n-workflow';

export interface StubbedPoll {
	nodeId: string;
	parameters: INodeParameters;
	staticData: IDataObject;
	accessToken?: string;
	/** Answers a request of the node: a status and a body. */
	answer: (target: URL) => Promise<{ status: number; body: unknown }>;
}

/**
 * A poll's context without n8n's engine, for tests that poll many thousand times. What the engine
 * does around a poll is tested elsewhere.
 */
export function stubContext({
	nodeId,
	parameters,
	staticData,
	accessToken = 'token',
	answer,
}: StubbedPoll) {
	const ignore = () => {};
	const context = {
		getMode: () => 'trigger',
		getActivationMode: () => 'init',
		getNode: () => ({
			id: nodeId,
			name: 'Trigger',
			credentials: { bambuLabCloudApi: { id: '1', name: 'Account' } },
		}),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => staticData,
		getCredentials: async () => ({
			region: 'global',
			authentication: 'accessToken',
			accessToken,
		}),
		logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
		helpers: {
			async httpRequestWithAuthentication(_type: string, { url }: { url: string }) {
				const { status, body } = await answer(new URL(url, 'https://api.bambulab.com'));
				return { statusCode: status, headers: {}, body: JSON.stringify(body) };
			},
		},
	};
	return context as unknown as IPollFunctions;
}
