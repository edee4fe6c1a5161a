import { createHash } from 'node:crypto';

import { UserError } from 'n8n-workflow';
import type { IPollFunctions } from 'n8n-workflow';

import { accountIdIn, preference } from '../cloud/api/endpoints';
import type { CloudClient } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/cloudError';
import { idFault } from '../cloud/http/request';
import { fingerprint, readCredentials, sessionOf } from '../cloud/session/credentials';
import { toNodeError } from '../core/nodeError';
import { eventsFrom, type SourceName } from './events';
import type { TriggerProcess } from './processMemory';
import { filtersFor, isInScope, type Scope } from './scope';
import { findPrinters, type Settings } from './settings';
import { fromNowOn, type TriggerEvent } from './sources/source';
import { stateVersion, type Account, type SourceEntry, type TriggerState } from './state';
import type { Readings } from './trouble';

export interface Checking {
	context: IPollFunctions;
	cloud: CloudClient;
	own: TriggerProcess;
	settings: Settings;
	/** What is stored. */
	before: TriggerState | undefined;
	/** Whether the user has just published. */
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

export interface Checked extends Readings {
	/** The events that the user listens for, in the order in which they happened. */
	events: TriggerEvent[];
	/** What is known after it. */
	next: TriggerState;
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
	const account = await readAccount(cloud, before?.account);
	const isOwn = before?.account.uid === account.uid;
	const stored = isOwn ? before : undefined;
	if (!isOwn) own.forgetAccount();
	const { lastEventAt = now, changedAt } = (beginsAnew ? undefined : stored) ?? {};
	const { chosen } = settings;
	const since = changedAt && { changedAt };
	const head = { version: stateVersion, account, lastEventAt, chosen, ...since } as const;
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
export async function readAccount(cloud: CloudClient, known?: Account): Promise<Account> {
	const token = await tokenMark(cloud);
	if (known !== undefined && token !== '' && known.token === token) return known;
	const uid = accountIdIn(await cloud.send(preference));
	// Servers say 0 for an id that they do not know.
	if (idFault(uid) !== undefined || uid === '0') throw incompleteAnswer('the ID of the account');
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(cloud) };
}

async function tokenMark({ credentialData }: CloudClient): Promise<string> {
	const credentials = readCredentials(await credentialData());
	const { token } = sessionOf(credentials);
	if (token === '') return '';
	// n8n keeps the old session where the user changes the account, so what was typed counts too.
	const mark = `${fingerprint(credentials)} ${token}`;
	return createHash('sha256').update(mark).digest('hex').slice(0, 24);
}
