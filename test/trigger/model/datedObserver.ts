import type { IDataObject } from 'n8n-workflow';

import {
	fromNow,
	listensFor,
	type Observer,
	type Opening,
	type PollView,
	type Scope,
} from './observer';
import type { Listed, RowList } from './rowList';

/** An end may be told twice: how it ended, and that it did. */
export type Part = 'start' | 'end' | 'ended';
/** Whether it has to come, may come, or must not. */
export type Fate = 'due' | 'free' | 'past';

export interface Watched<T> {
	row: T;
	part: Part;
	fate: Fate;
	isTold: boolean;
	/** When a poll of this process has read a row that shows it. */
	seenAt: number | undefined;
	/** Whether a poll has read the row at all. */
	isKnown: boolean;
	/** How many polls ought to have told it. */
	misses: number;
}

const hour = 3600;
/** A row that shows up late has its events if it began so long before the newest one at most. */
const latest = 47 * hour;
/** A row has whole seconds, and a poll takes some. */
export const brim = 2;
/** What comes later than this shows up late. */
const usual = 600;

/** Watches a list, of which each row has one event or two. */
export abstract class DatedObserver<T extends Listed> implements Observer {
	protected readonly watched = new Map<string, Watched<T>>();
	/** Whether no poll could read the list yet, to begin with. */
	private isAwaited = false;
	private wasDelayed = false;
	private isStored = false;
	/** What was listened for before, as long as no poll could read the list since. */
	private replaced: Scope[] = [];
	/** By which settings the stored state last told something. */
	private storedScope: Scope;
	/** When the settings changed, true seconds, as long as no reading since is stored. */
	private changedAt: number | undefined;
	/** When it began with an empty list, true seconds; infinite by a clock that was wrong, 0 without one. */
	private emptyAt = 0;
	/** Polls that may need another one, after a restart or very many rows at once. */
	private leeway = 0;

	constructor(
		private readonly list: RowList<T>,
		protected scope: Scope,
		private readonly events: readonly string[],
		private readonly parts: readonly Part[],
		private readonly time: { now: number; wrongBy: number },
	) {
		this.storedScope = scope;
	}

	/** Since when the row shows it; undefined where it does not. */
	protected abstract happenedAt(row: T, part: Part): number | undefined;
	protected abstract isWanted(row: T, part: Part, scope: Scope): boolean;
	/** Whether one of the ways in which it was shown is listened for. */
	protected mayBeWanted(row: T, part: Part, scope: Scope): boolean {
		return this.isWanted(row, part, scope);
	}

	/** Whether nothing keeps it from being told any longer. */
	protected abstract isRipe(watched: Watched<T>, view: PollView): boolean;
	/** Which row and part an item is about. @throws Error where it is not true */
	protected abstract check(item: IDataObject, view: PollView): { id: number; part: Part };
	/** Whether publishing again may overlook what has happened to it meanwhile. */
	private isDeep(row: T): boolean {
		return this.list.depthOf(row) >= this.list.firstPage;
	}

	/** Whether nobody could say if it has happened. */
	protected abstract isUnclear(row: T): boolean;

	/** Whether its place in the list alone says when it began. */
	protected abstract isDateless(row: T): boolean;

	private isTimeless({ row, part }: Watched<T>): boolean {
		return part === 'start' && this.isDateless(row);
	}

	/** Whether only luck would find it. */
	protected abstract isOutOfReach(row: T): boolean;

	/** A row that has just come. */
	welcome(row: T): void {
		if (this.rowsInMinute() > 30) this.leeway = 4;
		for (const part of this.parts) this.watch(row, part, this.isInTime(row) ? 'due' : 'free');
	}

