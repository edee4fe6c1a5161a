import { isChosen, listensFor, type Scope } from './observer';
import type { PrinterPark } from './printerPark';

export const firmwareEvents = ['firmwareAvailable'] as const;

function standing({ bound }: PrinterPark): string[] {
	return bound.filter(({ offer }) => offer !== '').map(({ serial, offer }) => `${serial}:${offer}`);
}

function serialOf(offer: string): string {
	return offer.split(':')[0] ?? '';
}

/** Expects each offer once per printer and version; an offer that no poll saw cannot be told. */
export class FirmwareObserver {
	/** What is known of each offer that a poll has seen; with n8n it forgets what was not stored. */
	private seen: Set<string> | undefined;
	private stored: string[] | undefined;
	private readonly emitted = new Set<string>();
	private earlier: string[] = [];
	/** Offers to the chosen printers that stood there at the beginning. */
	private past = new Set<string>();
	private isForgiven = false;
	/** Offers that were made while somebody listened. */
	private due = new Set<string>();

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
	) {}

	/** @param isAgain whether an earlier life of the trigger is known */
	begin(isAgain: boolean): void {
		this.earlier = isAgain ? [...(this.seen ?? [])] : [];
		if (!isAgain) this.emitted.clear();
		this.seen = undefined;
		const chosen = standing(this.park).filter((offer) =>
			this.isWanted(this.scope, serialOf(offer)),
		);
		this.past = new Set(chosen);
		this.due.clear();
		this.isForgiven = false;
	}

	/** A printer is offered a version. One that was seen while nobody listened is known already. */
	offered(serial: string, version: string): void {
		const offer = `${serial}:${version}`;
		const isNew = !this.past.has(offer) && !this.seen?.has(offer);
		if (isNew && this.isWanted(this.scope, serial)) this.due.add(offer);
	}

	changeScope(scope: Scope): void {
		const isForgotten =
			!listensFor(this.scope, firmwareEvents) || !listensFor(scope, firmwareEvents);
		this.scope = scope;
		// What nobody listens for any more may turn up, and be known, before somebody does again.
		for (const offer of this.due) {
			if (!this.isWanted(scope, serialOf(offer))) this.due.delete(offer);
		}
		if (isForgotten) this.begin(false);
	}

	store(): void {
		this.stored = this.seen && [...this.seen];
	}

	/** What was told when it was stored is no news again, whatever came in between. */
	rollBack(): void {
		this.seen = this.stored && new Set(this.stored);
		for (const offer of this.stored ?? []) this.due.delete(offer);
	}

	forgive(): void {
		this.isForgiven = true;
	}

	/** What a poll has to tell that has seen these offers, sorted. */
	see(offers: string[], before: Scope): string[] {
		const isBeginning = this.seen === undefined;
		const seen = this.seen ?? new Set(this.earlier);
		const fresh = [...new Set(offers)].filter((offer) => !seen.has(offer));
		this.seen = new Set([...seen, ...fresh]);
		if (isBeginning) return [];
		const isWanted = (offer: string) =>
			[before, this.scope].every((scope) => this.isWanted(scope, serialOf(offer)));
		return fresh.filter(isWanted).sort();
	}

	/** @throws Error where an offer is told again, or stood there at the beginning. */
	receive(offer: string): void {
		if (this.emitted.has(offer)) throw new Error(`firmware ${offer} is repeated`);
		if (this.past.has(offer) && !this.isForgiven)
			throw new Error(`firmware ${offer} belongs to the past`);
		this.emitted.add(offer);
	}

	/** The offers of which nothing was told although they still stand. */
	lost(): string[] {
		return standing(this.park)
			.filter((offer) => this.due.has(offer) && !this.emitted.has(offer))
			.filter((offer) => this.isWanted(this.scope, serialOf(offer)))
			.map((offer) => `firmware ${offer}`);
	}

	private isWanted(scope: Scope, serial: string): boolean {
		return listensFor(scope, firmwareEvents) && isChosen(scope, serial);
	}
}
