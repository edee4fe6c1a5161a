import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import type { Send } from '../../cloud/client';
import { incompleteAnswer } from '../../cloud/errors/cloudError';
import { isObject, type JsonObject } from '../../cloud/json';
import { isOnline, serialOf, statusOf } from '../../output/device';
import { statusOfPrinter } from '../../output/status';
import type { PrinterEventName } from '../events';
import { includesPrinter, type Scope } from '../scope';
import {
	bySerial,
	grouped,
	isGroups,
	isKeptName,
	listOf,
	optional,
	record,
	text,
	type Groups,
} from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';
import { sampleChange, StatusChanges, wordFor, type StatusChange } from './statusChanges';

/** The printers as the trigger last saw them. */
export interface PrintersState {
	/** By the last status of each while it was online. */
	status: Groups;
	/** Those that are offline, and that has been told or was so from the beginning. */
	offline: string[];
	/** Those that are gone from the account, and that has been told or was to be. */
	gone?: string[];
}

/** The cloud may leave out a printer for a while; milliseconds. */
const goneAfterMs = 600_000;
/** A printer that the cloud no longer lists may be back at the next poll, unless there are this many. */
const mostPrinters = 1000;
/** A status is a word; what is longer must not fill the stored state. */
const longestStatus = 100;

function keptStatus(device: JsonObject): string {
	const status = statusOf(device).slice(0, longestStatus);
	return isKeptName(status) ? status : '';
}

/** Whether the user would read the same; what has no word yet may still differ. */
function isSameStatus(a: string, b: string): boolean {
	const status = statusOfPrinter(a);
	if (status !== statusOfPrinter(b)) return false;
	return status !== 'unknown' || a.toUpperCase() === b.toUpperCase();
}

/** @throws CloudError where the answer is no list; that of an account without printers has no key. */
export function devicesIn(body: unknown, what: string): JsonObject[] {
	const isList = isObject(body) && Array.isArray(body.devices ?? []);
	if (!isList) throw incompleteAnswer(what);
	return readDevices(body).rows;
}

export async function readDeviceList(send: Send): Promise<JsonObject[]> {
	return devicesIn(await send(boundDevices), 'the list of printers');
}

function eventOf(
	name: PrinterEventName,
	device: JsonObject,
	occurredAt: number,
	{ id, change }: { id: string; change?: StatusChange },
): TriggerEvent {
	const printer = serialOf(device);
	const { previous } = change ?? {};
	const subject = { kind: 'printer', row: device, previousStatus: previous } as const;
	return { name, id: `${printer}:${id}`, occurredAt, printer, change, subject };
}

/** Printers that go offline, come back, or change their status, from the account's list of printers. */
export class Printers implements Source<PrintersState> {
	readonly label = 'the printers';
	readonly isState = record({
		status: isGroups,
		offline: listOf(text),
		gone: optional(listOf(text)),
	});
	/** Since when each is offline that is so for less than the delay; milliseconds of this process. */
	private readonly offlineSince = new Map<string, number>();
	/** Since when each is missing in the list; milliseconds of this process. */
	private readonly missingSince = new Map<string, number>();
	/** The rows of the printers as they were last. */
	private rows = new Map<string, JsonObject>();
	private readonly changes = new StatusChanges();
	/** Printers that were back since it was told that they are offline, or may have been. */
	private mayHaveReturned: Set<string> | undefined;

	async look(look: Look<PrintersState>): Promise<Finding<PrintersState>> {
		const { known } = look;
		let devices = distinct(await readDeviceList(look.cloud.send));
		// From an answer that is empty by mistake, all printers would be new later.
		if (known === undefined && devices.size === 0)
			devices = distinct(await readDeviceList(look.cloud.send));
		this.mayHaveReturned ??= unwatchedReturns(known, look.scope);
		for (const serial of this.offlineSince.keys()) {
			if (!devices.has(serial)) this.offlineSince.delete(serial);
		}
		const statuses = bySerial(known?.status ?? {});
		const { gone, events } = this.compareList(devices, statuses, look);
		const listed = new Map<string, string>();
		const offline: string[] = [];
		for (const [serial, device] of devices) {
			const status = statuses.get(serial);
			const isOffline = known?.offline.includes(serial) === true;
			const after =
				status === undefined
					? this.begin(serial, device)
					: this.compare(serial, device, { status, isOffline }, look);
			listed.set(serial, after.status);
			if (after.isOffline) offline.push(serial);
			events.push(...after.events);
		}
		const isVanished = (serial: string) => !devices.has(serial);
		const room = Math.max(0, mostPrinters - devices.size);
		const vanished = [...statuses].filter(([serial]) => isVanished(serial));
		return {
			events,
			state: {
				status: grouped([...listed, ...vanished.slice(0, room)]),
				offline: [...offline, ...(known?.offline.filter(isVanished).slice(0, room) ?? [])],
				...(gone.length > 0 && { gone }),
			},
		};
	}

