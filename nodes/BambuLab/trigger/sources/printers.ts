import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import type { Send } from '../../cloud/client';
import { incompleteAnswer } from '../../cloud/errors/problem';
import { entryOf, isObject, type JsonObject } from '../../cloud/json';
import { deviceName, isOnline, serialOf, statusOf } from '../../output/device';
import { statusOfPrinter } from '../../output/status';
import { includesPrinter, type Scope } from '../events';
import { listOf, record, tableOf, text } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

type PrinterEventName = 'deviceOffline' | 'deviceOnline' | 'deviceStatusChanged';

/** The printers as the trigger last saw them, by serial number. */
export interface PrintersState {
	/** The last status of each while it was online. */
	status: { [serial: string]: string };
	/** Those that are offline, and that has been told or was so from the beginning. */
	offline: string[];
}

/** A printer that the cloud no longer lists may be back at the next poll, unless there are this many. */
const mostPrinters = 1000;
/** A status is a word; what is longer must not fill the stored state. */
const longestStatus = 100;

function keptStatus(device: JsonObject): string {
	return statusOf(device).slice(0, longestStatus);
}

/** Whether the user would read the same; what has no word yet may still differ. */
function isSameStatus(a: string, b: string): boolean {
	const status = statusOfPrinter(a);
	if (status !== statusOfPrinter(b)) return false;
	return status !== 'unknown' || a.toUpperCase() === b.toUpperCase();
}

/** @throws CloudError where the answer is none of the printers' list; an account without printers has no key. */
export async function readDeviceList(send: Send): Promise<JsonObject[]> {
	const body = await send(boundDevices);
	const isList = isObject(body) && Array.isArray(body.devices ?? []);
	if (!isList) throw incompleteAnswer('the list of printers');
	return readDevices(body).rows;
}

/** Names by serial number. */
export async function readDeviceNames(send: Send): Promise<Map<string, string>> {
	const rows = await readDeviceList(send);
	return new Map(rows.map((row) => [serialOf(row), deviceName(row)]));
}

function eventOf(
	name: PrinterEventName,
	device: JsonObject,
	occurredAt: number,
	{ id = '', previousStatus }: { id?: string; previousStatus?: string } = {},
): TriggerEvent {
	const printer = serialOf(device);
	const subject = { kind: 'printer', row: device, previousStatus } as const;
	return { name, id: `${printer}:${id}`, occurredAt, printer, subject };
}

/** Printers that go offline, come back, or change their status, from the account's list of printers. */
export class Printers implements Source<PrintersState> {
	readonly label = 'the printers';
	readonly isState = record({ status: tableOf(text), offline: listOf(text) });
	/** Since when each is offline that is so for less than the delay; milliseconds of this process. */
	private readonly offlineSince = new Map<string, number>();
	/** Printers that were back since it was told that they are offline, or may have been. */
	private mayHaveReturned: Set<string> | undefined;

	async look(look: Look<PrintersState>): Promise<Finding<PrintersState>> {
		const devices = distinct(await readDeviceList(look.cloud.send));
		const { known } = look;
		this.mayHaveReturned ??= unwatchedReturns(known, look.scope);
		for (const serial of this.offlineSince.keys()) {
			if (!devices.has(serial)) this.offlineSince.delete(serial);
		}
		const events: TriggerEvent[] = [];
		const next: PrintersState = { status: {}, offline: [] };
		for (const [serial, device] of devices) {
			const status = known && entryOf(known.status, serial);
			const before = { status, isOffline: known?.offline.includes(serial) === true };
			const after =
				status === undefined
					? { status: keptStatus(device), isOffline: !isOnline(device), events: [] }
					: this.compare(serial, device, { ...before, status }, look);
			next.status[serial] = after.status;
			if (after.isOffline) next.offline.push(serial);
			events.push(...after.events);
		}
		return { events, state: withVanished(next, known) };
	}

	/** The cloud gives a change no id; the state that it was found from stands in for it. */
	private compare(
		serial: string,
		device: JsonObject,
		before: { status: string; isOffline: boolean },
		{ rules, lastEventAt, now }: Look<PrintersState>,
	) {
		const id = lastEventAt.toString(36);
		if (isOnline(device)) {
			this.offlineSince.delete(serial);
			this.mayHaveReturned?.add(serial);
			const status = keptStatus(device) || before.status;
			const isChanged = before.status !== '' && !isSameStatus(before.status, status);
			const change = { id: `${id}:${status}`, previousStatus: before.status };
			const events = [
				...(before.isOffline ? [eventOf('deviceOnline', device, now, { id })] : []),
				...(isChanged ? [eventOf('deviceStatusChanged', device, now, change)] : []),
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
	async sample({ cloud: { send }, now }: SampleLook): Promise<TriggerEvent[]> {
		return (await readDeviceList(send)).flatMap((device) => {
			const names: PrinterEventName[] = isOnline(device)
				? ['deviceOnline', 'deviceStatusChanged']
				: ['deviceOffline'];
			return names.map((name) => eventOf(name, device, now, { id: now.toString(36) }));
		});
	}
}

function distinct(devices: JsonObject[]): Map<string, JsonObject> {
	const bySerial = new Map<string, JsonObject>();
	for (const device of devices) {
		const serial = serialOf(device);
		const isNew = serial !== '' && serial !== '__proto__' && !bySerial.has(serial);
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

function withVanished(next: PrintersState, known: PrintersState | undefined): PrintersState {
	const isListed = (serial: string) => Object.hasOwn(next.status, serial);
	const room = Math.max(0, mostPrinters - Object.keys(next.status).length);
	const vanished = Object.entries(known?.status ?? {}).filter(([serial]) => !isListed(serial));
	const offline = known?.offline.filter((serial) => !isListed(serial)) ?? [];
	return {
		status: { ...next.status, ...Object.fromEntries(vanished.slice(0, room)) },
		offline: [...next.offline, ...offline.slice(0, room)],
	};
}
