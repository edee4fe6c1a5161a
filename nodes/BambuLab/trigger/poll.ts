import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { cloudOf, type Send } from '../cloud/request';
import { simplifyTask } from '../output/task';
import { eventOptions } from './events';
import { readAccount, readDeviceNames, readRecentTasks, readTasks } from './sources';
import { isInScope, readState, type Scope, type TriggerState } from './state';
import { baselineOf, detectTasks, phaseOf, type TaskEvent } from './taskDetector';

/** Where the state stands in n8n's static data of the node. */
const stateKey = 'state';

/** Triggers that have polled once in this process: n8n gives up for good on one whose first poll fails. */
const triggersAlive = new Set<string>();

function readScope(context: IPollFunctions): Scope {
	const events = context.getNodeParameter('events', []) as string[];
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	if (events.length === 0) {
		throw new NodeOperationError(context.getNode(), 'No event is chosen', {
			description: 'Choose at least one in the field "Events".',
		});
	}
	const deviceIds = Array.isArray(filters.deviceIds) ? filters.deviceIds.map(String) : [];
	return { events, deviceIds };
}

function deviceOf(task: JsonObject): string {
	return textOrEmpty(task.deviceId);
}

/** Names of printers whose tasks don't carry one; a failure here must not cost the event. */
async function missingNames(
	context: IPollFunctions,
	send: Send,
	events: TaskEvent[],
): Promise<Map<string, string>> {
	if (events.every(({ task }) => textOrEmpty(task.deviceName) !== '')) return new Map();
	try {
		return await readDeviceNames(send);
	} catch (error) {
		context.logger.warn(`Bambu Lab: the printers' names could not be read: ${String(error)}`);
		return new Map();
	}
}

async function itemsOf(
	context: IPollFunctions,
	send: Send,
	events: TaskEvent[],
): Promise<INodeExecutionData[]> {
	const names = await missingNames(context, send, events);
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return events.map(({ name, id, occurredAt, task }) => {
		const printerName =
			textOrEmpty(task.deviceName) || names.get(deviceOf(task)) || deviceOf(task) || null;
		return {
			json: {
				event: name,
				eventId: `${name}:${id}`,
				occurredAt: new Date(occurredAt).toISOString(),
				printerName,
				task: simplify ? { ...simplifyTask(task), printerName } : (task as IDataObject),
			},
		};
	});
}

/** "Fetch Test Event": the newest print that fits each chosen event. Stores nothing. */
async function sampleEvents(context: IPollFunctions, scope: Scope): Promise<INodeExecutionData[]> {
	const send = cloudOf(context);
	const tasks = await readRecentTasks(send);
	const samples = eventOptions.flatMap(({ value }): TaskEvent[] => {
		const task = tasks.find(
			(candidate) =>
				isInScope(scope, value, deviceOf(candidate)) &&
				(value === 'taskCreated' || phaseOf(candidate) === value),
		);
		if (task === undefined) return [];
		const stamp = value === 'taskCreated' ? task.startTime : task.endTime;
		const occurredAt = Date.parse(textOrEmpty(stamp)) || Date.now();
		return [{ name: value, id: String(task.id), occurredAt, task }];
	});
	if (samples.length === 0) {
		throw new NodeOperationError(context.getNode(), 'No print fits the chosen events yet', {
			description:
				'Choose more events or printers, or start a print and try again. A published workflow fires by itself.',
		});
	}
	return await itemsOf(context, send, samples);
}

/**
 * One poll: reads everything first, then compares and stores without a pause in between, so that
 * polls that overlap, or fail half-way, neither repeat nor lose an event.
 */
async function pollEvents(
	context: IPollFunctions,
	scope: Scope,
	staticData: IDataObject,
): Promise<INodeExecutionData[]> {
	const send = cloudOf(context);
	const before = readState(staticData[stateKey]);
	const account = await readAccount(context, send, before?.account);
	const isSameAccount = before !== undefined && before.account.uid === account.uid;
	const tasks = await readTasks(send, isSameAccount ? before.tasks : undefined);

	const current = readState(staticData[stateKey]);
	if (!isSameAccount || current === undefined || current.account.uid !== account.uid) {
		if (staticData[stateKey] !== undefined) {
			context.logger.info('Bambu Lab: another account or an unreadable state; starting afresh.');
		}
		store(staticData, { version: 1, account, scope, tasks: baselineOf(tasks) });
		return [];
	}
	const { events, state } = detectTasks(current.tasks, tasks, Date.now());
	store(staticData, { version: 1, account, scope, tasks: state });
	// What the user has just begun to listen for counts from now on, not from the stored state.
	const wanted = events.filter(
		({ name, task }) =>
			isInScope(scope, name, deviceOf(task)) && isInScope(current.scope, name, deviceOf(task)),
	);
	return wanted.length === 0 ? [] : await itemsOf(context, send, wanted);
}

function store(staticData: IDataObject, state: TriggerState): void {
	staticData[stateKey] = state as unknown as IDataObject;
}

function triggerId(context: IPollFunctions): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}

/** The trigger's poll. Returns null where nothing happened. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const scope = readScope(context);
	if (context.getMode() === 'manual') return [await sampleEvents(context, scope)];

	const staticData = context.getWorkflowStaticData('node');
	const hasBaseline = isObject(staticData[stateKey]);
	const isFirst = !triggersAlive.has(triggerId(context));
	try {
		const items = await pollEvents(context, scope, staticData);
		triggersAlive.add(triggerId(context));
		return items.length === 0 ? null : [items];
	} catch (error) {
		triggersAlive.add(triggerId(context));
		// After a restart the schedule must come to life even where the cloud is down; without a
		// baseline it is a publishing, and the user has to see what is wrong.
		if (!hasBaseline || !isFirst) throw asNodeError(context, error);
		context.logger.warn(
			`Bambu Lab: the first poll failed, the next will try again: ${String(error)}`,
		);
		return null;
	}
}

function asNodeError(context: IPollFunctions, error: unknown): Error {
	return error instanceof Error
		? error
		: new NodeOperationError(context.getNode(), 'The poll failed for an unknown reason');
}