	/** A row is back, or was corrected. What is known of it stays known; the rest is as if it came late. */
	changed(row: T): void {
		for (const part of this.parts) {
			const each = this.watch(row, part, 'free');
			if (each.fate === 'due' && !each.isKnown && !this.isInTime(row)) each.fate = 'free';
			// It was gone, or the list lied, whenever the trigger looked: to it the row is as good as new.
			if (each.fate === 'past' && !each.isKnown) each.fate = 'free';
		}
	}

	/** What has happened of a row so far may be told by its earlier or later looks. */
	loosen(row: T): void {
		for (const part of this.parts) {
			const each = this.watch(row, part, 'free');
			if (each.fate === 'due' && this.happenedAt(row, part) !== undefined) each.fate = 'free';
		}
	}

	begin(opening: Opening, isAgain: boolean): void {
		this.isAwaited = true;
		this.wasDelayed = false;
		this.isStored = false;
		this.emptyAt = this.emptySince();
		this.leeway = 4;
		for (const row of this.list.rows) for (const part of this.parts) this.watch(row, part, 'due');
		for (const each of this.watched.values()) {
			const { row, part } = each;
			const happenedAt = this.happenedAt(row, part);
			const wasDue = each.fate === 'due' && each.isKnown;
			if (!isAgain || happenedAt === undefined || !row.isListed) each.isTold = false;
			if (!row.isListed) each.fate = 'free';
			else if (happenedAt === undefined) {
				// What came too late for an earlier life belongs to its history.
				const wasLate = isAgain && each.fate === 'free';
				each.fate = wasLate || this.isOutOfReach(row) ? 'free' : 'due';
			} else if (part === 'start' && opening.since < Infinity && this.isDateless(row))
				each.fate = 'free';
			else if (this.isAskedFor(row, part, opening, brim))
				each.fate = !isAgain || wasDue ? 'due' : 'free';
			else if (this.isAskedFor(row, part, opening, -brim)) each.fate = 'free';
			else each.fate = this.isUnclear(row) || (isAgain && this.isDeep(row)) ? 'free' : 'past';
			each.misses = 0;
		}
	}

	beginLater(): void {
		this.begin(fromNow, true);
		this.wasDelayed = true;
		// Of what the trigger told of the account before, it knows nothing any more.
		for (const each of this.watched.values()) if (this.isUnclear(each.row)) each.isTold = false;
	}

	changeScope(scope: Scope): void {
		const before = this.scope;
		this.scope = scope;
		this.leeway = 4;
		this.replaced.push(before);
		this.emptyAt = Math.max(this.emptyAt, this.emptySince());
		// By a clock that is wrong nobody knows what came before.
		this.changedAt = this.time.wrongBy === 0 ? this.time.now : Infinity;
		if (!listensFor(before, this.events) && listensFor(scope, this.events)) {
			this.begin(fromNow, false);
			// It may have happened since, where nobody could read it at once.
			for (const each of this.watched.values()) {
				if (this.isTimeless(each) || this.time.wrongBy !== 0 || this.isDeep(each.row))
					each.fate = 'free';
			}
			// It goes on from before where nothing could be read in between.
			if (listensFor(this.storedScope, this.events)) this.forgive();
			return;
		}
		for (const each of this.watched.values()) {
			const { row, part, seenAt } = each;
			if (this.happenedAt(row, part) === undefined || this.isWanted(row, part, before)) continue;
			// Far down a poll need not have read the row yet.
			const isUnread = seenAt === undefined || !row.isListed || this.isDeep(row);
			// What was listened for when it happened, and is again, may come.
			const isStored = [before, this.storedScope].some((each) => this.mayBeWanted(row, part, each));
			const isUnclear = this.isUnclear(row) || this.isTimeless(each) || this.time.wrongBy !== 0;
			const isUnsure = isUnread || isStored || isUnclear;
			each.fate = isUnsure ? 'free' : 'past';
		}
	}

