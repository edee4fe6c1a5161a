import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { FailureCause } from '../cloud/errors/catalogueRow';
import { toNodeError } from '../cloud/errors/problem';
import { finiteNumber, isObject } from '../cloud/json';
import { defaultOutageReport } from './defaults';
import { itemsFor } from './items';
import type { Comparison } from './kernel';
import { beginningOf, forgottenBaseline, isOutdated, knownState, memoryOf, textOf } from './memory';
import { readNews, type News, type PollContext } from './news';
import { sampleEvents } from './samples';
import { knowsSameSources, storedForm, type TriggerState } from './state';
import { printersOf } from './taskPrinters';
import { isQuiet, judge } from './trouble';
import { readSettings, type Settings } from './settings';

/** Where the state stands in n8n's static data of the node. */
const stateKey = 'state';

interface Poll extends PollContext {
	staticData: IDataObject;
}

/** Whether what was read with the one state in mind may be compared with the other. */
function isSameGround(a: TriggerState | undefined, b: TriggerState | undefined): boolean {
	return a?.account.uid === b?.account.uid && knowsSameSources(a, b);
}

/** What was read against the state as it is now: another poll may have come between. */
function comparisonNow(
	{ memory }: Poll,
	{ own, expected, compareWith, comparisons, heldBack }: News,
	current: TriggerState | undefined,
): Comparison {
	const known = own === undefined ? undefined : current;
	const isUndisturbed =
		known === own && memory.comparisons === comparisons && memory.heldBack === heldBack;
	return isUndisturbed ? expected : compareWith(known);
}

/** Notes in this process what the next polls need to know of this one. */
function remember(
	{ memory, isOpening }: Poll,
	{ snapshot, comparisons, own }: News,
	{ events, heldBack, next }: Comparison,
	uid: string,
): void {
	const { tasks = [], tasksBelow = [] } = snapshot;
	memory.heldBack = heldBack;
	memory.printers = printersOf(next.tasks?.open, [...tasks, ...tasksBelow], memory.printers);
	if (snapshot.devices !== undefined && memory.comparisons === comparisons) memory.comparisons++;
	// Any other state may be rolled back: it is stored with the next event only.
	if (isOpening || events.length > 0) {
		memory.stored = { uid, toldAt: next.toldAt, at: Date.now() };
	} else if (own === undefined) {
		// Here the account begins anew, with whatever time the clock now shows.
		delete memory.stored;
	}
}

/**
 * Compares what was read, and stores what is known from now on. Does not wait in between, so that
 * polls that overlap, or fail half-way, neither repeat nor lose an event.
 */
function settle(self: Poll, news: News, settings: Settings): INodeExecutionData[] {
	const { context, staticData, memory, isOpening, now } = self;
	const { stored, own, account, accountAfter } = news;
	const current = knownState(memory, staticData[stateKey]);
	// The credential or the events were changed meanwhile; the next poll sees one account, one choice.
	if (accountAfter.uid !== account.uid || !isSameGround(stored, current)) return [];
	const goesOn = own !== undefined && !isOpening;
	if (goesOn && current && isOutdated(memory, current, now)) return [];
	if (own === undefined && staticData[stateKey] !== undefined) {
		const reason = stored === undefined ? 'the stored state is unreadable' : 'another account';
		context.logger.warn(`Bambu Lab: ${reason}, so only what happens from now on counts.`);
	}
	const comparison = comparisonNow(self, news, current);
	const items = itemsFor(comparison.events, news.extras, settings);
	remember(self, news, comparison, account.uid);
	const replaced = textOf(staticData[stateKey]);
	staticData[stateKey] = storedForm({ ...comparison.next, account: accountAfter }) as IDataObject;
	if (isOpening) memory.baseline = { state: staticData[stateKey], replaced };
	return items;
}

async function pollEvents(self: Poll, settings: Settings): Promise<INodeExecutionData[]> {
	const stored = knownState(self.memory, self.staticData[stateKey]);
	return settle(self, await readNews(self, stored, settings), settings);
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
			throw toNodeError(context.getNode(), error);
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
		return handleFailure(self, toNodeError(context.getNode(), error), reportAfterMs);
	} finally {
		if (isOpening) memory.isOpening = false;
	}
}
