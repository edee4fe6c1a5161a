import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { cloudOf, type Send } from '../cloud/request';
import { simplifyTask } from '../output/task';
import { eventOptions } from './events';
import { readAccount, readDeviceNames, readSampleTasks, readTasks } from './sources';
import { isInScope, readState, type Scope, type TriggerState } from './state';
import { baselineOf, detectTasks, eventOf, phaseOf, type TaskEvent } from './taskDetector';

/** Where the state stands in n8n's static data of the node. */
const stateKey = 'state';

/** Triggers that have polled once in this process: n8n gives up for good on one whose first poll fails. */
const triggersAlive = new Set<string>();

/** An expression may give a single value where a list is due. */
function textList(value: unknown): string[] {
	return [value ?? []].flat().map(String);
}

function readScope(context: IPollFunctions): Scope {
	const events = textList(context.getNodeParameter('events', []));
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	if (events.length === 0) {
		throw new NodeOperationError(context.getNode(), 'No event is chosen', {
			description: 'Choose at least one in the field "Events".',
		});
	}
	return { events, deviceIds: textList(filters.deviceIds) };
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

function itemsOf(
	events: TaskEvent[],
	names: Map<string, string>,
	simplify: boolean,
): INodeExecutionData[] {
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

function samplesOf(tasks: JsonObject[], scope: Scope, now: number): TaskEvent[] {
	return eventOptions.flatMap(({ value }) => {
		const task = tasks.find(
			(candidate) =>
				isInScope(scope, value, deviceOf(candidate)) &&
				(value === 'taskCreated' || phaseOf(candidate) === value),
		);
		return task === undefined ? [] : [eventOf(value, task, now)];
	});
}

/** "Fetch Test Event": the newest print that fits each chosen event. Stores nothing. */
async function sampleEvents(context: IPollFunctions, scope: Scope): Promise<INodeExecutionData[]> {
	const { send } = cloudOf(context);
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	const samplesIn = (tasks: JsonObject[]) => samplesOf(tasks, scope, Date.now());
	const chosen = eventOptions.filter(({ value }) => scope.events.includes(value));
	const tasks = await readSampleTasks(send, (read) => samplesIn(read).length === chosen.length);
	const samples = samplesIn(tasks);
	if (samples.length === 0) {
		throw new NodeOperationError(context.getNode(), 'No print fits the chosen events yet', {
			description:
				'Choose more events or printers, or start a print and try again. A published workflow fires by itself.',
		});
	}
	return itemsOf(samples, await missingNames(context, send, samples), simplify);
}

interface Comparison {
	/** The events that the user listens for. */
	wanted: TaskEvent[];
	next: TriggerState;
}

function compare(before: TriggerState, tasks: JsonObject[], scope: Scope, now: number): Comparison {
	const { events, state } = detectTasks(before.tasks, tasks, now);
	// What the user has just begun to listen for counts from now on, not from the stored state.
	const wanted = events.filter(
		({ name, task }) =>
			isInScope(scope, name, deviceOf(task)) && isInScope(before.scope, name, deviceOf(task)),
	);
	return { wanted, next: { ...before, scope, tasks: state } };
}

/**
 * One poll: reads everything first, then compares and stores without a pause in between, so that
 * polls that overlap, or fail half-way, neither repeat nor lose an event.
 */
async function pollEvents(
	context: IPollFunctions,
	staticData: IDataObject,
): Promise<INodeExecutionData[]> {
	const { send } = cloudOf(context);
	const scope = readScope(context);
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	const now = Date.now();
	const before = readState(staticData[stateKey]);
	const account = await readAccount(context, send, before?.account);
	const known = before?.account.uid === account.uid ? before : undefined;
	const tasks = await readTasks(send, known?.tasks, now);
	const expected = known === undefined ? [] : compare(known, tasks, scope, now).wanted;
	const names = await missingNames(context, send, expected);
	const accountAfter = await readAccount(context, send, account);

	const current = readState(staticData[stateKey]);
	const hasMoved = accountAfter.uid !== account.uid || current?.account.uid !== before?.account.uid;
	// The credential was changed meanwhile; the next poll sees one account only.
	if (hasMoved) return [];
	if (known === undefined || current === undefined) {
		if (staticData[stateKey] !== undefined) {
			const reason = before === undefined ? 'the stored state is unreadable' : 'another account';
			context.logger.warn(`Bambu Lab: ${reason}, so only what happens from now on counts.`);
		}
		store(staticData, { version: 1, account: accountAfter, scope, tasks: baselineOf(tasks, now) });
		return [];
	}
	const { wanted, next } = compare(current, tasks, scope, now);
	const items = itemsOf(wanted, names, simplify);
	store(staticData, { ...next, account: accountAfter });
	return items;
}

function store(staticData: IDataObject, state: TriggerState): void {
	staticData[stateKey] = state as unknown as IDataObject;
}

function triggerId(context: IPollFunctions): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}

/** The trigger's poll. Returns null where nothing happened. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return [await sampleEvents(context, readScope(context))];

	const staticData = context.getWorkflowStaticData('node');
	const hasBaseline = isObject(staticData[stateKey]);
	const isFirst = !triggersAlive.has(triggerId(context));
	try {
		const items = await pollEvents(context, staticData);
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
	if (error instanceof NodeApiError) return error;
	return new NodeOperationError(
		context.getNode(),
		error instanceof Error ? error : 'The poll failed for an unknown reason',
	);
}