	store(): void {
		if (!this.isAwaited) this.isStored = true;
		if (this.replaced.length > 0 || !this.hasSaid()) return;
		for (const each of this.watched.values()) {
			const hasHappened = this.happenedAt(each.row, each.part) !== undefined;
			if (hasHappened && each.fate === 'due' && this.mayBeOld(each.row, each.part))
				each.fate = 'free';
		}
		this.storedScope = this.scope;
		this.changedAt = undefined;
	}

	rollBack(isRestart: boolean): void {
		this.leeway = 4;
		if (!this.isStored) this.isAwaited = this.wasDelayed = true;
		if (isRestart) for (const each of this.watched.values()) each.seenAt = undefined;
	}

	/** What was past may come, since the trigger goes on from before. */
	forgive(): void {
		for (const each of this.watched.values()) if (each.fate === 'past') each.fate = 'free';
	}

	receive(items: IDataObject[], view: PollView): void {
		for (const item of items) {
			const { id, part } = this.check(item, view);
			const name = `${String(item.event)} of ${id}`;
			const each = this.watched.get(`${id} ${part}`);
			if (each === undefined) throw new Error(`${name} never happened`);
			if (each.isTold) throw new Error(`${name} is repeated`);
			if (each.fate === 'past') throw new Error(`${name} is repeated: it belongs to the past`);
			each.isTold = true;
		}
	}

	verify(view: PollView): void {
		if (!listensFor(this.scope, this.events)) return;
		if (!view.isClean) {
			this.wasDelayed ||= this.isAwaited;
			if (this.replaced.length > 0 && this.hasSeveralLists) this.forgive();
			return;
		}
		if (this.isAwaited) this.settleBaseline();
		this.settleScope();
		if (this.emptyAt > 0) this.settleEmpty();
		for (const each of this.watched.values()) this.verifyOne(each, view);
		if (this.leeway > 0) this.leeway--;
	}

	private verifyOne(each: Watched<T>, view: PollView): void {
		const { row, part } = each;
		const happenedAt = this.happenedAt(row, part);
		if (!row.isListed || row.listedAt >= view.began) return;
		const depth = this.list.depthOf(row);
		const isOnTop = depth < this.list.firstPage;
		if (isOnTop) each.isKnown = true;
		if (happenedAt === undefined || happenedAt >= view.began) return;
		const isMissing = !each.isTold && each.fate === 'due' && this.isWanted(row, part, this.scope);
		if (isMissing && this.mayBeOld(row, part)) each.fate = 'free';
		else if (isMissing && !isOnTop && !each.isKnown && this.isLate(row)) each.fate = 'free';
		else if (isMissing && this.isRipe(each, view) && this.leeway === 0) {
			each.misses++;
			// What stands deeper is looked for a few at a time, the older the less often, and where it is not
			// found, as a page names another row twice, after a quarter of an hour again.
			const most = view.isLast ? 0 : isOnTop ? 0 : this.isOld(row) ? Infinity : 20 + depth / 20;
			if (each.misses > most) throw new Error(`${part} of ${row.id} is lost`);
		}
		each.seenAt ??= view.began;
	}

	/** What is new in the settings, and by its own time is from before they were published. */
	private mayBeOld(row: T, part: Part): boolean {
		if (this.changedAt === undefined || this.isWanted(row, part, this.storedScope)) return false;
		return this.timeOf({ row, part }) < this.changedAt + brim;
	}

	private timeOf({ row, part }: Pick<Watched<T>, 'row' | 'part'>): number {
		return part === 'start' ? row.start : (this.endOf(row) ?? 0);
	}

	/** The first poll that could read the list: what had happened by then is no news. */
	private settleBaseline(): void {
		this.isAwaited = false;
		if (this.emptyAt > 0) this.emptyAt = Math.max(this.emptyAt, this.emptySince());
		for (const each of this.watched.values()) {
			const hasHappened = this.happenedAt(each.row, each.part) !== undefined;
			// What was not in the list by then comes anew.
			const isUnsure = each.fate === 'due' || !each.row.isListed;
			if (!hasHappened || !isUnsure || !this.wasDelayed) continue;
			each.fate = 'free';
			if (!each.row.isListed) each.isTold = false;
		}
		this.wasDelayed = false;
	}

