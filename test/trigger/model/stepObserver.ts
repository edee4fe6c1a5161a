import type { IDataObject } from 'n8n-workflow';

import { estimateOf, isOddlyOver, isOver, type AccountWorld, type Print } from './accountWorld';
import {
	isChosen,
	listensFor,
	type Observer,
	type Opening,
	type PollView,
	type Scope,
} from './observer';
import type { PrintChoice } from './printChoice';

export const stepEvents = ['taskOverdue', 'taskFilamentData', 'deviceIdle'] as const;

type StepEvent = (typeof stepEvents)[number];

/** What the options are where nobody sets them; seconds. */
const idleAfter = 600;
const overdueFactor = 1.2;
/** Filaments that come later need not be told. */
const filamentsWithin = 590;
/** Times of the cloud are whole seconds. */
const margin = 2;
/** What shows up later than this may be told in other ways. */
const usual = 60;

/**
 * Expects what a print comes to beside its start and end: that it is overdue, its filaments, and its idle
 * printer. Each at most once, none untrue; and at the end of a story each that a plain print came to after
 * the trigger had begun. Of the rest it says nothing, as others watch what makes a list hard.
 */
export class StepObserver implements Observer {
	private readonly told = new Set<string>();
	private readonly prints = new Map<number, Print>();
	/** Prints that were out of the list for a while. */
	private readonly hidden = new Set<Print>();
	/** What began before is none of it; infinite until a poll could read the list. */
	private from = Infinity;
	private isStored = false;
	/** Whether no poll could read the list yet, to begin with. */
	private isAwaited = false;

	constructor(
		private readonly world: AccountWorld,
		private scope: Scope,
		/** Whether n8n's clock is never wrong. */
		private readonly isClockRight: boolean,
		private readonly choice: PrintChoice,
	) {}

	begin(_opening: Opening, isAgain: boolean): void {
		if (!isAgain) this.told.clear();
		this.isStored = false;
		this.beginAnew();
	}

	/** Of what the trigger told of the account before, it knows nothing any more. */
	beginLater(): void {
		this.beginAnew();
		for (const print of this.prints.values()) {
			if (!this.isPlain(print) || !this.isClockRight) this.forget(print);
		}
	}

	private beginAnew(): void {
		this.from = Infinity;
		this.isAwaited = true;
		this.forgetHidden();
	}

	private forget({ id }: Print): void {
		for (const event of stepEvents) this.told.delete(`${event} of ${id}`);
	}

	/** What is out of the list while the trigger begins may come again when it returns. */
	private forgetHidden(): void {
		for (const print of this.prints.values()) if (!print.isListed) this.forget(print);
	}

	changeScope(scope: Scope): void {
		this.scope = scope;
		this.from = Infinity;
	}

	store(): void {
		if (this.from < Infinity) this.isStored = true;
	}

	rollBack(): void {
		if (!this.isStored) this.from = Infinity;
	}

	forgive(): void {}

	receive(items: IDataObject[], view: PollView): void {
		for (const print of this.world.prints.all) this.prints.set(print.id, print);
		for (const item of items) {
			const id = Number((item.task as IDataObject).id);
			const event = item.event as StepEvent;
			const name = `${event} of ${id}`;
			const print = this.prints.get(id);
			if (print === undefined) throw new Error(`${name} never happened`);
			if (!this.isWanted(event, print)) throw new Error(`${name} is not listened for`);
			if (this.told.has(name)) throw new Error(`${name} is repeated`);
			if (this.isUntrue(event, print, view)) throw new Error(`${name} is untrue`);
			this.told.add(name);
		}
	}

