import type { IDataObject } from 'n8n-workflow';

import { isChosen, listensFor, type Observer, type PollView, type Scope } from './observer';
import type { Spool } from './spoolShelf';

export const spoolEvents = ['filamentLow'] as const;

/** The inventory is asked for this often; seconds. Polls begin and end seconds apart. */
const leastOften = 30 * 60;
const mostOften = 14 * 60;

/** How a spool may have been when the trigger saw it last. */
type Level = 'unseen' | 'enough' | 'low';

/** Nobody may know which, as where some of an answer was lost. */
type Levels = ReadonlySet<Level>;

const unseen: Levels = new Set(['unseen']);
const unsure: Levels = new Set(['unseen', 'enough', 'low']);

/** Whether it was looked at, and nothing of what came is lost. */
function isWhole({ isClean, isDropped, readings }: PollView): boolean {
	return isClean && !isDropped && readings.length > 0;
}

/** Expects each fall below the limit once, of a spool that was seen with more; what no poll saw cannot be told. */
export class SpoolObserver implements Observer {
	private levels = new Map<number, Levels>();
	private stored = new Map<number, Levels>();
	/** What is new in the scope counts from the next look on; an answer that is not true may pass for one. */
	private before: Scope[] = [];
	private readonly lost = new Set<number>();
	private lookedAt: number | undefined;
	private lastAsked: number;

	constructor(
		private readonly spools: readonly Spool[],
		private scope: Scope,
		/** Grams. */
		private readonly limit: number,
		private readonly time: { now: number },
	) {
		this.lastAsked = time.now;
	}

	begin(): void {
		this.levels.clear();
		this.before = [];
		this.mayAskAnew();
	}

	beginLater(): void {
		this.begin();
	}

	changeScope(scope: Scope): void {
		if (listensFor(this.scope, spoolEvents)) this.before.push(this.scope);
		else this.levels.clear();
		this.scope = scope;
		this.mayAskAnew();
	}

	store(): void {
		this.stored = new Map(this.levels);
	}

	rollBack(): void {
		this.levels = new Map(this.stored);
		this.mayAskAnew();
	}

	/** It goes on from what was known before, or begins anew. */
	forgive(): void {
		for (const { id } of this.spools) this.levels.set(id, unsure);
	}

	receive(items: IDataObject[], view: PollView): void {
		const told = new Set(items.map((item) => this.check(item)));
		this.lost.clear();
		for (const [id, seen] of this.seenIn(view)) {
			const known = this.levels.get(id) ?? unseen;
			const falls = known.has('enough') && seen.has('low');
			if (told.has(id) && !falls) throw new Error(`low filament of ${id} is repeated`);
			// One that was seen in two ways, or by answers that were not all true, need not be told.
			const isSure = isWhole(view) && known.size === 1 && seen.size === 1;
			if (falls && isSure && !told.has(id) && this.isDue(id)) this.lost.add(id);
			told.delete(id);
			this.levels.set(id, isSure || this.isTold(items, id) ? seen : new Set([...known, ...seen]));
		}
		if (isWhole(view)) this.expectAll(view);
		for (const id of told) throw new Error(`low filament of ${id} is untrue`);
		if (isWhole(view)) this.before = [];
	}

	verify(view: PollView): void {
		const { began, readings, wasAsked } = view;
		if (!listensFor(this.scope, spoolEvents)) return;
		for (const id of this.lost) throw new Error(`low filament of ${id} is lost`);
		if (wasAsked) this.lastAsked = this.time.now;
		else if (began - this.lastAsked > leastOften) {
			throw new Error('low filament is lost: nobody asks for it');
		}
		if (readings.length === 0) return;
		const isEarly = this.lookedAt !== undefined && began - this.lookedAt < mostOften;
		if (isEarly) throw new Error('The spools are asked for too often');
		const hasAny = readings.some(({ spools = [] }) => spools.length > 0);
		this.lookedAt = isWhole(view) && hasAny ? began : undefined;
	}

	private mayAskAnew(): void {
		this.lookedAt = undefined;
		this.lastAsked = this.time.now;
	}

	/** The list is read to its end. */
	private expectAll({ began, readings }: PollView): void {
		const pages = readings.map(({ spools = [] }) => spools.map(({ id }) => id));
		// Behind a page with one row twice the next may begin too far down, until the next look.
		if (pages.some((ids) => new Set(ids).size < ids.length)) return;
		const seen = new Set(pages.flat());
		for (const { id, isListed, listedAt } of this.spools) {
			if (!isListed || listedAt >= began || seen.has(id)) continue;
			throw new Error(`low filament of ${id} is lost: nobody reads so far`);
		}
	}

	/** How each spool was that the answers show. One of unknown weight shows nothing. */
	private seenIn({ readings }: PollView): Map<number, Levels> {
		const seen = new Map<number, Set<Level>>();
		for (const { id, grams } of readings.flatMap(({ spools = [] }) => spools)) {
			if (grams === null) continue;
			const levels = seen.get(id) ?? new Set();
			seen.set(id, levels.add(grams < this.limit ? 'low' : 'enough'));
		}
		return seen;
	}

	/** @returns the id of the spool */
	private check({ spool, printerName }: IDataObject): number {
		const { id, remainingGrams } = spool as { id: number; remainingGrams: number };
		const own = this.spools.find((each) => each.id === id);
		if (own === undefined || !this.isWanted(own, this.scope)) {
			throw new Error(`low filament of ${id} is not listened for`);
		}
		if (remainingGrams >= this.limit) throw new Error(`low filament of ${id} is untrue`);
		if (printerName !== (own.device || null)) throw new Error(`${id} is not in that printer`);
		return id;
	}

	private isTold(items: IDataObject[], id: number): boolean {
		return items.some(({ spool }) => (spool as IDataObject).id === id);
	}

	private isDue(id: number): boolean {
		const spool = this.spools.find((each) => each.id === id);
		if (spool === undefined || !this.isWanted(spool, this.scope)) return false;
		return this.before.every((scope) => this.isWanted(spool, scope));
	}

	private isWanted({ device }: Spool, scope: Scope): boolean {
		return listensFor(scope, spoolEvents) && (device === '' || isChosen(scope, device));
	}
}
