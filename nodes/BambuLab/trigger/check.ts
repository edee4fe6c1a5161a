import { createHash } from 'node:crypto';

import { NodeOperationError, UserError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { accountIdIn, preference } from '../cloud/api/endpoints';
import { pollClient, type CloudClient, type Send } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/problem';
import { credentialType } from '../cloud/http/region';
import { idFault } from '../cloud/http/request';
import { fingerprint, readCredentials } from '../cloud/session/credentials';
import { currentToken } from '../cloud/session/session';
import { toNodeError } from '../core/nodeError';
import {
	eventsFrom,
	filtersFor,
	isInScope,
	sourceNames,
	type Scope,
	type SourceName,
} from './events';
import { fetchExtras, itemsFor } from './items';
import { makeSource, type TriggerProcess } from './process';
import { findPrinters, readSettings, type Settings } from './settings';
import { fromNowOn, type Source, type TriggerEvent } from './sources/source';
import type { Account, SourceEntry, TriggerState } from './state';
import type { Failure } from './trouble';
import { troubleSamples } from './troubleEvents';

export interface Checking {
	context: IPollFunctions;
	cloud: CloudClient;
	own: TriggerProcess;
	settings: Settings;
	/** What is stored. */
	before: TriggerState | undefined;
	isPublishing: boolean;
	/** Whether what is stored is of a life that is over. */
	beginsAnew: boolean;
	/** Whether the user has just published other settings, and the trigger goes on. */
	isChanged: boolean;
	/** Whether nothing is stored: the workflow was published elsewhere, and n8n has just started with it. */
	isFirst: boolean;
	/** Milliseconds. */
	now: number;
}

export interface Checked {
	/** The events that the user listens for, in the order in which they happened. */
	events: TriggerEvent[];
	/** What is known after it. */
	next: TriggerState;
	failures: Failure[];
	/** The labels of what could be read. */
	read: string[];
	/** Whether the stored state is of another account. */
	isNewAccount: boolean;
}

/**
 * Looks at each source that a chosen event needs. One that cannot be read keeps its state, and the others
 * go on. Changes nothing but what the process remembers.
 *
 * @throws what keeps all of them from being read, where nothing is known yet
 */
export async function check(checking: Checking): Promise<Checked> {
	const { context, before, isPublishing } = checking;
	try {
		const checked = await checkSources(checking);
		const isNothing = checked.read.length === 0 && checked.failures.length > 0;
		// What nothing of could be read stays as it was.
		if (isNothing && before !== undefined && !isPublishing) checked.next = { ...before };
		return checked;
	} catch (error) {
		if (before === undefined) throw error as Error;
		const failures = [{ label: undefined, error: toNodeError(context.getNode(), error) }];
		return { events: [], next: { ...before }, failures, read: [], isNewAccount: false };
	}
}

async function checkSources(checking: Checking): Promise<Checked> {
	const { context, cloud, own, settings, before, beginsAnew, now } = checking;
	const account = await readAccount(context, cloud.send, before?.account);
	const isOwn = before?.account.uid === account.uid;
	const stored = isOwn ? before : undefined;
	if (!isOwn) own.forgetAccount();
	const { lastEventAt = now, changedAt } = (beginsAnew ? undefined : stored) ?? {};
	const head = { account, lastEventAt, chosen: settings.chosen, ...(changedAt && { changedAt }) };
	const checked: Checked = {
		events: [],
		next: { ...head, printers: {}, sources: {} },
		failures: [],
		read: [],
		isNewAccount: before !== undefined && !isOwn,
	};
	try {
		checked.next.printers = await findPrinters(cloud.send, settings.printers, stored?.printers);
	} catch (error) {
		const label = error instanceof UserError ? undefined : 'the printers';
		return { ...checked, failures: [{ label, error: toNodeError(context.getNode(), error) }] };
	}
	for (const name of own.order()) {
		const events = eventsFrom(name, settings.events);
		const scope: Scope = {
			events,
			printers: Object.values(checked.next.printers),
			...filtersFor(name, settings.filters),
		};
		const entry = stored?.sources[name];
		if (events.length > 0) await checkSource(checking, checked, name, scope, entry);
		// Who listens again for what is so at present is not told again what he knows.
		else if (entry && own.source(name).tellsPresent) checked.next.sources[name] = entry;
	}
	return checked;
}

async function checkSource(
	checking: Checking,
	{ events, next, failures, read }: Checked,
	name: SourceName,
	scope: Scope,
	entry: SourceEntry | undefined,
): Promise<void> {
	const { context, cloud, own, settings, isPublishing, isChanged, isFirst, now } = checking;
	const source = own.source(name);
	const isReadable = entry === undefined || source.isState(entry.known);
	if (!isReadable)
		context.logger.warn(`Bambu Lab: what was known of ${source.label} is unreadable.`);
	const readable = isReadable ? entry : undefined;
	const current = checking.beginsAnew ? undefined : readable;
	if (current !== undefined) next.sources[name] = current;
	const isSameScope = JSON.stringify(current?.scope) === JSON.stringify(scope);
	if (isSameScope && source.isDue?.() === false) return;
	const fail = (label: string, error: unknown) =>
		failures.push({ label, error: toNodeError(context.getNode(), error) });
	const { requests: sent } = cloud.sent;
	try {
		const finding = await source.look({
			cloud,
			account: next.account,
			scope,
			rules: settings.rules,
			known: current?.known,
			earlier: current === undefined ? readable?.known : undefined,
			opening: isPublishing || isFirst ? settings.opening : fromNowOn,
			lastEventAt: next.lastEventAt,
			now,
		});
		own.note(name, true);
		read.push(source.label);
		if (finding === undefined) return;
		// What is new in the settings counts from now on, or since they were published.
		const newSince = (isChanged ? undefined : next.changedAt) ?? Infinity;
		const isNewsHere = (event: TriggerEvent) =>
			current === undefined ||
			source.tellsPresent === true ||
			isInScope(current.scope, event) ||
			event.occurredAt > newSince;
		events.push(...finding.events.filter((event) => isInScope(scope, event) && isNewsHere(event)));
		next.sources[name] = { scope, known: finding.state };
		if (finding.failure) fail(finding.failure.label, finding.failure.error);
	} catch (error) {
		if (cloud.sent.requests > sent) own.note(name, false);
		fail(source.label, error);
	}
}

/**
 * Tells whose events a poll sees. The id of the account outlives its tokens, so it is asked for only
 * when the credential or its session has changed since `known`.
 */
export async function readAccount(
	context: IPollFunctions,
	send: Send,
	known: Account | undefined,
): Promise<Account> {
	const token = await tokenMark(context);
	if (known !== undefined && token !== '' && known.token === token) return known;
	const uid = accountIdIn(await send(preference));
	// Servers say 0 for an id that they do not know.
	if (idFault(uid) !== undefined || uid === '0') throw incompleteAnswer('the ID of the account');
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(context) };
}

