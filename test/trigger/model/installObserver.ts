import type { IDataObject } from 'n8n-workflow';

import {
	isChosen,
	listensFor,
	type Observer,
	type Opening,
	type PollView,
	type Scope,
} from './observer';
import { versionOf, type Printer, type PrinterPark } from './printerPark';

export const installEvents = ['firmwareInstalled'] as const;

const [installed] = installEvents;
/** The firmware is looked at each hour; seconds. */
const leastOften = 2 * 3600;

/** The versions that the trigger may have seen on a printer last. */
type Known = ReadonlySet<string>;

const never = '';
const anyVersion = '?';
const unseen: Known = new Set([never]);

interface Told {
	from: string;
	to: string;
}

/** Expects each version that a look finds in place of another; what no look has seen cannot be told. */
export class InstallObserver implements Observer {
	private known = new Map<string, Known>();
	private stored = new Map<string, Known>();
	private readonly lost = new Set<string>();
	/** Whether the next look is the first one of a life: what it finds is no news. */
	private isAwaited = true;
	private lastAsked: number;

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
		private readonly time: { now: number },
	) {
		this.lastAsked = time.now;
	}

	begin(_opening: Opening, isAgain: boolean): void {
		this.isAwaited = true;
		this.lastAsked = this.time.now;
		if (isAgain) this.park.printers.forEach((printer) => this.doubt(printer));
		else this.known.clear();
	}

	beginLater(): void {
		this.known.clear();
		this.isAwaited = false;
		this.lastAsked = this.time.now;
	}

	changeScope(scope: Scope): void {
		const before = this.scope;
		this.scope = scope;
		this.lastAsked = this.time.now;
		for (const printer of this.park.printers) {
			const { serial } = printer;
			if (!this.isWanted(before, serial) || !this.isWanted(scope, serial)) this.doubt(printer);
		}
	}

	store(): void {
		this.stored = new Map(this.known);
	}

	rollBack(): void {
		this.known = new Map(this.stored);
		this.isAwaited = false;
		this.lastAsked = this.time.now;
	}

	/** It goes on from what was known before, or begins anew. */
	forgive(): void {
		for (const { serial } of this.park.printers) this.known.set(serial, new Set([anyVersion]));
		this.isAwaited = false;
	}

	receive(items: IDataObject[], view: PollView): void {
		const told = new Map<string, Told>();
		for (const item of items) {
			const [serial, change] = this.read(item);
			if (told.has(serial)) throw new Error(`${installed} of ${serial} is repeated`);
			told.set(serial, change);
		}
		this.lost.clear();
		for (const printer of this.park.printers) {
			this.look(printer, told.get(printer.serial), view);
			told.delete(printer.serial);
		}
		for (const serial of told.keys()) throw new Error(`${installed} of ${serial} never happened`);
		if (view.wasAsked && view.readings.length > 0) this.isAwaited = false;
	}

	verify({ wasAsked, began }: PollView): void {
		for (const serial of this.lost) throw new Error(`${installed} of ${serial} is lost`);
		if (!listensFor(this.scope, installEvents)) return;
		if (wasAsked) this.lastAsked = this.time.now;
		else if (began - this.lastAsked > leastOften && this.isAnyBound()) {
			throw new Error(`${installed} is lost: nobody asks for it`);
		}
	}

	private look(printer: Printer, told: Told | undefined, view: PollView): void {
		const { serial } = printer;
		const known = this.known.get(serial) ?? unseen;
		const seen = this.seenOn(printer, view);
		if (told !== undefined) this.checkTold(serial, told, known, seen);
		if (seen.size === 0) return;
		const isSure = view.isClean && !view.isRefused && seen.size === 1;
		const isChanged =
			known.size === 1 && [...known].every((version) => this.isOther(version, seen));
		const isDue = isSure && isChanged && this.isWanted(this.scope, serial);
		if (isDue && told === undefined && !this.isAwaited) this.lost.add(serial);
		if (told !== undefined) this.known.set(serial, new Set([told.to]));
		else this.known.set(serial, isSure ? seen : new Set([...known, ...seen]));
	}

	private isOther(version: string, seen: Known): boolean {
		return version !== never && version !== anyVersion && !seen.has(version);
	}

	private checkTold(serial: string, { from, to }: Told, known: Known, seen: Known): void {
		const name = `${installed} of ${serial} from ${from} to ${to}`;
		if (!seen.has(to) || from === to) throw new Error(`${name} is untrue`);
		if (this.isAwaited) throw new Error(`${name} is repeated: it belongs to the past`);
		if (known.has(from) || known.has(anyVersion)) return;
		throw new Error(`${name} is ${known.has(to) ? 'repeated' : 'untrue'}`);
	}

	private read({ firmware, previousVersion }: IDataObject): [serial: string, change: Told] {
		const { printerSerial, installedVersion } = firmware as IDataObject;
		const serial = String(printerSerial);
		if (!this.isWanted(this.scope, serial))
			throw new Error(`${installed} of ${serial} is not listened for`);
		const [from = '', to = ''] = [previousVersion, installedVersion].map(String).map(versionOf);
		return [serial, { from, to }];
	}

	/** What the answers show; where the cloud says no version, that is none. */
	private seenOn(printer: Printer, { readings }: PollView): Known {
		const own = readings.filter(({ serial }) => serial === undefined || serial === printer.serial);
		const states = own.map(({ at }) => printer.stateAt(at)).filter(({ isBound }) => isBound);
		return new Set(states.map((state) => versionOf(state.installed)).filter((each) => each !== ''));
	}

	/** It may go on from what it knows of the printer, or begin with what it finds. */
	private doubt({ serial }: Printer): void {
		for (const each of [this.known, this.stored]) {
			each.set(serial, new Set([...(each.get(serial) ?? []), never]));
		}
	}

	/** Where none of the chosen printers is bound, there is nothing to ask for. */
	private isAnyBound(): boolean {
		return this.park.bound.some(({ serial }) => this.isWanted(this.scope, serial));
	}

	private isWanted(scope: Scope, serial: string): boolean {
		return listensFor(scope, installEvents) && isChosen(scope, serial);
	}
}