	/** What is new in the settings counts from the first poll that could read the list. */
	private settleScope(): void {
		const { replaced } = this;
		this.replaced = [];
		if (replaced.length === 0) return;
		for (const each of this.watched.values()) {
			const { row, part, fate } = each;
			const hasHappened = this.happenedAt(row, part) !== undefined;
			const isNew = replaced.some((scope) => !this.isWanted(row, part, scope));
			if (hasHappened && isNew && fate === 'due') each.fate = 'free';
		}
	}

	private emptySince(): number {
		if (this.hasRows()) return 0;
		return this.time.wrongBy === 0 ? this.time.now : Infinity;
	}

	/**
	 * What stands in a list that was empty at a time which nobody knows may have stood there before, and so may
	 * what is older than that time, beside something much older.
	 */
	private settleEmpty(): void {
		const { emptyAt } = this;
		const isHistory = this.list.rows.some(
			({ start, listedAt }) => listedAt >= emptyAt && start < emptyAt - latest,
		);
		for (const each of this.watched.values()) {
			const mayBeOld = emptyAt === Infinity || (isHistory && this.timeOf(each) < emptyAt);
			if (mayBeOld && each.fate === 'due' && this.happenedAt(each.row, each.part) !== undefined)
				each.fate = 'free';
		}
		if (emptyAt === Infinity && this.hasRows()) this.emptyAt = 0;
	}

	private watch(row: T, part: Part, fate: Fate): Watched<T> {
		const key = `${row.id} ${part}`;
		const known = this.watched.get(key);
		if (known !== undefined) return known;
		const seen = { isTold: false, seenAt: undefined, isKnown: false, misses: 0 };
		const fresh: Watched<T> = { row, part, fate, ...seen };
		this.watched.set(key, fresh);
		return fresh;
	}

	private isAskedFor(row: T, part: Part, opening: Opening, slack: number): boolean {
		const { tellRunning } = opening;
		const since = opening.since + slack;
		const isRunning = this.parts.includes('end') && this.happenedAt(row, 'end') === undefined;
		if (part === 'start') return row.start >= since || (tellRunning && isRunning);
		return (this.endOf(row) ?? 0) >= since;
	}

	protected abstract endOf(row: T): number | undefined;

	/** Whether one of several lists may be taken for empty by mistake while others are read. */
	protected readonly hasSeveralLists: boolean = false;

	/** Whether a reading says what is new by other settings. */
	protected hasSaid(): boolean {
		return true;
	}

	/** Whether no list that may be read is empty. */
	protected hasRows(): boolean {
		return this.list.rows.length > 0;
	}

	/** Whether nobody could tell it from what is further down. */
	protected abstract isBlurred(row: T): boolean;

	private isInTime(row: T): boolean {
		if (this.isBlurred(row)) return false;
		const start = this.isDateless(row) ? this.startBelow(row) : row.start;
		const isRecent = start > this.list.newestStart - latest;
		return isRecent && (!this.isLate(row) || this.list.depthOf(row) < this.list.firstPage);
	}

	/** A row without a start counts by the one below it. */
	private startBelow(row: T): number {
		const below = this.list.rows.slice(this.list.depthOf(row) + 1);
		return below.find((each) => !this.isDateless(each))?.start ?? row.start;
	}

	private isLate({ start, listedAt }: T): boolean {
		return listedAt - start > usual;
	}

	protected isOld({ start }: T): boolean {
		return this.list.newestStart - start > 24 * hour;
	}

	private rowsInMinute(): number {
		const { now } = this.time;
		return this.list.rows.slice(0, 200).filter(({ listedAt }) => listedAt > now - 60).length;
	}
}
