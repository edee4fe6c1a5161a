import type { CloudRequest } from './http';
import { isObject, objectsIn, textOrEmpty, type JsonObject } from './json';
import type { Page } from './pages';

export const boundDevices: CloudRequest = { method: 'GET', path: '/v1/iot-service/api/user/bind' };

/** An account without printers, or with nothing queued, answers without the key. */
export function readDevices(body: unknown): Page {
	return { rows: objectsIn(isObject(body) ? body.devices : undefined) };
}

export function findDevice(devices: JsonObject[], serial: string): JsonObject | undefined {
	return devices.find(({ dev_id: id }) => textOrEmpty(id).toLowerCase() === serial.toLowerCase());
}
