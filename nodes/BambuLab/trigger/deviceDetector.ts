import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { isOnline, statusOf } from '../output/device';
import { secondsOf } from './chronology';
import type { DeviceEventName } from './events';
import { markOf } from './marks';

/** A printer as the trigger last saw it. */
export interface DeviceEntry {
	/** Its last status while it was online. */
	status: string;
	/** Seconds; set from when it was first seen offline until that has lasted long enough to be told. */
	offlineSince?: number;
	/** Whether it is offline, and that has been told or was so from the beginning. */
	isOffline?: true;
}

/** By the mark of the printer's serial number. */
export interface DeviceState {
	[mark: string]: DeviceEntry;
}

export interface DeviceEvent {
	name: DeviceEventName;
	deviceId: string;
	/** Milliseconds. */
	occurredAt: number;
	device: JsonObject;
	/** Of a changed status. */
	previousStatus?: string;
}

/** A printer that the cloud no longer lists may be back at the next poll, unless there are this many. */
const mostPrinters = 1000;

/** A status is a word; what is longer must not fill the stored state. */
const longestStatus = 100;

function keptStatus(device: JsonObject): string {
	return statusOf(device).slice(0, longestStatus);
}

/** What a printer that was never seen before is compared with: nothing of it is news. */
function firstSeen(device: JsonObject): DeviceEntry {
	return { status: keptStatus(device), ...(!isOnline(device) && { isOffline: true as const }) };
}

/** A printer that is offline keeps its last status for ever in the cloud, so that is not looked at. */
function whileOffline(entry: DeviceEntry, offlineAfter: number, now: number): DeviceEntry {
	if (entry.isOffline) return entry;
	const since = Math.min(entry.offlineSince ?? now, now);
	return now - since < offlineAfter
		? { status: entry.status, offlineSince: since }
		: { status: entry.status, isOffline: true };
}

function eventsOf(
	before: DeviceEntry,
	after: DeviceEntry,
	device: JsonObject,
	now: number,
): DeviceEvent[] {
	const deviceId = textOrEmpty(device.dev_id);
	const event = (name: DeviceEventName, occurredAt = now): DeviceEvent => ({
		name,
		deviceId,
		occurredAt,
		device,
	});
	if (after.isOffline) {
		const since = Math.min((before.offlineSince ?? secondsOf(now)) * 1000, now);
		return before.isOffline ? [] : [event('deviceOffline', since)];
	}
	if (after.offlineSince !== undefined) return [];
	const isChanged = before.status !== '' && before.status !== after.status;
	return [
		...(before.isOffline ? [event('deviceOnline')] : []),
		...(isChanged ? [{ ...event('deviceStatusChanged'), previousStatus: before.status }] : []),
	];
}

/**
 * Compares the printers with how they were. Pure. A printer counts as offline only after it has been
 * so for a while, against flapping, and as online again only after that.
 *
 * @param state undefined at the beginning, when nothing is news
 * @param offlineAfter seconds
 * @param now milliseconds
 */
export function detectDevices(
	state: DeviceState | undefined,
	devices: JsonObject[],
	offlineAfter: number,
	now: number,
): { events: DeviceEvent[]; state: DeviceState } {
	const events: DeviceEvent[] = [];
	const next: DeviceState = {};
	for (const device of devices) {
		const mark = markOf(textOrEmpty(device.dev_id));
		if (textOrEmpty(device.dev_id) === '' || next[mark] !== undefined) continue;
		const before = state?.[mark] ?? firstSeen(device);
		const after = isOnline(device)
			? { status: keptStatus(device) || before.status }
			: whileOffline(before, offlineAfter, secondsOf(now));
		events.push(...eventsOf(before, after, device, now));
		next[mark] = after;
	}
	let room = mostPrinters - Object.keys(next).length;
	for (const [mark, entry] of Object.entries(state ?? {})) {
		if (room <= 0) break;
		if (next[mark] === undefined) room--;
		next[mark] ??= entry;
	}
	return { events, state: next };
}

export function isDeviceState(value: unknown): value is DeviceState {
	return (
		isObject(value) &&
		Object.values(value).every(
			(entry) =>
				isObject(entry) &&
				typeof entry.status === 'string' &&
				(entry.offlineSince === undefined || Number.isFinite(entry.offlineSince)) &&
				(entry.isOffline === undefined || entry.isOffline === true),
		)
	);
}