async function tokenMark(context: IPollFunctions): Promise<string> {
	const credentials = readCredentials(await context.getCredentials(credentialType));
	const token = currentToken(credentials);
	if (token === '') return '';
	// n8n keeps the old session where the user changes the account, so what was typed counts too.
	const mark = `${fingerprint(credentials)} ${token}`;
	return createHash('sha256').update(mark).digest('hex').slice(0, 24);
}

const nothingFits: NonNullable<Source['noSample']> = {
	message: 'There is nothing yet that the chosen events are about',
	description:
		'Choose more events, or let one happen, and try again. A published workflow fires by itself.',
};

/** What keeps out all that there is. */
function nothingPasses(labels: string[]): typeof nothingFits {
	return {
		message: 'Nothing passes the filters of the trigger',
		description: `In use: ${labels.join(', ')}. Change or remove one to get a test event. A published workflow fires by itself as soon as something passes.`,
	};
}

/** The first event of each name that the user listens for. */
function firstWanted(events: TriggerEvent[], scope: Scope): TriggerEvent[] {
	const wanted = events.filter((event) => isInScope(scope, event));
	return wanted.filter(
		(event, index) => wanted.findIndex(({ name }) => name === event.name) === index,
	);
}

/**
 * "Fetch Test Event": the newest print or message that fits each chosen event, a printer in the state
 * that the event leads to, and the sign-in as it is, however far its end. Stores nothing.
 */
export async function sampleItems(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const settings = readSettings(context, now);
	const cloud = pollClient(context);
	const printers = await findPrinters(cloud.send, settings.printers);
	const scope: Scope = {
		events: settings.events,
		printers: Object.values(printers),
		...settings.filters,
	};
	const events: TriggerEvent[] = [];
	const { filterLabels } = settings;
	let reason = filterLabels.length > 0 ? nothingPasses(filterLabels) : nothingFits;
	let failure: unknown;
	for (const name of sourceNames) {
		const own = eventsFrom(name, scope.events);
		if (own.length === 0) continue;
		const source = makeSource(name);
		try {
			const samples = await source.sample({
				cloud,
				// Signs in where that is still to be done.
				account: async () => await readAccount(context, cloud.send, undefined),
				scope: { ...scope, events: own },
				rules: settings.rules,
				isEnough: (found) => firstWanted(found, scope).length === own.length,
				now,
			});
			events.push(...firstWanted(samples, scope));
		} catch (error) {
			failure ??= error;
		}
		reason = source.noSample ?? reason;
	}
	events.push(...troubleSamples(settings.events, now));
	if (events.length === 0)
		throw failure ?? new NodeOperationError(context.getNode(), reason.message, reason);
	return itemsFor(events, await fetchExtras(context, cloud, events, settings), settings);
}
