import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { FailureCause } from '../cloud/catalogue';
import { problemIn } from '../cloud/errors';
import { finiteNumber, isObject } from '../cloud/json';
import { apiError, cloudOf, pollManner } from '../cloud/request';
import { readAccount } from './account';
import { defaultOutageReport } from './defaults';
import { fetchExtras, itemsFor } from './items';
import { compare } from './kernel';
import {
	beginningOf,
	forgottenBaseline,
	isOutdated,
	knownState,
	memoryOf,
	textOf,
	type TriggerMemory,
} from './memory';
import { sampleEvents } from './samples';
import { readSnapshot } from './sources';
import { knowsSameSources, storedForm, type TriggerState } from './state';
import { printersOf } from './taskPrinters';
import { isQuiet, judge } from './trouble';
import { noOpening, readSettings, type Settings } from './wishes';

/** Where the state stands in n8n's static data of the node. */
const stateKey = 'state';

interface Poll {
	context: IPollFunctions;
	staticData: IDataObject;
	memory: TriggerMemory;
	/** Whether the user has just published; then the trigger begins anew. */
	isOpening: boolean;
	now: number;
}

/** Whether what was read with the one state in mind may be compared with the other. */
function isSameGround(a: TriggerState | undefined, b: TriggerState | undefined): boolean {
	return a?.account.uid === b?.account.uid && knowsSameSources(a, b);
}

/**
 * One poll: reads everything first, then compares and stores without a pause in between, so that
 * polls that overlap, or fail half-way, neither repeat nor lose an event.
 */
async function pollEvents(
	{ context, staticData, memory, isOpening, now }: Poll,
	settings: Settings,
): Promise<INodeExecutionData[]> {
	const cloud = cloudOf(context, pollManner);
	const opening = isOpening ? settings.wishes.opening : noOpening;
	const wishes = { ...settings.wishes, opening };
	const stored = knownState(memory, staticData[stateKey]);
	const { comparisons, heldBack: heldBackBefore } = memory;
	const account = await readAccount(context, cloud.send, stored?.account);
	const own = stored?.account.uid === account.uid ? stored : undefined;
	const before = isOpening ? undefined : own;
	const snapshot = await readSnapshot(cloud, {
		events: wishes.scope.events,
		deviceIds: settings.deviceIds,
		account,
		known: before,
		printers: memory.printers,
		opening,
		turn: memory.polls,
		now,
	});
	const compareWith = (known: TriggerState | undefined) =>
		compare({
			before: isOpening ? undefined : known,
			told: isOpening ? known : undefined,
			snapshot,
			isOvertaken: memory.comparisons !== comparisons,
			heldBack: known === undefined || isOpening ? [] : memory.heldBack,
			wishes,
			now,
		});
	const expected = compareWith(own);
	const extras = await fetchExtras(context, cloud.send, expected.events, settings);
	const accountAfter = await readAccount(context, cloud.send, account);

	const current = knownState(memory, staticData[stateKey]);
	// The credential or the events were changed meanwhile; the next poll sees one account, one choice.
	if (accountAfter.uid !== account.uid || !isSameGround(stored, current)) return [];
	if (before !== undefined && current && isOutdated(memory, current, now)) return [];
	if (own === undefined && staticData[stateKey] !== undefined) {
		const reason = stored === undefined ? 'the stored state is unreadable' : 'another account';
		context.logger.warn(`Bambu Lab: ${reason}, so only what happens from now on counts.`);
	}
	const known = own === undefined ? undefined : current;
	// As a rule no other poll has come between, and the outcome stands.
	const isUndisturbed =
		known === own && memory.comparisons === comparisons && memory.heldBack === heldBackBefore;
	const { events, heldBack, next } = isUndisturbed ? expected : compareWith(known);
	const items = itemsFor(events, extras, settings);
	memory.heldBack = heldBack;
	const { tasks = [], tasksBelow = [] } = snapshot;
	memory.printers = printersOf(next.tasks?.open, [...tasks, ...tasksBelow], memory.printers);
	if (snapshot.devices !== undefined && memory.comparisons === comparisons) memory.comparisons++;
	const replaced = textOf(staticData[stateKey]);
	staticData[stateKey] = storedForm({ ...next, account: accountAfter }) as IDataObject;
	if (isOpening) memory.baseline = { state: staticData[stateKey], replaced };
	// Any other state may be rolled back: it is stored with the next event only.
	if (isOpening || events.length > 0) {
		memory.stored = { uid: account.uid, toldAt: next.toldAt, at: Date.now() };
	} else if (own === undefined) {
		// Here the account begins anew, with whatever time the clock now shows.
		delete memory.stored;
	}
	return items;
}

