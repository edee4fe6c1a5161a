import type { CloudRequest } from '../http/request';
import { isObject, objectsIn, textOrEmpty, type JsonObject } from '../json';
import type { Page } from '../list/pages';

export const boundDevices: CloudRequest = { method: 'GET', path: '/v1/iot-service/api/user/bind' };

/** An account without printers, or with nothing queued, answers without the key. */
export function readDevices(body: unknown): Page {
	return { rows: objectsIn(isObject(body) ? body.devices : undefined) };
}

/** The printer with this serial number, else the only one with this name: people and AI agents know names. */
export function findDevice(devices: JsonObject[], wanted: string): JsonObject | undefined {
	const key = wanted.toLowerCase();
	const isWanted = (text: unknown) => textOrEmpty(text).toLowerCase() === key;
	const own = devices.find(({ dev_id: id }) => isWanted(id));
	if (own !== undefined) return own;
	const named = devices.filter(({ name, dev_name: otherName }) => isWanted(name ?? otherName));
	return named.length === 1 ? named[0] : undefined;
}
