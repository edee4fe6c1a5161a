import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { finiteNumber, isObject } from '../cloud/json';
import { cloudOf, type Cloud } from '../cloud/request';
import { defaultDaysBefore, needsSession, needsTasks } from './events';
import { missingNames, sessionItems, taskItems } from './items';
import { compare, type Snapshot, type Wishes } from './kernel';
import { sampleEvents } from './samples';
import { readAccount, readSession, readTasks } from './sources';
import { readState, type AccountMark, type Scope, type TriggerState } from './state';

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

function readWishes(context: IPollFunctions): Wishes {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	return {
		scope: readScope(context),
		daysBefore: finiteNumber(options.daysBefore) ?? defaultDaysBefore,
	};
}

/** Asks only for what the chosen events need. */
async function readSnapshot(
	cloud: Cloud,
	{ events }: Scope,
	account: AccountMark,
	known: TriggerState | undefined,
	now: number,
): Promise<Snapshot> {
	return {
		tasks: needsTasks(events) ? await readTasks(cloud.send, known?.tasks, now) : undefined,
		session: needsSession(events) ? await readSession(cloud, account, now) : undefined,
	};
}

/** Whether what was read with the one state in mind may be compared with the other. */
function isSameGround(a: TriggerState | undefined, b: TriggerState | undefined): boolean {
	return a?.account.uid === b?.account.uid && (a?.tasks === undefined) === (b?.tasks === undefined);
}

/**
 * One poll: reads everything first, then compares and stores without a pause in between, so that
 * polls that overlap, or fail half-way, neither repeat nor lose an event.
 */
async function pollEvents(
	context: IPollFunctions,
	staticData: IDataObject,
): Promise<INodeExecutionData[]> {
	const cloud = cloudOf(context);
	const wishes = readWishes(context);
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	const now = Date.now();
	const before = readState(staticData[stateKey]);
	const account = await readAccount(context, cloud.send, before?.account);
	const known = before?.account.uid === account.uid ? before : undefined;
	const snapshot = await readSnapshot(cloud, wishes.scope, account, known, now);
	const expected = compare(known, snapshot, wishes, now).taskEvents;
	const names = await missingNames(context, cloud.send, expected);
	const accountAfter = await readAccount(context, cloud.send, account);

	const current = readState(staticData[stateKey]);
	// The credential or the events were changed meanwhile; the next poll sees one account, one choice.
	if (accountAfter.uid !== account.uid || !isSameGround(before, current)) return [];
	if (known === undefined && staticData[stateKey] !== undefined) {
		const reason = before === undefined ? 'the stored state is unreadable' : 'another account';
		context.logger.warn(`Bambu Lab: ${reason}, so only what happens from now on counts.`);
	}
	const latest = known === undefined ? undefined : current;
	const { taskEvents, sessionEvents, next } = compare(latest, snapshot, wishes, now);
	const items = [...taskItems(taskEvents, names, simplify), ...sessionItems(sessionEvents)];
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