function asNodeError(context: IPollFunctions, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const problem = problemIn(error);
	if (problem !== undefined) return apiError(context.getNode(), problem);
	return new NodeOperationError(
		context.getNode(),
		error instanceof Error ? error : 'The poll failed for an unknown reason',
	);
}

/** A failed poll is thrown where the user has to see it, else logged. */
function handleFailure(
	{ context, memory, isOpening, staticData, now }: Poll,
	error: NodeApiError | NodeOperationError,
	reportAfterMs: number,
): null {
	// On publishing the user waits for the outcome.
	if (isOpening || !isObject(staticData[stateKey])) throw error;
	const { problem, failureCause = 'configuration-invalid', retryAfterSeconds } = error.context;
	const failure = {
		name: String(problem),
		cause: failureCause as FailureCause,
		retryAfterSeconds: finiteNumber(retryAfterSeconds),
	};
	const { trouble, isToShow } = judge(memory.trouble, failure, reportAfterMs, now);
	memory.trouble = trouble;
	if (isToShow) throw error;
	context.logger.warn(`Bambu Lab: a poll failed, the next will try again: ${error.message}`);
	return null;
}

function noteRecovery({ context, memory, now }: Poll): void {
	if (memory.trouble === undefined) return;
	// A poll that began before the trouble may be the first to succeed.
	const minutes = Math.max(0, Math.round((now - memory.trouble.since) / 60_000));
	memory.trouble = undefined;
	context.logger.info(
		`Bambu Lab: polls work again after ${minutes} minutes; what happened meanwhile is told now.`,
	);
}

/** The trigger's poll. Returns null where nothing happened. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const now = Date.now();
	if (context.getMode() === 'manual') {
		const settings = readSettings(context, now);
		const samples = await sampleEvents(context, settings).catch((error: unknown) => {
			throw asNodeError(context, error);
		});
		return [samples];
	}
	const memory = memoryOf(context);
	const staticData = context.getWorkflowStaticData('node');
	const beginning = beginningOf(context);
	const isOpening = beginning === 'publishing';
	// A trigger that throws at n8n's start is given up for good, and between n8n's two writes, of what
	// is told and of its execution, much else goes on then. So the first poll on schedule tells it.
	if (beginning === 'start' && isObject(staticData[stateKey])) return null;
	if (!isOpening && isQuiet(memory.trouble, now)) return null;
	// The durable scheduler polls on while it publishes, with the state of the workflow's earlier life.
	if (memory.isOpening && !isOpening) return null;
	memory.isOpening = isOpening;
	memory.polls++;
	const forgotten = forgottenBaseline(memory, staticData[stateKey]);
	if (forgotten) staticData[stateKey] = forgotten as IDataObject;
	const self: Poll = { context, staticData, memory, isOpening, now };
	let reportAfterMs = defaultOutageReport * 60_000;
	try {
		const settings = readSettings(context, now);
		reportAfterMs = settings.reportOutageAfterMs;
		const items = await pollEvents(self, settings);
		noteRecovery(self);
		return items.length === 0 ? null : [items];
	} catch (error) {
		return handleFailure(self, asNodeError(context, error), reportAfterMs);
	} finally {
		if (isOpening) memory.isOpening = false;
	}
}
