import type { IDataObject } from 'n8n-workflow';

import {
	isChosen,
	listensFor,
	type Observer,
	type Opening,
	type PollView,
	type Reading,
	type Scope,
} from './observer';
import { versionOf, type Printer, type PrinterPark } from './printerPark';

export const firmwareEvents = ['firmwareAvailable'] as const;

const leastOften = 2 * 3600;

function offersAt(printer: Printer, moment: number): string[] {
	const { offer, amsOffer, isBound, installed } = printer.stateAt(moment);
	if (!isBound) return [];
	return [
		// What is not newer than what it has is no offer.
		...(offer <= versionOf(installed) ? [] : [`${printer.serial}:${offer}`]),
		...(amsOffer === '' ? [] : [`${printer.serial}:AMS ${amsOffer}`]),
	];
}

/** Expects each offer once; one that no poll saw cannot be told. */
export class FirmwareObserver implements Observer {
	private readonly told = new Set<string>();
	/** What was on offer when it began. */
	private readonly past = new Set<string>();
	/** What may come, and need not. */
	private readonly free = new Set<string>();
	/** What was on offer before anybody listened for it: it counts as known, as the promise has it. */
	private readonly unheard = new Set<string>();
	/** What a poll has seen. */
	private readonly seen = new Set<string>();
	private readonly owed = new Set<string>();
	/** The printers whose offers have been seen once, to begin with. */
	private based = new Set<string>();
	private storedBased: string[] = [];
	private lastAsked: number;

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
		private readonly time: { now: number },
	) {
		this.lastAsked = time.now;
	}

	begin(_opening: Opening, isAgain: boolean): void {
		if (!isAgain) this.told.clear();
		// What an earlier life knew counts as known.
		const known = isAgain ? [...this.past, ...this.free, ...this.seen] : [];
		this.past.clear();
		this.free.clear();
		for (const offer of known) this.free.add(offer);
		this.seen.clear();
		this.owed.clear();
		this.based.clear();
		this.lastAsked = this.time.now;
		for (const offer of this.standing()) this.past.add(offer);
	}

	beginLater(): void {
		this.begin({ since: Infinity, tellRunning: false }, true);
	}

	changeScope(scope: Scope): void {
		const before = this.scope;
		this.scope = scope;
		if (!listensFor(before, firmwareEvents)) {
			// It may go on from what it knew before, or begin anew.
			const told = this.standing().filter((offer) => this.told.has(offer));
			// Also what n8n read before it was chosen, and stands no more, but may again.
			const known = [...this.past, ...this.free, ...this.seen];
			this.begin({ since: Infinity, tellRunning: false }, false);
			for (const offer of told) this.told.add(offer);
			for (const offer of known) this.free.add(offer);
			return this.forgive();
		}
		for (const printer of this.park.printers) {
			if (this.isWanted(before, printer.serial)) continue;
			this.based.delete(printer.serial);
			for (const offer of offersAt(printer, this.time.now)) this.owed.delete(offer);
		}
		this.storedBased = [...this.based];
		this.lastAsked = this.time.now;
	}

	store(): void {
		this.storedBased = [...this.based];
	}

	rollBack(isRestart: boolean): void {
		this.based = new Set(this.storedBased);
		if (isRestart) this.lastAsked = this.time.now;
		for (const offer of this.owed) {
			if (!this.based.has(offer.split(':')[0] ?? '')) this.owed.delete(offer);
		}
	}

	/** What was past may come, since the trigger goes on from before. */
	forgive(): void {
		for (const offer of this.past) this.free.add(offer);
		this.past.clear();
	}

	receive(items: IDataObject[], { readings, isClean }: PollView): void {
		for (const reading of readings) this.read(reading, isClean);
		for (const { firmware } of items) {
			const { printerSerial, newestVersion, listedAmsVersions, updateAvailable } =
				firmware as IDataObject;
			const serial = String(printerSerial);
			if (!this.isWanted(this.scope, serial))
				throw new Error(`firmware of ${serial} is not listened for`);
			const offers = [
				...(updateAvailable === true ? [`${serial}:${String(newestVersion)}`] : []),
				...(listedAmsVersions as string[]).map((version) => `${serial}:AMS ${version}`),
			];
			const isNews = (offer: string) =>
				this.seen.has(offer) && !this.told.has(offer) && !this.past.has(offer);
			if (!offers.some(isNews)) throw new Error(`firmware ${offers.join(', ')} is repeated`);
			for (const offer of offers) {
				this.told.add(offer);
				this.owed.delete(offer);
			}
		}
	}

	verify({ isClean, isRefused, readings, wasAsked, began }: PollView): void {
		if (!listensFor(this.scope, firmwareEvents)) return;
		if (wasAsked) this.lastAsked = this.time.now;
		else if (began - this.lastAsked > leastOften && this.isAnyBound()) {
			throw new Error('firmware is lost: nobody asks for it');
		}
		if (!isClean || isRefused || readings.length === 0) return;
		const standing = new Set(
			readings.flatMap(({ at }) => this.park.printers.flatMap((each) => offersAt(each, at))),
		);
		for (const offer of this.owed) {
			if (!standing.has(offer)) this.owed.delete(offer);
			else throw new Error(`firmware ${offer} is lost`);
		}
	}

	/** @param isWhole whether it begins with what it reads, or may have to read all again */
	private read({ at, serial }: Reading, isWhole: boolean): void {
		for (const printer of this.park.printers) {
			if (serial !== undefined && printer.serial !== serial) continue;
			if (!printer.stateAt(at).isBound) continue;
			if (!this.isWanted(this.scope, printer.serial)) {
				for (const offer of offersAt(printer, at)) this.unheard.add(offer);
				continue;
			}
			const isFirst = !this.based.has(printer.serial);
			if (isWhole) this.based.add(printer.serial);
			for (const offer of offersAt(printer, at)) {
				const isFree = [this.past, this.free, this.unheard].some((each) => each.has(offer));
				const isOwed = !isFirst && !isFree && !this.told.has(offer) && this.isNewest(offer);
				if (isOwed && !this.seen.has(offer)) this.owed.add(offer);
				this.seen.add(offer);
			}
		}
	}

	/** Whether nothing newer was seen for the same thing. */
	private isNewest(offer: string): boolean {
		const [serial, text = ''] = offer.split(':');
		const isAms = text.startsWith('AMS');
		return [...this.seen, ...this.past].every((other) => {
			const [owner, version = ''] = other.split(':');
			return owner !== serial || version.startsWith('AMS') !== isAms || version < text;
		});
	}

	/** Where none of the chosen printers is bound, there is nothing to ask for. */
	private isAnyBound(): boolean {
		return this.park.bound.some(({ serial }) => this.isWanted(this.scope, serial));
	}

	private standing(): string[] {
		return this.park.printers.flatMap((printer) => offersAt(printer, this.time.now));
	}

	private isWanted(scope: Scope, serial: string): boolean {
		return listensFor(scope, firmwareEvents) && isChosen(scope, serial);
	}
}