	/** Finds who came into the list, and who has been gone from it for long enough. */
	private compareList(
		devices: Map<string, JsonObject>,
		statuses: Map<string, string>,
		{ known, lastEventAt, now }: Look<PrintersState>,
	): { gone: string[]; events: TriggerEvent[] } {
		const id = lastEventAt.toString(36);
		const before = new Set(known?.gone);
		const events: TriggerEvent[] = [];
		for (const [serial, device] of devices) {
			this.missingSince.delete(serial);
			this.rows.set(serial, device);
			const isNew = before.delete(serial) || (known !== undefined && !statuses.has(serial));
			if (isNew) events.push(eventOf('deviceAdded', device, now, { id }));
		}
		const missing = [...statuses.keys()].filter(
			(serial) => !devices.has(serial) && !before.has(serial),
		);
		for (const serial of missing) {
			const since = this.missingSince.get(serial) ?? performance.now();
			this.missingSince.set(serial, since);
			const elapsedMs = performance.now() - since;
			if (elapsedMs < goneAfterMs) continue;
			before.add(serial);
			const device = this.rows.get(serial) ?? { dev_id: serial };
			const at = Math.round(now - elapsedMs);
			events.push(eventOf('deviceRemoved', { ...device, online: false }, at, { id }));
		}
		return { gone: [...before], events };
	}

	private begin(serial: string, device: JsonObject) {
		const status = keptStatus(device);
		this.changes.note(serial, status);
		return { status, isOffline: !isOnline(device), events: [] };
	}

	/** The cloud gives a change no id; the state that it was found from stands in for it. */
	private compare(
		serial: string,
		device: JsonObject,
		before: { status: string; isOffline: boolean },
		{ scope, rules, lastEventAt, now }: Look<PrintersState>,
	) {
		const id = lastEventAt.toString(36);
		if (isOnline(device)) {
			this.offlineSince.delete(serial);
			this.mayHaveReturned?.add(serial);
			const status = keptStatus(device) || before.status;
			const isChanged = before.status !== '' && !isSameStatus(before.status, status);
			const change = this.changes.find(serial, before.status, status, scope);
			const changed = { id: `${id}:${status}`, change };
			const events = [
				...(before.isOffline ? [eventOf('deviceOnline', device, now, { id })] : []),
				...(isChanged ? [eventOf('deviceStatusChanged', device, now, changed)] : []),
			];
			return { status, isOffline: false, events };
		}
		// A printer that is offline keeps its last status for ever in the cloud, so that is not looked at.
		const { status } = before;
		if (before.isOffline && this.mayHaveReturned?.has(serial) !== true) {
			return { status, isOffline: true, events: [] };
		}
		const since = this.offlineSince.get(serial) ?? performance.now();
		const elapsedMs = performance.now() - since;
		if (elapsedMs < rules.offlineAfterMs) {
			this.offlineSince.set(serial, since);
			return { status, isOffline: before.isOffline, events: [] };
		}
		this.offlineSince.delete(serial);
		this.mayHaveReturned?.delete(serial);
		const events = [eventOf('deviceOffline', device, Math.round(now - elapsedMs), { id })];
		return { status, isOffline: true, events };
	}

	/** The printers as they are; what their status was before, nobody knows. */
	async sample({ cloud: { send }, scope, now }: SampleLook): Promise<TriggerEvent[]> {
		const id = now.toString(36);
		const devices = await readDeviceList(send);
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
	const change = sampleChange(statusOfPrinter(statusOf(device)), scope);
	const row = { ...device, print_status: wordFor(change.to) ?? statusOf(device) };
	return eventOf('deviceStatusChanged', row, now, {
		id: `${now.toString(36)}:${change.to}`,
		change,
	});
}

function distinct(devices: JsonObject[]): Map<string, JsonObject> {
	const bySerial = new Map<string, JsonObject>();
	for (const device of devices) {
		const serial = serialOf(device);
		const isNew = serial !== '' && isKeptName(serial) && !bySerial.has(serial);
		if (isNew) bySerial.set(serial, device);
	}
	return bySerial;
}

/**
 * n8n stores the state with an event only, so a return that nobody listens for may have been before n8n
 * started: who is offline then is told to be so again.
 */
function unwatchedReturns(known: PrintersState | undefined, scope: Scope): Set<string> {
	const isWatched = (serial: string) =>
		scope.events.includes('deviceOnline') && includesPrinter(scope, serial);
	return new Set(known?.offline.filter((serial) => !isWatched(serial)));
}
