import type { IDataObject } from 'n8n-workflow';

import type { Endpoint } from './conditions';
import { listensFor, type Scope } from './observer';
import type { Health } from './troubleOracle';

export const troubleEvents = ['triggerTrouble', 'triggerRecovered'] as const;

const day = 86_400;
/** What could be read for so long meanwhile was mended: when it fails again, that is a new trouble. */
const mendedAfter = 3 * 3600;
/** Polls begin and end seconds apart. */
const margin = 120;

/** What each is called in an event. Prints far down are looked for beside, and may fail alone. */
const endpoints: { [source: string]: Endpoint } = {
	all: 'account',
	'the prints': 'prints',
	'the prints that run for long': 'prints',
	'the messages': 'messages',
	'the printers': 'printers',
	'the firmware': 'firmware',
	'the filament spools': 'spools',
	'the figures on MakerWorld': 'milestones',
};

/** What has to be mended, or passes by itself. */
type Kind = 'mend' | 'pass';

/** What whoever follows the events knows of one source, and what polls have found of it. */
class Trouble {
	/** Whether it was told, and its end was not; undefined where nobody knows. */
	isOpen: boolean | undefined = false;
	/** When each kind was told last; of what passes, only of the outage under way. */
	told: { [K in Kind]?: number | undefined } = {};
	lastKind: Kind | undefined;
	/** Since when it may have failed, and since when it has surely failed in a way that passes. */
	failsFrom: number | undefined;
	passesFrom: number | undefined;
	/** The first and the last time that it was read since it failed. */
	read: { since: number; until: number } | undefined;
	/** Whether n8n has started again, or somebody has published, since it was told. */
	hasRestarted = false;
	/** Whether nobody knows what has been told: it may come, and need not. */
	isUnsure = false;

	wasMended(slack: number): boolean {
		return this.read !== undefined && this.read.until - this.read.since >= mendedAfter + slack;
	}
}

/**
 * Expects what cannot be read to be told: what has to be mended at once and then daily, what passes once
 * it has lasted; and the end of each. A restart of n8n repeats nothing.
 */
export class TroubleObserver {
	private troubles = new Map<string, Trouble>();
	private readonly ids = new Set<unknown>();
	private scope: Scope | undefined;
	private mode = '';

	constructor(
		/** Seconds. */
		private readonly reportAfter: number,
	) {}

	/** n8n begins to poll: it has started, or somebody has published. */
	activate(mode: string): void {
		this.mode = mode;
		for (const each of this.troubles.values()) {
			each.hasRestarted = true;
			each.passesFrom = undefined;
		}
	}

	/** The first poll after it went well: where the trigger begins anew, nothing is known of earlier troubles. */
	opened(healths: Health[], now: number): void {
		if (this.mode === 'activate') this.troubles.clear();
		const ill = healths.filter(({ state }) => state !== 'read').map(({ endpoint }) => endpoint);
		for (const [source, endpoint] of Object.entries(endpoints)) {
			if (ill.includes(endpoint)) this.of(source).failsFrom ??= now;
		}
	}

	/** Polls have met, or n8n's clock was set. */
	doubt(): void {
		for (const source of Object.keys(endpoints)) {
			const each = this.of(source);
			Object.assign(each, { isUnsure: true, passesFrom: undefined, read: undefined });
		}
	}

	/** Of what was not listened for nobody knows what is told. */
	changeScope(scope: Scope): void {
		const before = this.scope;
		this.scope = scope;
		if (before === undefined || before === scope) return;
		const isSame = [...scope.events].sort().join() === [...before.events].sort().join();
		if (isSame) return;
		this.doubt();
		for (const each of this.troubles.values()) each.isOpen = undefined;
	}

	/**
	 * @param healths how the poll found what it needs; undefined where nobody knows
	 * @throws Error where an event is untrue, early, or repeated
	 */
	receive(items: IDataObject[], healths: Health[] | undefined, now: number): void {
		for (const { event, eventId, trouble } of items) {
			const { source, isPassing } = trouble as { source: string; isPassing: boolean | null };
			const name = `${String(event)} of ${source}`;
			if (this.ids.has(eventId)) throw new Error(`${name} is repeated: ${String(eventId)}`);
			this.ids.add(eventId);
			if (!this.scope || !listensFor(this.scope, [String(event)]))
				throw new Error(`${name} is not listened for`);
			const endpoint = endpoints[source];
			if (endpoint === undefined) throw new Error(`${name} never happened`);
			const health = healths?.find((each) => each.endpoint === endpoint);
			if (healths !== undefined && health === undefined) throw new Error(`${name} is untrue`);
			if (event === 'triggerRecovered') this.recover(name, this.of(source), health);
			else this.tell(name, this.of(source), isPassing ? 'pass' : 'mend', health, now);
		}
	}

