import type { IDataObject, IPollFunctions, WorkflowActivateMode } from 'n8n-workflow';

import type { Answered } from './conditions';

/** A published trigger as n8n hands it to each poll. */
export interface Activation {
	processId: string;
	mode: WorkflowActivateMode;
	parameters: IDataObject;
	/** What n8n has read from its database at the activation; polls change it, n8n stores it now and then. */
	memory: IDataObject;
	accessToken: () => string;
	answer: (target: URL, timeoutSeconds: number) => Promise<Answered>;
	log: (line: string) => void;
	/** Gets what is shown as a failed execution beside the items of a poll. */
	show: (error: Error) => void;
}

/**
 * A poll's context without n8n's engine, for a test that polls many thousand times. What the engine does
 * around a poll is tested elsewhere. A process is one by its ids: what the node remembers under
 * other ones is as good as gone.
 */
export function hostContext({
	processId,
	mode,
	parameters,
	memory,
	accessToken,
	answer,
	log,
	show,
}: Activation): IPollFunctions {
	const context = {
		getMode: () => 'trigger',
		getActivationMode: () => mode,
		getNode: () => ({
			id: `node ${processId}`,
			name: 'Trigger',
			type: 'n8n-nodes-bambulab-cloud.bambuLabTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { bambuLabCloudApi: { id: `credential ${processId}`, name: 'Account' } },
		}),
		getWorkflow: () => ({ id: `workflow ${processId}`, name: 'Workflow', active: true }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => memory,
		getCredentials: async () => ({
			region: 'global',
			authentication: 'accessToken',
			accessToken: accessToken(),
		}),
		__emitError: show,
		logger: { debug: log, info: log, warn: log, error: log },
		helpers: {
			async httpRequestWithAuthentication(
				_type: string,
				{ url, timeout = 300_000 }: { url: string; timeout?: number },
			) {
				const target = new URL(url, 'https://api.bambulab.com');
				const { status, body, headers = {} } = await answer(target, timeout / 1000);
				return { statusCode: status, headers, body };
			},
		},
	};
	return context as unknown as IPollFunctions;
}
