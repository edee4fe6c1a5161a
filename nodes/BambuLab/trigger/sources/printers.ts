import { readDeviceList } from '../../core/printers';
import type { JsonObject } from '../../cloud/json';
import { isOnline, serialOf, statusOf } from '../../output/device';
import { statusOfPrinter, wordFor, type Status } from '../../output/status';
import type { PrinterEventName } from '../events';
import { includesPrinter, type Scope, type StatusChange } from '../scope';
import { survivesCopy, listOf, optional, record, tableOf, text } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** The printers as the trigger last saw them, by their serial numbers. */
export interface PrintersState {
	/** By the last status of each while it was online: many have the same. */
	status: { [status: string]: string[] };
	/** Those that are offline, and that has been told or was so from the beginning. */
	offline: string[];
	/** Those that are gone from the account, and that has been told or was to be. */
	gone?: string[];
}

type Seen = ReturnType<typeof seenIn>;

/** The cloud may leave out a printer for a while; milliseconds. */
const goneAfterMs = 600_000;
/** A printer that the cloud no longer lists may be back at the next poll, unless there are this many. */
const maxPrinters = 1000;
/** A status is a word; what is longer must not fill the stored state. */
const maxStatusLength = 100;
/** A printer comes to these from a print that is under way. */
const ends: Status[] = ['failed', 'finished', 'paused'];
const busy: Status[] = ['running', 'paused'];

function keptStatus(device: JsonObject): string {
	const status = statusOf(device).slice(0, maxStatusLength);
	return survivesCopy(status) ? status : '';
}

/** Whether the user would read the same; what has no word yet may still differ. */
function isSameStatus(a: string, b: string): boolean {
	const status = statusOfPrinter(a);
	if (status !== statusOfPrinter(b)) return false;
	return status !== 'unknown' || a.toUpperCase() === b.toUpperCase();
}

function eventOf(
	name: PrinterEventName,
	device: JsonObject,
	occurredAt: number,
	{ id, change }: { id: string; change?: StatusChange },
): TriggerEvent {
	const printer = serialOf(device);
	const subject = { kind: 'printer', row: device } as const;
	return { name, id: `${printer}:${id}`, occurredAt, printer, change, subject };
}

/** For how long it has been so of a printer, by the clock of this process; milliseconds. */
function elapsedMs(since: Map<string, number>, serial: string): number {
	const now = performance.now();
	const begun = since.get(serial) ?? now;
	since.set(serial, begun);
	return now - begun;
}

/** Printers that go offline, come back, or change their status, from the account's list of printers. */
export class Printers implements Source<PrintersState> {
	readonly label = 'the printers';
	readonly isState = record({
		status: tableOf(listOf(text)),
		offline: listOf(text),
		gone: optional(listOf(text)),
	});
	/** Since when each is offline that is so for less than the delay. */
	private readonly offlineSince = new Map<string, number>();
	/** Since when each is missing in the list. */
	private readonly missingSince = new Map<string, number>();
	/** The rows of the printers as they were last. */
	private readonly rows = new Map<string, JsonObject>();
	/** What each did when it was last online. */
	private readonly statuses = new Map<string, Status>();
	/** Printers that were back since it was told that they are offline, or may have been. */
	private mayHaveReturned: Set<string> | undefined;

	async look(look: Look<PrintersState>): Promise<Finding<PrintersState>> {
		const { cloud, known, scope } = look;
		let devices = distinct(await readDeviceList(cloud.send));
		// From an answer that is empty by mistake, all printers would be new later.
		if (known === undefined && devices.size === 0)
			devices = distinct(await readDeviceList(cloud.send));
		const isWatched = (serial: string) =>
			scope.events.includes('deviceOnline') && includesPrinter(scope, serial);
		// n8n stores the state with an event only, so a return that nobody listens for may have been before
		// n8n started: who is offline then is told to be so again.
		this.mayHaveReturned ??= new Set(known?.offline.filter((serial) => !isWatched(serial)));
		const seen = seenIn(known);
		const events = this.compareList(devices, seen, look);
		for (const [serial, device] of devices) {
			events.push(...this.compare(serial, device, seen, look));
		}
		return { events, state: stateOf(seen) };
	}

	/** Finds who came into the list, and who has been gone from it for long enough. */
	private compareList(
		devices: Map<string, JsonObject>,
		{ status, offline, gone }: Seen,
		{ known, lastEventAt, now }: Look<PrintersState>,
	): TriggerEvent[] {
		const id = lastEventAt.toString(36);
		const events: TriggerEvent[] = [];
		for (const [serial, device] of devices) {
			this.missingSince.delete(serial);
			this.rows.set(serial, device);
			const isNew = gone.delete(serial) || (known !== undefined && !status.has(serial));
			if (isNew) events.push(eventOf('deviceAdded', device, now, { id }));
		}
		for (const serial of this.offlineSince.keys()) {
			if (!devices.has(serial)) this.offlineSince.delete(serial);
		}
		const missing = [...status.keys()].filter((serial) => !devices.has(serial));
		for (const serial of missing) {
			const missingMs = elapsedMs(this.missingSince, serial);
			if (gone.has(serial) || missingMs < goneAfterMs) continue;
			gone.add(serial);
			const device = this.rows.get(serial) ?? { dev_id: serial };
			const at = Math.round(now - missingMs);
			events.push(eventOf('deviceRemoved', { ...device, online: false }, at, { id }));
		}
		for (const serial of missing.slice(Math.max(0, maxPrinters - devices.size))) {
			status.delete(serial);
			offline.delete(serial);
		}
		return events;
	}