	private recover(name: string, each: Trouble, health: Health | undefined): void {
		if (health?.state === 'failed') throw new Error(`${name} is untrue`);
		if (each.isOpen === false) throw new Error(`${name} is repeated`);
		each.isOpen = false;
		each.told.pass = undefined;
	}

	private tell(name: string, each: Trouble, kind: Kind, health: Health | undefined, now: number) {
		if (health !== undefined) {
			const { state, isForbidden, isPassing } = health;
			const isSo = state === 'unclear' || (kind === 'pass' ? isPassing : isForbidden);
			if (state === 'read' || !isSo) throw new Error(`${name} is untrue`);
			const lasted = now - (each.failsFrom ?? now);
			if (kind === 'pass' && lasted < this.reportAfter - margin && !each.isUnsure)
				throw new Error(`${name} is early: ${lasted} seconds`);
			if (!each.isUnsure && this.isRepeated(each, kind, now))
				throw new Error(`${name} is repeated`);
		}
		each.isOpen = true;
		each.told[kind] = now;
		each.lastKind = kind;
		each.hasRestarted = false;
		each.isUnsure = health === undefined;
	}

	private isRepeated(each: Trouble, kind: Kind, now: number): boolean {
		const last = each.told[kind];
		if (last === undefined) return false;
		const isSoon = now - last < day - margin;
		if (kind === 'pass') return true;
		// What was told to be over may be told again where only the process knew that it is not new.
		const mayBeNew = each.isOpen !== true && each.hasRestarted;
		return isSoon && !mayBeNew && !each.wasMended(-margin);
	}

	/**
	 * After a poll that was alone.
	 * @param areEvents whether what fails has to be told as an event
	 * @throws Error where an event is lost
	 */
	judge(healths: Health[], now: number, areEvents: boolean): void {
		const areAllRead = healths.every(({ state }) => state === 'read');
		for (const health of healths) {
			for (const source of Object.keys(endpoints)) {
				if (endpoints[source] !== health.endpoint) continue;
				const isDeep = source === 'the prints that run for long';
				const isRead = isDeep ? areAllRead : this.isReadIn(health, healths);
				this.judgeOne(source, health, now, { isRead, mustTell: areEvents && !isDeep });
			}
		}
	}

	/** Nothing can be read as long as the account cannot, or nothing else. */
	private isReadIn({ endpoint, state }: Health, healths: Health[]): boolean {
		const others = healths.filter((each) => each.endpoint !== 'account');
		const isAnyRead = others.some((each) => each.state === 'read');
		return state === 'read' && (endpoint !== 'account' || isAnyRead);
	}

	private judgeOne(
		source: string,
		{ state, isForbidden, isPassing }: Health,
		now: number,
		{ isRead, mustTell }: { isRead: boolean; mustTell: boolean },
	): void {
		const each = this.of(source);
		if (isRead) {
			const isMissing = each.isOpen === true && this.scope?.events.includes('triggerRecovered');
			if (isMissing) throw new Error(`triggerRecovered of ${source} is lost`);
			const since = each.read?.since ?? now;
			Object.assign(each, { isOpen: false, failsFrom: undefined, passesFrom: undefined });
			Object.assign(each, { read: { since, until: now }, isUnsure: false });
			each.told.pass = undefined;
			return;
		}
		if (state === 'read') return;
		each.failsFrom ??= now;
		if (state === 'failed' || isForbidden) {
			// It is new where it was read for long enough, and perhaps where it was for almost so long.
			if (each.wasMended(margin) && each.told.mend !== now) each.told.mend = undefined;
			else if (each.wasMended(-margin)) each.isUnsure = true;
			each.read = undefined;
		}
		const passes = state === 'failed' && isPassing && !isForbidden;
		if (!passes) each.passesFrom = undefined;
		else each.passesFrom ??= now;
		if (!mustTell || each.isUnsure || state !== 'failed') return;
		const { mend = -Infinity, pass } = each.told;
		const mustMend = isForbidden && !isPassing && now - mend > day + margin;
		const lasted = now - (each.passesFrom ?? now);
		const mustPass = passes && lasted > this.reportAfter + margin && pass === undefined;
		if (mustMend || mustPass) throw new Error(`triggerTrouble of ${source} is lost`);
	}

	private of(source: string): Trouble {
		const known = this.troubles.get(source) ?? new Trouble();
		this.troubles.set(source, known);
		return known;
	}
}
