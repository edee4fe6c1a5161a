import { isObject, type JsonObject } from '../cloud/json';
import type { DeviceEntry } from './deviceDetector';
import type { TriggerState } from './state';

/*
 * n8n keeps the state of all triggers of a workflow in one row of its database, so it is stored
 * small: lists become words of one text, numbers have the base 36, times are counted from the floor.
 */

const separator = ' ';

function words(text: unknown): string[] {
	return typeof text === 'string' && text !== '' ? text.split(separator) : [];
}

/** Ids are whole numbers as a rule; another is kept as it is, behind a sign. */
function packId(id: string): string {
	const isNumber = /^[1-9]\d{0,14}$/.test(id);
	return isNumber ? Number(id).toString(36) : `=${encodeURIComponent(id)}`;
}

function unpackId(packed: string): string {
	return packed.startsWith('=')
		? decodeURIComponent(packed.slice(1))
		: String(parseInt(packed, 36));
}

type Times = { [id: string]: number | number[] };

/** `id:time[:time]` as words. */
function packTimes(times: Times, floor: number): string {
	return Object.entries(times)
		.map(([id, values]) =>
			[packId(id), ...[values].flat().map((time) => (time - floor).toString(36))].join(':'),
		)
		.join(separator);
}

function unpackTimes(text: unknown, floor: number): { [id: string]: number[] } {
	return Object.fromEntries(
		words(text).map((word) => {
			const [id = '', ...times] = word.split(':');
			return [unpackId(id), times.map((time) => parseInt(time, 36) + floor)];
		}),
	);
}

function singles(times: { [id: string]: number[] }): { [id: string]: unknown } {
	return Object.fromEntries(Object.entries(times).map(([id, [time]]) => [id, time]));
}

/** The printers' marks under their status: `mark`, `mark!` while offline, `mark:since` before that. */
function packDevices(devices: { [mark: string]: DeviceEntry }): { [status: string]: string } {
	const byStatus: { [status: string]: string[] } = {};
	for (const [mark, { status, offlineSince, isOffline }] of Object.entries(devices)) {
		const since = offlineSince === undefined ? '' : `:${offlineSince.toString(36)}`;
		(byStatus[`:${status}`] ??= []).push(`${mark}${isOffline ? '!' : since}`);
	}
	return Object.fromEntries(
		Object.entries(byStatus).map(([status, marks]) => [status, marks.join(separator)]),
	);
}

function unpackDevices(packed: JsonObject): { [mark: string]: DeviceEntry } {
	const entries = Object.entries(packed).flatMap(([key, marks]) => {
		const status = key.slice(1);
		return words(marks).map((word): [string, DeviceEntry] => {
			const [mark = '', since] = word.replace('!', '').split(':');
			if (word.endsWith('!')) return [mark, { status, isOffline: true }];
			return [
				mark,
				{ status, ...(since === undefined ? {} : { offlineSince: parseInt(since, 36) }) },
			];
		});
	});
	return Object.fromEntries(entries);
}

export function pack(state: TriggerState): JsonObject {
	const { scope, tasks, messages, devices, firmware } = state;
	return {
		...state,
		scope: { ...scope, printers: scope.printers.join(separator) },
		...(tasks && {
			tasks: {
				floor: tasks.floor,
				open: packTimes(tasks.open as Times, tasks.floor),
				done: packTimes(tasks.done, tasks.floor),
			},
		}),
		...(messages && {
			messages: { floor: messages.floor, seen: packTimes(messages.seen, messages.floor) },
		}),
		...(devices && { devices: packDevices(devices) }),
		...(firmware && { firmware: { told: firmware.told.join(separator) } }),
	};
}

function floorOf(value: JsonObject): number {
	return typeof value.floor === 'number' ? value.floor : NaN;
}

/** Undoes `pack`. What is no packed state gives something that no guard lets through. */
export function unpack(stored: JsonObject): JsonObject {
	const { scope, tasks, messages, devices, firmware } = stored;
	return {
		...stored,
		...(isObject(scope) && { scope: { ...scope, printers: words(scope.printers) } }),
		...(isObject(tasks) && {
			tasks: {
				floor: tasks.floor,
				open: unpackTimes(tasks.open, floorOf(tasks)),
				done: singles(unpackTimes(tasks.done, floorOf(tasks))),
			},
		}),
		...(isObject(messages) && {
			messages: {
				floor: messages.floor,
				seen: singles(unpackTimes(messages.seen, floorOf(messages))),
			},
		}),
		...(isObject(devices) && { devices: unpackDevices(devices) }),
		...(isObject(firmware) && { firmware: { told: words(firmware.told) } }),
	};
}
