import type { IDataObject } from 'n8n-workflow';

import {
	isChosen,
	listensFor,
	type Observer,
	type PollView,
	type Reading,
	type Scope,
} from './observer';
import type { Printer, PrinterPark } from './printerPark';

export const fleetEvents = ['deviceAdded', 'deviceRemoved'] as const;

/** How long a printer has to be gone; seconds. */
const goneAfter = 600;
/** The trigger counts from answer to answer; here the longest takes so long after its request. */
const answerSeconds = 45;

function boundIn(printer: Printer, readings: Reading[]): boolean[] {
	return readings.map(({ at }) => printer.stateAt(at).isBound);
}

/** Expects each printer that comes, and each that has been gone for ten minutes, to be told in turn. */
export class FleetObserver implements Observer {
	/** Whether whoever follows the events takes a printer for one of the account; missing where unsure. */
	private readonly isIn = new Map<string, boolean>();
	/** Since when this process may have missed a printer, and since when it has for sure. */
	private readonly mayMissFrom = new Map<string, number>();
	private readonly missesFrom = new Map<string, number>();
	private isAwaited = true;
	/** Whether the trigger may have begun with an answer that nobody here goes by. */
	private isDoubtful = false;
	private isStored = false;

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
	) {}

	begin(): void {
		this.isIn.clear();
		this.isAwaited = true;
		this.isDoubtful = false;
		this.isStored = false;
		this.interrupt();
	}

	beginLater(): void {
		this.begin();
	}

	changeScope(scope: Scope): void {
		const hadAny = listensFor(this.scope, fleetEvents);
		this.scope = scope;
		if (!hadAny) this.begin();
		this.isIn.clear();
		this.interrupt();
	}

	store(): void {
		if (!this.isAwaited) this.isStored = true;
	}

	/** Where it is unsure whether there was a beginning to be stored, it goes on from that or begins anew. */
	rollBack(): void {
		const { isDoubtful } = this;
		if (!this.isStored) this.begin();
		this.isDoubtful = isDoubtful;
		this.interrupt();
	}

	/** Nobody knows what is known after the return from another account. */
	forgive(): void {
		this.isIn.clear();
		this.isDoubtful = true;
	}

	receive(items: IDataObject[], view: PollView): void {
		for (const printer of this.park.printers) this.look(printer, view);
		for (const { event, printer: row } of items) {
			const serial = String((row as IDataObject).printerSerial);
			const name = `${String(event)} of ${serial}`;
			const printer = this.park.printers.find((each) => each.serial === serial);
			if (printer === undefined) throw new Error(`${name} never happened`);
			if (!this.isWanted(String(event), serial)) throw new Error(`${name} is not listened for`);
			const isAdded = event === 'deviceAdded';
			if (this.isIn.get(serial) === isAdded) throw new Error(`${name} is repeated`);
			const isUntrue = isAdded && !boundIn(printer, view.readings).includes(true);
			if (isUntrue) throw new Error(`${name} is untrue`);
			// An answer without any printer is no reading, and counts.
			const { at = view.began } = view.readings.at(-1) ?? {};
			const missedFor = at - (this.mayMissFrom.get(serial) ?? Infinity);
			if (!isAdded && missedFor < goneAfter - answerSeconds) throw new Error(`${name} is early`);
			this.isIn.set(serial, isAdded);
		}
	}

	verify({ isClean, readings, wasAsked }: PollView): void {
		if (!listensFor(this.scope, fleetEvents)) return;
		if (!isClean || readings.length === 0) {
			if (wasAsked) this.interrupt();
			if (wasAsked) this.isDoubtful = true;
			return;
		}
		for (const printer of this.park.printers) this.verifyOne(printer, readings);
		this.isAwaited = false;
	}

	private verifyOne(printer: Printer, readings: Reading[]): void {
		const { serial } = printer;
		const [isBound = false, ...others] = boundIn(printer, readings);
		const before = this.isIn.get(serial);
		const isSure = others.every((each) => each === isBound);
		if (this.isAwaited || !isSure) this.isIn.delete(serial);
		if (!isSure) return;
		if (!this.missesFrom.has(serial)) this.missesFrom.set(serial, readings.at(-1)?.at ?? 0);
		const missedFor = (readings[0]?.at ?? 0) - (this.missesFrom.get(serial) ?? Infinity);
		if (isBound) this.missesFrom.delete(serial);
		if (this.isAwaited) {
			if (isBound || !this.isDoubtful) this.isIn.set(serial, isBound);
		} else if (isBound) {
			const isMissing = before === false && this.isWanted('deviceAdded', serial);
			if (isMissing) throw new Error(`deviceAdded of ${serial} is lost`);
			this.isIn.set(serial, true);
		} else if (before === true && missedFor > goneAfter + answerSeconds) {
			const isMissing = this.isWanted('deviceRemoved', serial);
			if (isMissing) throw new Error(`deviceRemoved of ${serial} is lost`);
		}
	}

	/** Since when an answer may have lacked the printer: one that failed or lied may have been anything. */
	private look(printer: Printer, { readings, isClean, began }: PollView): void {
		const isThere = boundIn(printer, readings);
		const { serial } = printer;
		const isSurelyThere = isClean && isThere.length > 0 && !isThere.includes(false);
		if (isSurelyThere) this.mayMissFrom.delete(serial);
		else if (!this.mayMissFrom.has(serial)) this.mayMissFrom.set(serial, began);
	}

	/** What lasts has to be looked at anew. */
	private interrupt(): void {
		this.missesFrom.clear();
	}

	private isWanted(event: string, serial: string): boolean {
		return this.scope.events.includes(event) && isChosen(this.scope, serial);
	}
}
