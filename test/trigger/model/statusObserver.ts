import type { IDataObject } from 'n8n-workflow';

import { fleetEvents } from './fleetObserver';
import { isChosen, listensFor, type Observer, type PollView, type Scope } from './observer';
import { printerEvents } from './printerObserver';
import type { Printer, PrinterPark, PrinterState } from './printerPark';

export const statusEvents = ['deviceStatusChanged'] as const;

const [changed] = statusEvents;

/** What the cloud's words say to the user; others are unknown. */
const words: { [status: string]: string } = {
	...{ '': '', IDLE: 'idle', RUNNING: 'running', PAUSE: 'paused' },
	...{ SUCCESS: 'finished', FINISH: 'finished', FAIL: 'failed', FAILED: 'failed' },
};
/** A print is under way, and may come to these. */
const busy = ['running', 'paused'];
const ends = ['failed', 'finished', 'paused'];

const none = '';
const anything = '?';

/** What may be known of a printer; empty for nothing. */
type Statuses = ReadonlySet<string>;

const unseen: Statuses = new Set([none]);

/** The status that counts for the trigger as the one before, and when a poll saw it. */
interface Last {
	statuses: Statuses;
	at: number;
}

function wordOf({ status }: PrinterState): string {
	return words[status.toUpperCase()] ?? 'unknown';
}

function isOnline({ isBound, isOnline: online }: PrinterState): boolean {
	return isBound && online;
}

