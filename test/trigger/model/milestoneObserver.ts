import type { IDataObject } from 'n8n-workflow';

import type { Figure } from './makerPage';
import { listensFor, type Observer, type Opening, type PollView, type Scope } from './observer';

export const milestoneEvents = ['modelMilestone'] as const;

/** The figures are asked for this often; seconds. Polls begin and end seconds apart. */
const leastOften = 30 * 60;
const mostOften = 14 * 60;
const every = 100;
/** More of one figure at once are not told, but the highest. */
const maxAtOnce = 20;
/** A model of this age may be older or younger than the trigger, by clocks that differ. */
const clockSlack = 600;

/** Between which the highest lies that the trigger has seen of a figure. */
interface Level {
	low: number;
	high: number;
}

/** Nobody has seen the figure yet. */
const unseen: Level = { low: Infinity, high: Infinity };

interface Knowledge {
	levels: Map<string, Level>;
	/** Whether the trigger has looked since it began; unsure where only some of an answer was true. */
	hasBegun: 'no' | 'unsure' | 'yes';
	/** Since when what is published counts from zero; true seconds. */
	since: number;
	isSinceWrong: boolean;
	/** Whether the trigger may know of a figure more than was seen here. */
	mayGoOn: boolean;
}

/** Expects each multiple that a figure passes once, however often it falls and rises. */
export class MilestoneObserver implements Observer {
	private known: Knowledge;
	private stored: Knowledge;
	private readonly told = new Set<string>();
	/** The highest that each figure ever was. */
	private readonly peaks = new Map<string, number>();
	private readonly lost: string[] = [];
	private lookedAt: number | undefined;
	private lastAsked: number;

	constructor(
		private scope: Scope,
		private readonly time: { now: number; wrongBy: number },
	) {
		this.lastAsked = time.now;
		this.known = this.stored = this.nothing();
	}

	begin(_opening: Opening, isAgain: boolean): void {
		const { levels, mayGoOn } = this.known;
		this.known = this.nothing();
		if (isAgain) Object.assign(this.known, { levels: new Map(levels), mayGoOn });
		else this.told.clear();
		this.mayAskAnew();
	}

	beginLater(): void {
		this.begin({ since: Infinity, tellRunning: false }, false);
		this.stored = this.nothing();
	}

	/** It goes on from what was known before, or begins anew. */
	forgive(): void {
		this.known = { ...this.nothing(), hasBegun: 'unsure', mayGoOn: true };
	}

	changeScope(scope: Scope): void {
		const isNew = !listensFor(this.scope, milestoneEvents) && listensFor(scope, milestoneEvents);
		this.scope = scope;
		this.mayAskAnew();
		if (!isNew) return;
		this.begin({ since: Infinity, tellRunning: false }, false);
		this.forgive();
	}

	store(): void {
		this.stored = copyOf(this.known);
	}

	rollBack(): void {
		this.known = copyOf(this.stored);
		this.mayAskAnew();
	}

	receive(items: IDataObject[], view: PollView): void {
		const told = new Set(items.map((item) => this.check(item)));
		const isSure = isWhole(view);
		this.lost.length = 0;
		for (const figure of shownIn(view)) this.look(figure, told, isSure);
		for (const each of told) throw new Error(`milestone ${each} is untrue`);
		if (isSure) this.known.hasBegun = 'yes';
		else if (view.readings.length > 0 && this.known.hasBegun === 'no') {
			this.known.hasBegun = 'unsure';
		}
	}

	verify(view: PollView): void {
		if (!listensFor(this.scope, milestoneEvents)) return;
		for (const each of this.lost) throw new Error(`milestone ${each} is lost`);
		if (view.wasAsked) this.lastAsked = this.time.now;
		else if (view.began - this.lastAsked > leastOften) {
			throw new Error('milestones are lost: nobody asks for them');
		}
		if (view.readings.length === 0) return;
		const isEarly = this.lookedAt !== undefined && view.began - this.lookedAt < mostOften;
		if (isEarly) throw new Error('The figures are asked for too often');
		this.lookedAt = isWhole(view) ? view.began : undefined;
	}

	private look({ key, publishedAt, count }: Figure, told: Set<string>, isSure: boolean): void {
		const { levels, hasBegun } = this.known;
		const level = levels.get(key) ?? this.unseenLevel(publishedAt);
		const last = Math.floor(count / every);
		for (let times = Math.max(1, last - 3 * maxAtOnce); times <= last; times++) {
			const name = `${key} ${times * every}`;
			const isTold = told.delete(name);
			const mayCome = hasBegun !== 'no' && times * every > level.low;
			const isDue = isSure && hasBegun === 'yes' && times * every > level.high;
			if (isTold && (!mayCome || this.told.has(name)))
				throw new Error(`milestone ${name} is repeated`);
			if (isTold) this.told.add(name);
			else if (isDue && last - times < maxAtOnce) this.lost.push(name);
		}
		const low = level.low === Infinity ? count : isSure ? Math.max(level.low, count) : level.low;
		const isOpen = level.high === Infinity && !isSure;
		const peak = Math.max(this.peaks.get(key) ?? 0, count);
		this.peaks.set(key, peak);
		const first = level.low === Infinity ? count : peak;
		const high = level.high === Infinity ? first : Math.max(level.high, count);
		levels.set(key, { low, high: isOpen ? Infinity : high });
	}

	/** What was published since the trigger began counts from zero. */
	private unseenLevel(publishedAt: number): Level {
		const { hasBegun, since, isSinceWrong, mayGoOn } = this.known;
		if (mayGoOn) return { low: 0, high: Infinity };
		if (hasBegun === 'no') return unseen;
		const isUnsure = isSinceWrong || Math.abs(publishedAt - since) < clockSlack;
		if (isUnsure || hasBegun === 'unsure') return { low: 0, high: Infinity };
		return publishedAt > since ? { low: 0, high: 0 } : unseen;
	}

	/** @returns the name of the milestone */
	private check({ milestone }: IDataObject): string {
		const { kind, reachedCount, currentCount, designId } = milestone as IDataObject;
		if (!listensFor(this.scope, milestoneEvents)) throw new Error('No milestone is listened for');
		if (Number(reachedCount) > Number(currentCount)) throw new Error('A milestone is untrue');
		return `${Number(designId ?? 0)} ${String(kind)} ${Number(reachedCount)}`;
	}

	private mayAskAnew(): void {
		this.lookedAt = undefined;
		this.lastAsked = this.time.now;
	}

	private nothing(): Knowledge {
		const { now, wrongBy } = this.time;
		const isSinceWrong = wrongBy !== 0;
		return { levels: new Map(), hasBegun: 'no', since: now, isSinceWrong, mayGoOn: false };
	}
}

/** Of the account and of its models. */
function isWhole({ isClean, isDropped, readings }: PollView): boolean {
	return isClean && !isDropped && readings.length > 1;
}

function shownIn({ readings }: PollView): Figure[] {
	return readings.flatMap(({ figures = [] }) => figures);
}

function copyOf(known: Knowledge): Knowledge {
	return { ...known, levels: new Map(known.levels) };
}
