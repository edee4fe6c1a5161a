import type { StoredCredential, WorkflowDefinition } from '../../sandbox/restTypes';
import { chain, credentialsOf, everySeconds, nodeTypes, type Node } from '../e2e/support/workflows';

export const LOOKUPS = 500;
/** Of each minute. */
export const DUE_SECOND = { list: 0, lookups: 30 } as const;

const POLL_SECONDS = 5;
const EVENTS = [
	'taskCreated',
	'taskFinished',
	'taskFailed',
	'messageReceived',
	'deviceOffline',
	'deviceOnline',
	'deviceStatusChanged',
	'firmwareAvailable',
];

/** Posts what an expression gives, once for the one item that comes in. */
function post(url: string, expression: string): Node {
	return {
		name: 'Post',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify(${expression}) }}`,
		},
	};
}

function aggregate(parameters: Record<string, unknown>): Node {
	return { name: 'Aggregate', type: 'n8n-nodes-base.aggregate', parameters };
}

const allItems = aggregate({ aggregate: 'aggregateAllItemData' });
const allIds = aggregate({ fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'id' }] } });

function schedule(second: number): Node {
	return {
		name: 'Schedule',
		type: 'n8n-nodes-base.scheduleTrigger',
		typeVersion: 1.2,
		parameters: {
			rule: { interval: [{ field: 'cronExpression', expression: `${second} * * * * *` }] },
		},
	};
}

const SCHEDULED_AT = "at: $('Schedule').first().json.timestamp";

function ours(
	name: string,
	credential: StoredCredential,
	parameters: Record<string, unknown>,
): Node {
	return { name, type: nodeTypes.action, parameters, credentials: credentialsOf(credential) };
}

/** The trigger with all events that a farm has, and a step that posts them. */
export function watchFarm(credential: StoredCredential, sinkUrl: string): WorkflowDefinition {
	return chain('Watch the farm', [
		{
			name: 'Bambu Lab Trigger',
			type: nodeTypes.trigger,
			parameters: {
				pollTimes: everySeconds(POLL_SECONDS),
				events: EVENTS,
				options: { offlineAfter: 1 },
			},
			credentials: credentialsOf(credential),
		},
		allItems,
		post(`${sinkUrl}/events`, '$json.data'),
	]);
}

/** Each minute: all tasks. */
export function listAll(credential: StoredCredential, sinkUrl: string): WorkflowDefinition {
	return chain('List all prints', [
		schedule(DUE_SECOND.list),
		ours('Bambu Lab', credential, { resource: 'task', operation: 'getAll', returnAll: true }),
		allIds,
		post(`${sinkUrl}/list`, `{ ${SCHEDULED_AT}, got: $json.id }`),
	]);
}

/** Each minute: the newest tasks, each looked up by itself. */
export function lookUp(credential: StoredCredential, sinkUrl: string): WorkflowDefinition {
	const newest = { resource: 'task', operation: 'getAll', returnAll: false, limit: LOOKUPS };
	const taskId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const asked = "asked: $('Newest').all().map((item) => item.json.id)";
	return chain('Look up prints', [
		schedule(DUE_SECOND.lookups),
		ours('Newest', credential, newest),
		ours('Bambu Lab', credential, { resource: 'task', operation: 'get', taskId }),
		allIds,
		post(`${sinkUrl}/lookups`, `{ ${SCHEDULED_AT}, ${asked}, got: $json.id }`),
	]);
}
