import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { pollClient } from '../cloud/client';
import { toNodeError } from '../core/nodeError';
import { check, readAccount, type Checked, type Checking } from './check';
import { isOutdated, noteBaseline, noteStored, recalled } from './durableScheduler';
import { fetchExtras, itemsFor } from './items';
import { beginningOf, processOf } from './processMemory';
import { sampleItems } from './sample';
import { readSettings } from './settings';
import { readState } from './state';
import { errorOf, noteTroubles, sentenceOf, type Failure, type Readings } from './trouble';

/** Where the state stands in n8n's static data of the node. */
const stateKey = 'state';

interface Poll extends Pick<Checking, 'context' | 'own' | 'isPublishing'> {
	staticData: IDataObject;
	/** Whether somebody waits for the outcome, as there is nothing yet that could go on. */
	isAwaited: boolean;
	/** Whether n8n gives the trigger up where this poll throws. */
	isVital: boolean;
	/** Whether another poll has taken its place. */
	isLate: () => boolean;
	reportOutageAfterMs: number;
}

interface Outcome extends Readings {
	items: INodeExecutionData[];
}

const nothing: Outcome = { items: [], failures: [], read: [] };

/** Logs what failed and what works again, and shows, or throws, what an execution has to show. */
function report(
	{ context, own, isAwaited, isVital, reportOutageAfterMs }: Poll,
	outcome: Outcome,
): void {
	const { items, failures, read } = outcome;
	const isWorking = (label: string | undefined) => failures.every((each) => each.label !== label);
	for (const label of [undefined, ...read].filter(isWorking)) {
		const minutes = own.troubles.recover(label);
		if (minutes === undefined) continue;
		const what = label === undefined ? 'polls work' : `${label} can be read`;
		context.logger.info(
			`Bambu Lab: ${what} again after ${minutes} minutes; the events since then come now.`,
		);
	}
	if (failures.length === 0) return;
	const node = context.getNode();
	if (isAwaited) throw errorOf(node, failures, false);
	const due = failures.flatMap((failure) => {
		const noteShown = own.troubles.note(failure, reportOutageAfterMs);
		return noteShown === undefined ? [] : [{ ...failure, noteShown }];
	});
	context.logger.warn(`Bambu Lab: a poll failed, the next will try again: ${sentenceOf(failures)}`);
	if (due.length === 0 || isVital) return;
	const error = errorOf(node, due, read.length > 0);
	// An execution with events cannot show an error, so that gets one of its own.
	if (items.length > 0 && !isShownBeside(context, error)) return;
	for (const { noteShown } of due) noteShown();
	if (items.length === 0) throw error;
}

/** Whether n8n takes an error beside the items: it makes a failed execution of it, as of one that is thrown. */
function isShownBeside(context: IPollFunctions, error: Failure['error']): boolean {
	try {
		context.__emitError(error);
		return true;
	} catch (reason) {
		context.logger.warn(`Bambu Lab: n8n could not show this: ${String(reason)}`);
		return false;
	}
}

/** Stores what is known from now on. */
function store({ staticData, own, isPublishing }: Poll, { events, next }: Checked) {
	const replaced = staticData[stateKey];
	// n8n's durable scheduler stores whatever was written.
	if (JSON.stringify(next) !== JSON.stringify(replaced)) {
		staticData[stateKey] = next as unknown as IDataObject;
	}
	if (isPublishing) noteBaseline(own.durable, next, replaced);
	if (isPublishing || events.length > 0) noteStored(own.durable, next);
}

async function pollEvents(self: Poll): Promise<Outcome> {
	const { context, staticData, own, isPublishing, isAwaited } = self;
	const now = Date.now();
	const before = readState(staticData[stateKey]);
	const settings = readSettings(context, now);
	const beginsAnew = isPublishing && !settings.opening.goesOn;
	const isChanged = !beginsAnew && before !== undefined && before.chosen !== settings.chosen;
	if (isChanged) {
		Object.assign(before, { chosen: settings.chosen, changedAt: now });
		// Publishing stores all or nothing.
		if (!isPublishing) staticData[stateKey] = { ...before } as unknown as IDataObject;
	}
	self.reportOutageAfterMs = settings.reportOutageAfterMs;
	const cloud = pollClient(context);
	const isFirst = staticData[stateKey] === undefined;
	if (before === undefined && !isFirst) {
		context.logger.warn(
			'Bambu Lab: the stored state is unreadable, so only what happens from now on counts.',
		);
	}
	const publishing = { isPublishing, beginsAnew, isChanged, isFirst };
	const checked = await check({ context, cloud, own, settings, before, ...publishing, now });
	const { events, next, failures, read } = checked;
	if (isAwaited && failures.length > 0) return { items: [], failures, read };
	const hasRead = read.length > 0 || failures.length === 0;
	const extras = await fetchExtras(context, cloud, events, settings);
	const accountAfter = hasRead ? await readAccount(cloud, next.account) : next.account;
	// The credential was changed meanwhile; the next poll sees one account.
	if (self.isLate() || accountAfter.uid !== next.account.uid) return nothing;
	if (!isPublishing && before !== undefined && isOutdated(own.durable, before)) return nothing;
	if (checked.isNewAccount && !isPublishing) {
		context.logger.warn('Bambu Lab: another account, so only what happens from now on counts.');
	}
	// From here on nothing is waited for, so that nothing is told that is not stored.
	if (!isPublishing && before !== undefined) {
		const { troubles } = own;
		const listened = own.listened(settings.events);
		const look = { ...checked, troubles, settings, listened, told: before.troubles, now };
		events.push(...noteTroubles(look, next));
	}
	events.sort((a, b) => a.occurredAt - b.occurredAt);
	if (events.length > 0) next.lastEventAt = Math.max(now, next.lastEventAt + 1);
	const items = itemsFor(events, extras, settings);
	next.account = accountAfter;
	if (hasRead || events.length > 0) store(self, checked);
	return { items, failures, read };
}

/** The trigger's poll. Returns null where nothing happened. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const node = context.getNode();
	if (context.getMode() === 'manual') {
		const samples = await sampleItems(context).catch((error: unknown) => {
			throw toNodeError(node, error);
		});
		return [samples];
	}
	const beginning = beginningOf(context);
	// A trigger that throws at n8n's start is given up for good, and between n8n's two writes, of what
	// is told and of its execution, much else goes on then. So the first poll on schedule tells it.
	if (beginning === 'start') return null;
	const isPublishing = beginning === 'publishing';
	const own = processOf(context, isPublishing);
	const turn = own.begin();
	if (turn === undefined) return null;
	const isVital = beginning === 'newVersion';
	if (isVital) own.troubles.forget();
	const staticData = context.getWorkflowStaticData('node');
	const state = recalled(own.durable, staticData[stateKey]);
	if (state !== staticData[stateKey]) staticData[stateKey] = state as IDataObject;
	const self: Poll = {
		context,
		staticData,
		own,
		isPublishing,
		isAwaited: isPublishing || (isVital && state === undefined),
		isVital,
		isLate: () => !own.isCurrent(turn),
		// Until the settings are read: where they cannot be, that does not pass by itself.
		reportOutageAfterMs: 0,
	};
	const outcome = await pollEvents(self).catch((error: unknown): Outcome => {
		return { ...nothing, failures: [{ label: undefined, error: toNodeError(node, error) }] };
	});
	if (self.isLate()) return null;
	own.end();
	report(self, outcome);
	return outcome.items.length === 0 ? null : [outcome.items];
}
