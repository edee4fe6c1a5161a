import { boundDevices, readDevices } from '../cloud/api/endpoints';
import { incompleteAnswer } from '../cloud/errors/problem';
import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Send } from '../cloud/client';
import { deviceName } from '../output/device';

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
	return new Map(rows.map((row) => [textOrEmpty(row.dev_id), deviceName(row)]));
}
