import type { IDataObject } from 'n8n-workflow';

import { sources, type Conditions, type Endpoint, type SourceName } from './conditions';
import { firmwareEvents } from './firmwareObserver';
import { fleetEvents } from './fleetObserver';
import { installEvents } from './installObserver';
import { messageEvents } from './messageObserver';
import { milestoneEvents } from './milestoneObserver';
import { listensFor, type PollView, type Scope } from './observer';
import { printerEvents } from './printerObserver';
import { printEvents } from './printObserver';
import type { Running } from './running';
import type { SignIns } from './signIns';
import { spoolEvents } from './spoolObserver';
import { stepEvents } from './stepObserver';
import type { Tally } from './tally';
import { TroubleObserver, troubleEvents } from './troubleObserver';
import { TroubleOracle, type Health } from './troubleOracle';
import type { VirtualTime } from './virtualTime';
import type { WatchedAccount } from './watchedAccount';

/** A poll that begins while another one is as young as this gives way. */
const givesWay = 60;
/** One that is as old as this is given up. */
const givenUp = 600;
/** Those that messages may stand in. */
const mostLists = 6;
/** A poll may ask so often beside once for each source. */
const mostExtra = 5;

const eventsOf: { [S in SourceName]: readonly string[] } = {
	prints: [...printEvents, ...stepEvents],
	messages: messageEvents,
	printers: [...printerEvents, ...fleetEvents],
	firmware: [...firmwareEvents, ...installEvents],
	spools: spoolEvents,
	milestones: milestoneEvents,
};

export interface Outcome {
	items: IDataObject[] | null;
	account: WatchedAccount;
	scope: Scope;
	signIns: SignIns;
	/** Whether no other poll is under way. */
	isAlone: boolean;
}

function shownBy({ error, shown }: Running): string | undefined {
	const errors = error === undefined ? shown : [error, ...shown];
	if (errors.length > 1) throw new Error('A poll shows several errors');
	const [only] = errors;
	return only && `${only.message}\n${String((only as { description?: string }).description)}`;
}

/** Where nothing is stored yet, a chosen printer that is not bound stops the trigger, and says so. */
function missesPrinter(running: Running, { deviceIds }: Scope): boolean {
	const said = [shownBy(running), ...running.log].join('\n');
	const [, gone = '', others = ''] = /has no printer "(\w+)"\. It has (.*)/.exec(said) ?? [];
	return gone !== '' && deviceIds.includes(gone) && !others.includes(`(${gone})`);
}

/** Holds what a poll came to against the promises. */
export class Judge {
	private readonly oracle: TroubleOracle;
	readonly troubles: TroubleObserver;

	constructor(
		private readonly time: VirtualTime,
		private readonly conditions: Conditions,
		reportAfter: number,
		private readonly tally: Tally,
	) {
		this.oracle = new TroubleOracle(reportAfter);
		this.troubles = new TroubleObserver(reportAfter);
	}

	reset(): void {
		this.oracle.reset(this.time.now);
	}

	/** @throws Error where the poll broke a promise */
	judge(running: Running, { items, account, scope, signIns, isAlone }: Outcome): void {
		const { time } = this;
		const { earlier, error, began } = running;
		if (earlier !== undefined) {
			const age = began - earlier.began;
			const gaveWay = time.now <= began && items === null && error === undefined;
			if (!gaveWay) {
				if (age < givesWay) throw new Error('A poll does not give way: events may be repeated');
				this.tally.note('poll given up');
				running.isMixed = earlier.isMixed = true;
			} else if (age > givenUp) throw new Error('A poll that hangs is never given up: all is lost');
			if (gaveWay) return;
		}
		if (running.isInit && error !== undefined) {
			throw new Error(`The start of n8n leaves a dead trigger: all is lost (${error.message})`);
		}
		const isMixed = running.isMixed || !isAlone;
		const views = this.viewsOf(running, isMixed, scope);
		this.judgeItems(running, items ?? [], { account, scope, signIns, isAlone }, views);
		account.verify(views);
		const hasRead = !this.isBlocked(running, scope) && running.requests > 0;
		const mayVerify = hasRead && error === undefined && !running.isInit && !isMixed;
		const hasSettled = time.changedAt < began && signIns.renewedAt < began;
		if (mayVerify && hasSettled) signIns.verify(scope.events, time.wall - 60);
		if (running.isOpening) {
			if (error !== undefined) this.judgeFailedOpening(running, error);
			const healths = this.healthsOf(running, scope);
			this.oracle.heal(healths, time.now);
			if (error === undefined) this.troubles.opened(healths, time.now);
			return;
		}
		if (isMixed) this.oracle.blur();
		if (isMixed) this.troubles.doubt();
		if (isMixed || running.isInit) return;
		this.judgeTrouble(running, scope);
		this.judgeCost(running, scope, views);
	}

