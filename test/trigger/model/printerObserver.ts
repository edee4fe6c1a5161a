import type { IDataObject } from 'n8n-workflow';

import { isChosen, listensFor, type Observer, type PollView, type Scope } from './observer';
import type { Printer, PrinterPark, PrinterState } from './printerPark';
import { PrinterWatch } from './printerWatch';

export const printerEvents = ['deviceOnline', 'deviceOffline', 'deviceStatusChanged'] as const;

const isOnline = ({ isBound, isOnline: online }: PrinterState) => isBound && online;
const isOffline = ({ isBound, isOnline: online }: PrinterState) => isBound && !online;
/** Readings stand seconds apart from the beginning of their polls. */
const margin = 2;
/** The trigger counts from the answer, which may take its time. */
const answerSeconds = 60;

/** What the words of the cloud say of a printer to the user. */
const words: { [status: string]: string } = {
	SUCCESS: 'FINISHED',
	FINISH: 'FINISHED',
	FAIL: 'FAILED',
	PAUSE: 'PAUSED',
};

function meaning(status: string): string {
	return words[status.toUpperCase()] ?? status.toUpperCase();
}

/** Compares what is told of the printers with what they truly did. */
export class PrinterObserver implements Observer {
	private watches = new Map<string, PrinterWatch>();
	private stored: Array<[string, PrinterWatch]> = [];
	/** When the polls of this process read the printers as they were, some of them more than once. */
	private readings: number[][] = [];
	/** Before this no outage counts that is not yet told. */
	private countsFrom = 0;
	/** Whether nobody knows what the trigger knows of a printer. */
	private isDoubtful = false;

	constructor(
		private readonly park: PrinterPark,
		private scope: Scope,
		/** Seconds. */
		private readonly offlineAfter: number,
	) {}

	begin(): void {
		this.watches.clear();
		this.isDoubtful = false;
		this.interrupt();
	}

	forgive(): void {
		this.isDoubtful = true;
		for (const watch of this.watches.values()) watch.doubt();
	}

	beginLater(): void {
		this.begin();
	}

	changeScope(scope: Scope): void {
		const before = this.scope;
		this.scope = scope;
		if (!listensFor(before, printerEvents)) {
			// It may go on from what it knew before, or begin anew.
			this.begin();
			this.isDoubtful = true;
			return;
		}
		// What was not listened for is not known to whoever follows the events.
		for (const watch of this.watches.values()) watch.doubt();
		this.interrupt();
	}

	store(): void {
		this.stored = [...this.watches].map(([serial, watch]) => [serial, watch.copy()]);
	}

	rollBack(isRestart: boolean): void {
		if (!isRestart) return this.interrupt();
		const stored = new Map(this.stored);
		const keepsReturns = this.scope.events.includes('deviceOnline');
		for (const [serial, watch] of this.watches) {
			const earlier = stored.get(serial);
			if (earlier === undefined) this.watches.delete(serial);
			else watch.restart(earlier, keepsReturns);
		}
		this.readings = [];
		this.interrupt();
	}

	/** What lasts has to be looked at anew. */
	interrupt(): void {
		this.countsFrom = this.readings.length;
	}

	receive(items: IDataObject[], view: PollView): void {
		const seen = view.readings.map(({ at }) => at);
		if (seen.length > 0) this.readings.push(seen);
		for (const printer of this.park.printers) this.look(printer, seen);
		for (const item of items) this.receiveOne(item, seen);
	}

	verify(view: PollView): void {
		if (!view.isClean) {
			// The answer that showed a printer may be another one than the one that was looked at.
			if (view.wasAsked) this.interrupt();
			return;
		}
		for (const printer of this.park.printers) this.verifyOne(printer, view);
	}

	private look(printer: Printer, seen: number[]): void {
		for (const at of seen) {
			const state = printer.stateAt(at);
			const known = this.watches.get(printer.serial);
			if (!state.isBound) known?.unbound();
			else if (known === undefined) {
				const watch = new PrinterWatch(at, !state.isOnline);
				if (this.isDoubtful) watch.doubt();
				this.watches.set(printer.serial, watch);
			}
			const watch = this.watches.get(printer.serial);
			if (watch === undefined) continue;
			if (isOffline(state) && this.offlineFor(printer, at) >= this.offlineAfter - margin) {
				watch.mayReturn = true;
			}
		}
	}