/** Expects the changes that Status From and Status To let through, of printers that polls see online. */
export class StatusObserver implements Observer {
	private last = new Map<string, Last>();
	private stored = new Map<string, Last>();
	/** What this process has seen; empty where it has compared nothing yet. */
	private seen = new Map<string, Statuses>();
	/** Printers of which nothing has to come until a poll has seen them by new settings. */
	private readonly unsettled = new Set<string>();
	private readonly lost = new Set<string>();

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
	) {}

	begin(): void {
		this.last.clear();
		this.seen.clear();
		this.unsettled.clear();
	}

	beginLater(): void {
		this.begin();
	}

	changeScope(scope: Scope): void {
		const wasRead = listensFor(this.scope, [...printerEvents, ...fleetEvents]);
		this.scope = scope;
		for (const { serial } of this.park.printers) {
			this.unsettled.add(serial);
			// It may go on from what it knew before, or begin anew.
			if (!wasRead) this.doubt(serial);
		}
	}

	store(): void {
		this.stored = new Map(this.last);
	}

	/** A printer counts as being in the status of its last event. */
	rollBack(isRestart: boolean): void {
		this.last = new Map(this.stored);
		if (isRestart) this.seen.clear();
	}

	forgive(): void {
		for (const { serial } of this.park.printers) {
			this.last.set(serial, { statuses: new Set([anything]), at: 0 });
			this.saw(serial, [none]);
		}
	}

	receive(items: IDataObject[], view: PollView): void {
		const told = new Map<string, IDataObject>();
		for (const item of items) {
			const serial = String((item.printer as IDataObject).printerSerial);
			if (told.has(serial)) throw new Error(`${changed} of ${serial} is repeated`);
			told.set(serial, item);
		}
		this.lost.clear();
		for (const printer of this.park.printers) {
			this.look(printer, told.get(printer.serial), view);
			told.delete(printer.serial);
		}
		for (const serial of told.keys()) throw new Error(`${changed} of ${serial} never happened`);
	}

	verify(): void {
		for (const serial of this.lost) throw new Error(`${changed} of ${serial} is lost`);
	}

	private look(printer: Printer, item: IDataObject | undefined, view: PollView): void {
		const { serial } = printer;
		const states = view.readings.map(({ at }) => printer.stateAt(at));
		const online = states.filter(isOnline);
		const shown = [...new Set(online.map(wordOf))].filter((word) => word !== none);
		const [status = none] = shown;
		const at = view.readings.at(-1)?.at ?? 0;
		const isAlike =
			online.length === states.length && online.every((each) => wordOf(each) === status);
		const isSure = view.isClean && shown.length === 1 && isAlike;
		if (item !== undefined) this.check(printer, item, shown);
		else if (isSure && this.isDue(printer, status, at)) this.lost.add(serial);
		const told = item && String((item.printer as IDataObject).status);
		const before = this.lastOf(serial).statuses;
		const mayBegin = before.has(none) || before.has(anything);
		// One that is offline when it is first seen counts as it was last.
		const first = mayBegin ? states.filter(({ isBound }) => isBound).map(wordOf) : [];
		// A printer without a status counts as being in the one before.
		if (online.some((each) => wordOf(each) === none)) this.saw(serial, [...before]);
		const now = told === undefined ? [...new Set([...shown, ...first])] : [told];
		if (states.some(({ isBound }) => !isBound)) this.doubt(serial);
		if (now.length === 0) return;
		const begins = before.size === 1 && before.has(none);
		const isFirstSure = begins && view.isClean && now.length === 1;
		const isKnown = told !== undefined || isSure || isFirstSure;
		const statuses = new Set(isKnown ? now : [...before, ...now]);
		this.last.set(serial, { statuses, at });
		if (isSure) this.unsettled.delete(serial);
		if (isKnown) this.seen.set(serial, statuses);
		else this.saw(serial, now);
	}

	/** Whether a change must come, by what the polls have seen of it and what it truly did. */
	private isDue(printer: Printer, status: string, at: number): boolean {
		const { serial } = printer;
		const { statusFrom = [] } = this.scope;
		if (!this.isWanted(serial) || !this.isTo(status) || this.unsettled.has(serial)) return false;
		const last = this.lastOf(serial);
		const [[before = none, ...others], seen] = [[...last.statuses], [...this.seenOf(serial)]];
		const isSure = others.length === 0 && ![none, anything, status].includes(before);
		if (!isSure) return false;
		if (statusFrom.length === 0 || statusFrom.includes(before)) return true;
		const [own = none, ...more] = seen;
		if (more.length > 0) return false;
		if (own !== none) return own !== status && statusFrom.includes(own);
		// The end of a print that began meanwhile.
		const from = busy.filter((each) => each !== status && statusFrom.includes(each));
		return ends.includes(status) && this.wasTruly(printer, from, last.at, at);
	}

	private wasTruly({ history }: Printer, statuses: string[], from: number, to: number): boolean {
		return history.some((state, index) => {
			const until = history[index + 1]?.at ?? Infinity;
			return state.at <= to && until > from && statuses.includes(wordOf(state));
		});
	}

	/** @throws Error where it is not listened for, untrue, or repeated */
	private check({ serial }: Printer, item: IDataObject, shown: string[]): void {
		const { statusFrom = [] } = this.scope;
		const status = String((item.printer as IDataObject).status);
		const { previousStatus } = item;
		const name = `${changed} of ${serial} from ${String(previousStatus)} to ${status}`;
		const isFrom = (each: string) => statusFrom.length === 0 || statusFrom.includes(each);
		const isPast = previousStatus === null || isFrom(String(previousStatus));
		if (!this.isWanted(serial) || !this.isTo(status) || !isPast)
			throw new Error(`${name} is not listened for`);
		if (!shown.includes(status) || previousStatus === status) throw new Error(`${name} is untrue`);
		const { statuses } = this.lastOf(serial);
		if (statuses.has(anything)) return;
		const others = [...statuses].filter((each) => each !== none && each !== status);
		if (others.length === 0) throw new Error(`${name} is repeated`);
		const seen = this.seenOf(serial);
		const isKnown = others.includes(String(previousStatus)) || seen.has(String(previousStatus));
		// Nobody knows what it was before the end of a print that a process has not seen begin.
		const from = busy.filter((each) => each !== status && statusFrom.includes(each));
		const mayEnd = seen.has(none) && ends.includes(status) && from.length > 0;
		if (previousStatus === null ? !mayEnd : !isKnown) throw new Error(`${name} is untrue`);
	}

	private lastOf(serial: string): Last {
		return this.last.get(serial) ?? { statuses: unseen, at: 0 };
	}

	private seenOf(serial: string): Statuses {
		return this.seen.get(serial) ?? unseen;
	}

	private saw(serial: string, statuses: string[]): void {
		this.seen.set(serial, new Set([...this.seenOf(serial), ...statuses]));
	}

	private doubt(serial: string): void {
		const { statuses, at } = this.lastOf(serial);
		this.last.set(serial, { statuses: new Set([...statuses, none]), at });
	}

	private isTo(status: string): boolean {
		const { statusTo = [] } = this.scope;
		return statusTo.length === 0 || statusTo.includes(status);
	}

	private isWanted(serial: string): boolean {
		return listensFor(this.scope, statusEvents) && isChosen(this.scope, serial);
	}
}