	verify(view: PollView): void {
		for (const print of this.prints.values()) if (!print.isListed) this.hidden.add(print);
		if (this.isAwaited) this.forgetHidden();
		if (!view.isClean || !listensFor(this.scope, stepEvents)) return;
		this.isAwaited = false;
		// A list that was empty may have been so by mistake.
		if (this.from === Infinity && this.world.prints.rows.length > 0)
			this.from = this.world.time.now;
		if (!view.isLast) return;
		for (const print of this.world.prints.rows) {
			if (!this.isPlain(print) || print.start <= this.from || print.listedAt >= view.began)
				continue;
			for (const event of stepEvents) {
				const name = `${event} of ${print.id}`;
				if (!this.scope.events.includes(event) || !this.wasAlwaysChosen(print)) continue;
				if (this.choice.fits(print, event, this.scope) !== 'yes') continue;
				if (this.isDue(event, print, view) && !this.told.has(name)) {
					throw new Error(`${name} is lost`);
				}
			}
		}
	}

	private wasAlwaysChosen({ devices }: Print): boolean {
		return [...devices].every((device) => isChosen(this.scope, device));
	}

	private isWanted(event: StepEvent, print: Print): boolean {
		return (
			this.scope.events.includes(event) &&
			[...print.devices].some((device) => isChosen(this.scope, device)) &&
			this.choice.fits(print, event, this.scope) !== 'no'
		);
	}

	/** Whether it came in time, stayed as it was, and ended in one way, if at all. */
	private isPlain(print: Print): boolean {
		const { start, listedAt, oddStart, isCorrected, wasOddlyOver, shown } = print;
		const isInTime = listedAt - start <= usual && listedAt >= start;
		const isOdd = oddStart !== undefined || isCorrected || wasOddlyOver || isOddlyOver(print);
		return isInTime && !isOdd && shown.size <= 2 && !this.hidden.has(print);
	}

	private hasOnePrinter({ devices }: Print): boolean {
		return devices.size === 1;
	}

	private isDue(event: StepEvent, print: Print, { began }: PollView): boolean {
		const { start, end = Infinity, overAt = Infinity, fillsAt } = print;
		if (event === 'taskOverdue') {
			const limit = start + estimateOf(print) * overdueFactor;
			const until = isOver(print) ? end : began;
			return estimateOf(print) > 0 && until > limit + margin && !(overAt >= began && isOver(print));
		}
		if (!isOver(print) || overAt >= began) return false;
		if (event === 'taskFilamentData') {
			return fillsAt <= end + (this.isClockRight ? filamentsWithin : 0);
		}
		return (
			end + idleAfter + margin < began &&
			!this.othersOf(print).some((other) => {
				return other.start >= start || other.listedAt >= print.listedAt;
			})
		);
	}

	private isUntrue(event: StepEvent, print: Print, { began }: PollView): boolean {
		const { now } = this.world.time;
		const hasEnded = isOver(print) || isOddlyOver(print) || print.wasOddlyOver;
		if (event !== 'taskOverdue' && !hasEnded && print.shown.size < 3) return true;
		if (!this.isPlain(print)) return false;
		const { start, end = now } = print;
		if (event === 'taskFilamentData') return !this.world.isFilled(print);
		if (event === 'taskOverdue') {
			// It may have run for the poll, and show an earlier end since.
			const hasShownEnd = isOver(print) && (print.overAt ?? 0) < began;
			const lasted = (hasShownEnd ? end : this.isClockRight ? now : Infinity) - start;
			return lasted < estimateOf(print) * overdueFactor - margin || estimateOf(print) === 0;
		}
		if (this.isClockRight && now - end < idleAfter - margin) return true;
		if (!this.hasOnePrinter(print)) return false;
		// What each poll reads.
		const { prints } = this.world;
		const isOnTop = (other: Print) => other.isListed && prints.depthOf(other) < prints.firstPage;
		return this.othersOf(print).some(
			(other) =>
				this.isPlain(other) &&
				this.hasOnePrinter(other) &&
				isOnTop(other) &&
				other.start > start + usual &&
				other.listedAt < began,
		);
	}

	/** The other prints of its printer, whether they are listed or not. */
	private othersOf(print: Print): Print[] {
		return [...this.prints.values()].filter(
			(other) => other !== print && other.devices.has(print.device),
		);
	}
}