	private receiveOne(item: IDataObject, seen: number[]): void {
		const event = String(item.event);
		const row = item.printer as IDataObject;
		const serial = String(row.printerSerial);
		const name = `${event} of ${serial}`;
		const printer = this.park.printers.find((each) => each.serial === serial);
		const watch = this.watches.get(serial);
		if (printer === undefined || watch === undefined) throw new Error(`${name} never happened`);
		if (!this.isWanted(event, serial)) throw new Error(`${name} is not listened for`);
		if (event === 'deviceOffline') return this.receiveOffline(name, printer, watch, seen);
		if (event === 'deviceOnline') return this.receiveOnline(name, printer, watch, seen);
		const previous = meaning(String(item.previousStatus));
		const states = seen.map((at) => printer.stateAt(at)).filter(isOnline);
		const status = meaning(String(row.status));
		if (!states.some((state) => meaning(state.status) === status)) {
			throw new Error(`${name} to ${status} is untrue`);
		}
		if (previous === status) throw new Error(`${name} from ${status} to the same is untrue`);
		if (watch.status !== undefined && watch.status !== previous) {
			throw new Error(`${name} is lost: one from ${watch.status} to ${previous}`);
		}
		watch.status = status;
	}

	private receiveOffline(name: string, printer: Printer, watch: PrinterWatch, seen: number[]) {
		const at = seen.find((moment) => isOffline(printer.stateAt(moment)));
		if (at === undefined) throw new Error(`${name} is untrue`);
		if (this.offlineFor(printer, at) < this.offlineAfter - margin)
			throw new Error(`${name} is early`);
		const since = printer.since(at, isOffline) ?? at;
		const hasRestarted = watch.hasRestarted && !this.scope.events.includes('deviceOnline');
		const isSame = since <= watch.lastAt || (watch.last === 'offline' && !watch.isBack);
		if (isSame && watch.knowsAll && !hasRestarted) throw new Error(`${name} is repeated`);
		watch.tell('offline', at);
	}

	private receiveOnline(name: string, printer: Printer, watch: PrinterWatch, seen: number[]) {
		const at = seen.find((moment) => isOnline(printer.stateAt(moment)));
		if (at === undefined) throw new Error(`${name} is untrue`);
		const isReturn = watch.mayReturn || this.wasTrulyAway(printer, watch.lastAt);
		if (!isReturn && watch.knowsAll) throw new Error(`${name} is repeated`);
		watch.tell('online', at);
	}

	private verifyOne(printer: Printer, { readings }: PollView): void {
		const { serial } = printer;
		const watch = this.watches.get(serial);
		const states = readings.map(({ at }) => printer.stateAt(at));
		const at = readings[readings.length - 1]?.at ?? 0;
		if (watch === undefined) return;
		if (states.every(isOffline)) {
			const isLong = this.surelyOfflineFor(printer, at) >= this.offlineAfter + answerSeconds;
			if (!isLong || !watch.isBack) return;
			if (this.isWanted('deviceOffline', serial))
				throw new Error(`deviceOffline of ${serial} is lost`);
			watch.owesReturn = true;
		}
		if (!states.every(isOnline)) return;
		if (watch.owesReturn && this.isWanted('deviceOnline', serial)) {
			throw new Error(`deviceOnline of ${serial} is lost`);
		}
		watch.seenOnline();
		const statuses = new Set(states.map(({ status }) => meaning(status)));
		const [status = ''] = statuses;
		if (statuses.size > 1 || status === '') return;
		// Changes that are chosen by their status are no chain.
		const isChain = this.scope.statusFrom === undefined;
		if (!isChain || !this.isWanted('deviceStatusChanged', serial)) watch.status = undefined;
		else if ((watch.status ??= status) !== status) {
			throw new Error(`deviceStatusChanged of ${serial} to ${status} is lost`);
		}
	}

	/** How long it was offline by the truth, or by all that this process has read. */
	private offlineFor(printer: Printer, at: number): number {
		const isSo = (poll: number[]) => poll.some((moment) => isOffline(printer.stateAt(moment)));
		const read = this.firstOf(at, 0, isSo) ?? at;
		return at - Math.min(printer.since(at, isOffline) ?? at, read);
	}

	/** How long it was offline by the truth, and this process has read nothing else. */
	private surelyOfflineFor(printer: Printer, at: number): number {
		const isSo = (poll: number[]) => poll.every((moment) => isOffline(printer.stateAt(moment)));
		const read = this.firstOf(at, this.countsFrom, isSo) ?? at;
		return at - Math.max(printer.since(at, isOffline) ?? at, read);
	}

	/** When the polls began to read something that they have read ever since, up to a moment. */
	private firstOf(at: number, from: number, isSo: (poll: number[]) => boolean): number | undefined {
		let first: number | undefined;
		for (let index = this.readings.length - 1; index >= from; index--) {
			const poll = this.readings[index] as number[];
			const [moment = 0] = poll;
			if (moment > at) continue;
			if (!isSo(poll)) break;
			first = moment;
		}
		return first;
	}

	/** Whether it was offline, or gone, for long enough since a moment. */
	private wasTrulyAway({ history }: Printer, from: number): boolean {
		return history.some((state, index) => {
			const until = history.slice(index).find(isOnline)?.at ?? Infinity;
			return !isOnline(state) && until > from && until - state.at >= this.offlineAfter - margin;
		});
	}

	private isWanted(event: string, serial: string): boolean {
		return this.scope.events.includes(event) && isChosen(this.scope, serial);
	}
}
