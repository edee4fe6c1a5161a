import type { StoredCredential, WorkflowDefinition } from '../../sandbox/restTypes';
import { chain, credentialsOf, everySeconds, nodeTypes, type Node } from '../e2e/support/workflows';

export const triggerName = 'Bambu Lab Trigger';

/** n8n's own way to leave out what an earlier execution has seen. */
export const removeRepeats: Node = {
	name: 'Remove Duplicates',
	type: 'n8n-nodes-base.removeDuplicates',
	typeVersion: 2,
	parameters: {
		operation: 'removeItemsSeenInPreviousExecutions',
		logic: 'removeItemsWithAlreadySeenKeyValues',
		dedupeValue: '={{ $json.eventId }}',
	},
};

function post(name: string, url: string): Node {
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify({ eventId: $json.eventId }) }}',
		},
	};
}

/**
 * Our trigger, with two branches that post each event to a server: `all` as it comes, `once` behind
 * Remove Duplicates.
 */
export function watchWorkflow(
	credential: StoredCredential,
	sinkUrl: string,
	pollSeconds: number,
): WorkflowDefinition {
	const trigger: Node = {
		name: triggerName,
		type: nodeTypes.trigger,
		parameters: {
			pollTimes: everySeconds(pollSeconds),
			events: ['taskCreated', 'taskFinished', 'taskFailed'],
		},
		credentials: credentialsOf(credential),
	};
	const all = post('Post All', `${sinkUrl}/all`);
	const once = chain('Watch prints through crashes', [
		trigger,
		removeRepeats,
		post('Post Once', `${sinkUrl}/once`),
	]);
	const [placed] = chain('', [all]).nodes;
	const links = [all, removeRepeats].map(({ name }) => ({ node: name, type: 'main', index: 0 }));
	return {
		...once,
		nodes: placed === undefined ? once.nodes : [...once.nodes, { ...placed, position: [220, 220] }],
		connections: { ...once.connections, [triggerName]: { main: [links] } },
	};
}