	private viewsOf(
		running: Running,
		isMixed: boolean,
		scope: Scope,
	): { [S in SourceName]: PollView } {
		const isUnknown = this.healthOf('printers', running).state !== 'read';
		// The cloud may have said to wait.
		const isSpared = this.conditions.refusedUntil > running.began;
		const isExcused = isSpared || this.isBlocked(running, scope);
		const isStopped = missesPrinter(running, scope);
		// Then the printers may have been read for the filter alone.
		const isForFilter = isSpared && scope.deviceIds.length > 0;
		const isDropped = this.isUnsure(running) || (running.isOpening && running.error !== undefined);
		const view = (source: SourceName): PollView => {
			const records = this.conditions.since(running.began, source);
			const good = records.filter(({ kind }) => kind === 'good');
			return {
				began: running.began,
				readings: good,
				// The firmware may have to be asked for by the names of the printers.
				wasAsked: records.length > 0 || isExcused || (isUnknown && source === 'firmware'),
				isClean:
					!isMixed &&
					!isStopped &&
					!isDropped &&
					!(isForFilter && source === 'printers') &&
					good.length > 0 &&
					records.every(({ kind }) => kind === 'good' || kind === 'declined'),
				isDropped,
				isRefused: records.some(({ kind, serial }) => kind === 'declined' && serial !== undefined),
				isLast: running.isLast,
			};
		};
		const views = sources.map((source) => [source, view(source)]);
		return Object.fromEntries(views) as { [S in SourceName]: PollView };
	}

	/** A poll reads the account once more at its end, where the sign-in was renewed meanwhile. */
	private isUnsure({ began }: Running): boolean {
		const account = this.conditions.since(began, 'account').at(-1);
		return account !== undefined && account.kind !== 'good';
	}

	/** Without the account nothing can be read; without the printers nobody knows whether those of a new filter exist. */
	private isBlocked(running: Running, scope: Scope): boolean {
		const isUnread = (endpoint: Endpoint) => this.healthOf(endpoint, running).state !== 'read';
		const isUnknown = scope.deviceIds.length > 0 && isUnread('printers');
		return isUnread('account') || isUnknown || missesPrinter(running, scope);
	}

	private judgeItems(
		running: Running,
		items: IDataObject[],
		{ account, scope, signIns, isAlone }: Omit<Outcome, 'items'>,
		views: { [S in SourceName]: PollView },
	): void {
		const isMixed = running.isMixed || !isAlone;
		if (running.isInit && items.length > 0) throw new Error('The start of n8n tells something');
		const isEnding = ({ event }: IDataObject) => event === 'signInExpiring';
		for (const { event } of items) this.tally.told(String(event));
		for (const { eventId } of items.filter(isEnding)) {
			signIns.receive(String(eventId), this.time.wall);
		}
		const isTrouble = ({ event }: IDataObject) =>
			listensFor({ events: [String(event)] }, troubleEvents);
		this.troubles.changeScope(scope);
		const isPlain = !running.isOpening && !isMixed && !missesPrinter(running, scope);
		const healths = isPlain ? this.healthsOf(running, scope) : undefined;
		this.troubles.receive(items.filter(isTrouble), healths, this.time.now);
		account.receive(
			items.filter((item) => !isEnding(item) && !isTrouble(item)),
			views,
		);
		const times = items.map(({ occurredAt }) => Date.parse(String(occurredAt)));
		expect(times).toEqual([...times].sort((a, b) => a - b));
	}

	private judgeFailedOpening(running: Running, error: Error): void {
		const endpoints = ['account', ...sources] as const;
		const isSick = endpoints.some((each) => this.healthOf(each, running).state !== 'read');
		if (!isSick) throw new Error(`It fails for no reason: ${error.message}`);
	}