	/** The cloud gives a change no id; the state that it was found from stands in for it. */
	private compare(
		serial: string,
		device: JsonObject,
		{ status, offline }: Seen,
		{ scope, rules, lastEventAt, now }: Look<PrintersState>,
	): TriggerEvent[] {
		const id = lastEventAt.toString(36);
		const before = status.get(serial);
		if (before === undefined) {
			status.set(serial, keptStatus(device));
			this.statuses.set(serial, statusOfPrinter(keptStatus(device)));
			if (!isOnline(device)) offline.add(serial);
			return [];
		}
		if (isOnline(device)) {
			this.offlineSince.delete(serial);
			this.mayHaveReturned?.add(serial);
			const after = keptStatus(device) || before;
			status.set(serial, after);
			const change = this.changeOf(serial, before, after, scope.statusFrom);
			const changed = { id: `${id}:${after}`, change };
			const isChanged = before !== '' && !isSameStatus(before, after);
			return [
				...(offline.delete(serial) ? [eventOf('deviceOnline', device, now, { id })] : []),
				...(isChanged ? [eventOf('deviceStatusChanged', device, now, changed)] : []),
			];
		}
		// A printer that is offline keeps its last status for ever in the cloud, so that is not looked at.
		if (offline.has(serial) && this.mayHaveReturned?.has(serial) !== true) return [];
		const offlineMs = elapsedMs(this.offlineSince, serial);
		if (offlineMs < rules.offlineAfterMs) return [];
		this.offlineSince.delete(serial);
		this.mayHaveReturned?.delete(serial);
		offline.add(serial);
		return [eventOf('deviceOffline', device, Math.round(now - offlineMs), { id })];
	}

	/**
	 * n8n stores the state with an event only, so of changes that a filter leaves out the process alone knows;
	 * after a start of n8n nobody does.
	 * @param stored the last status that n8n has stored
	 */
	private changeOf(serial: string, stored: string, now: string, statusFrom: string[] = []) {
		const to = statusOfPrinter(now);
		const known = statusOfPrinter(stored);
		const seen = this.statuses.get(serial);
		this.statuses.set(serial, to);
		if (statusFrom.length === 0) return { from: [known], to, previous: known };
		const guessed = seen === undefined && ends.includes(to) ? busy : [];
		const before = [known, ...(seen === undefined ? [] : [seen])].filter((each) => each !== to);
		return {
			from: [...before, ...guessed.filter((each) => each !== to)],
			to,
			previous: before.find((each) => statusFrom.includes(each)),
		};
	}

	/** The printers as they are; what their status was before, nobody knows. */
	async sample({ cloud, scope, now }: SampleLook): Promise<TriggerEvent[]> {
		const id = now.toString(36);
		const devices = await readDeviceList(cloud.send);
		return devices.flatMap((device) => {
			const of = (name: PrinterEventName, row = device) => eventOf(name, row, now, { id });
			return [
				of(isOnline(device) ? 'deviceOnline' : 'deviceOffline'),
				of('deviceAdded'),
				of('deviceRemoved', { ...device, online: false }),
				...(isOnline(device) ? [statusSample(device, scope, now)] : []),
			];
		});
	}
}

/** A change that the filters let through; without filters, to what the printer is doing. */
function statusSample(device: JsonObject, scope: Scope, now: number): TriggerEvent {
	const { statusFrom = [], statusTo = [] } = scope;
	const is = statusOfPrinter(statusOf(device));
	const to = (statusTo.find((each) => each === is) ?? statusTo[0] ?? is) as Status;
	const from = (statusFrom.find((each) => each !== to) ??
		(to === 'running' ? 'idle' : 'running')) as Status;
	const row = { ...device, print_status: wordFor(to) ?? statusOf(device) };
	const change = { from: [from], to, previous: from };
	return eventOf('deviceStatusChanged', row, now, { id: `${now.toString(36)}:${to}`, change });
}

/** The state, as a look brings it up to date. */
function seenIn({ status, offline, gone }: PrintersState = { status: {}, offline: [] }) {
	const statuses = new Map<string, string>();
	for (const [word, serials] of Object.entries(status)) {
		for (const serial of serials) statuses.set(serial, word);
	}
	return { status: statuses, offline: new Set(offline), gone: new Set(gone) };
}

function stateOf({ status, offline, gone }: Seen): PrintersState {
	const serials = new Map<string, string[]>([...status.values()].map((word) => [word, []]));
	for (const [serial, word] of status) serials.get(word)?.push(serial);
	return {
		status: Object.fromEntries(serials),
		offline: [...offline],
		...(gone.size > 0 && { gone: [...gone] }),
	};
}

function distinct(devices: JsonObject[]): Map<string, JsonObject> {
	const bySerial = new Map<string, JsonObject>();
	for (const device of devices) {
		const serial = serialOf(device);
		const isNew = serial !== '' && survivesCopy(serial) && !bySerial.has(serial);
		if (isNew) bySerial.set(serial, device);
	}
	return bySerial;
}