	private healthOf(endpoint: Endpoint, { began }: Running): Health {
		const records = this.conditions.since(began, endpoint);
		const bad = records.filter(({ kind }) => kind === 'failed' || kind === 'lie');
		const isFailed = bad.length > 0 && bad.length === records.length;
		const isSpared = records.length === 0 && began < this.conditions.refusedUntil + 60;
		if (isSpared) return { endpoint, state: 'unclear', isForbidden: false, isPassing: false };
		// A printer that went between two requests.
		const isOdd = bad.length === 0 && records.some(({ kind }) => kind === 'declined');
		if (isOdd) return { endpoint, state: 'unclear', isForbidden: false, isPassing: false };
		const hasLies = bad.some(({ kind }) => kind === 'lie');
		return {
			endpoint,
			state: bad.length === 0 ? 'read' : isFailed && !hasLies ? 'failed' : 'unclear',
			isForbidden: bad.some(({ isForbidden }) => isForbidden),
			isPassing: bad.some(({ isForbidden }) => !isForbidden),
			// What lies may pass for the truth.
			mayBeRead: records.some(({ kind }) => kind !== 'failed'),
		};
	}

	private healthsOf(running: Running, scope: Scope): Health[] {
		const account = this.healthOf('account', running);
		const needed = sources.filter((source) => listensFor(scope, eventsOf[source]));
		const asked = needed.filter(
			(source) => this.conditions.since(running.began, source).length > 0,
		);
		// What was not asked, such as after a refusal that says when to ask again, may be either.
		const silent = needed
			.filter((source) => !asked.includes(source))
			.map(
				(endpoint): Health => ({
					endpoint,
					state: 'unclear',
					isForbidden: false,
					isPassing: false,
				}),
			);
		// Without the account nothing else is asked for.
		if (account.state === 'failed') return [account];
		// Where the account could not be read once more at its end, the poll has failed as a whole.
		const isWhole = this.isUnsure(running);
		const healths = asked
			.map((source) => this.healthOf(source, running))
			.map((health): Health => (isWhole ? { ...health, state: 'unclear' } : health));
		// The printers of a filter are asked for where they are not known yet, and only then missed.
		const isForFilter = !needed.includes('printers') && scope.deviceIds.length > 0;
		if (isForFilter) healths.push({ ...this.healthOf('printers', running), state: 'unclear' });
		return [account, ...healths, ...silent];
	}

	/** What is shown does not depend on whether the poll had events. */
	private judgeTrouble(running: Running, scope: Scope): void {
		const healths = this.healthsOf(running, scope);
		const shown = shownBy(running);
		if (missesPrinter(running, scope)) return;
		const areEvents = running.isStored && scope.events.includes('triggerTrouble');
		if (areEvents && shown !== undefined)
			throw new Error(`A poll fails in place of an event: ${shown}`);
		this.oracle.judge(healths, this.time.now, running.log, shown, areEvents);
		this.troubles.judge(healths, this.time.now, areEvents);
		// What was shown as a failed execution is not told at once.
		if (shown !== undefined) this.troubles.doubt();
	}

	/** How much a poll that found all in order, and nothing new, may ask. */
	private judgeCost(running: Running, scope: Scope, views: { [S in SourceName]: PollView }): void {
		const needed = sources.filter((source) => listensFor(scope, eventsOf[source]));
		if (running.isDisturbed || !running.isLast) return;
		if (needed.some((source) => !views[source].isClean && views[source].wasAsked)) return;
		// Printers that have to be named, the pages of the inventory, what MakerWorld has in two places, and now and then all lists of messages.
		const further = [views.firmware, views.spools, views.milestones].map(({ readings }) =>
			Math.max(0, readings.length - 1),
		);
		const lists = needed.includes('messages') ? mostLists : 0;
		// The firmware of all printers at once, which is refused before they are named.
		const refused = views.firmware.readings.some(({ serial }) => serial !== undefined) ? 1 : 0;
		const asked = lists + needed.length + refused;
		const most = asked + mostExtra + further.reduce((sum, count) => sum + count, 1);
		if (running.requests > most) throw new Error(`${running.requests} requests in a quiet poll`);
	}
}
