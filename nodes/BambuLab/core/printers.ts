import { UserError } from 'n8n-workflow';

import { boundDevices, readDevices } from '../cloud/api/endpoints';
import type { CloudClient, Send } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/cloudError';
import { isObject, type JsonObject } from '../cloud/json';
import { deviceName, serialOf } from '../output/device';

/** @throws CloudError where the answer is no list of printers */
export function devicesIn(body: unknown, what: string): JsonObject[] {
	const isList = isObject(body) && Array.isArray(body.devices ?? []);
	if (!isList) throw incompleteAnswer(what);
	return readDevices(body).rows;
}

export async function readDeviceList(send: Send): Promise<JsonObject[]> {
	return devicesIn(await send(boundDevices), 'the list of printers');
}

const maxNamed = 10;

/** The printers stand in the message: of an error, an AI agent gets to see nothing else. */
function listed(devices: JsonObject[]): string {
	const names = devices.map((row) => {
		return `${deviceName(row)} (${serialOf(row) || 'no serial number'})`;
	});
	const rest = names.length > maxNamed ? `, and ${names.length - maxNamed} more` : '';
	return `${names.slice(0, maxNamed).join(', ')}${rest}`;
}

function sameText(a: string, b: string): boolean {
	const [left, right] = [a, b].map((text) => text.trim().replace(/\s+/g, ' ').toLowerCase());
	return left === right;
}

/**
 * The printer that is meant: by its serial number, else by its name, which people and AI agents know.
 * Case and blanks don't count. It has a serial number, so that a filter by it is never an empty one.
 *
 * @throws UserError where there is none, or several have the name; it names the printers that exist
 */
export function printerIn(devices: JsonObject[], wanted: string): JsonObject {
	const known = devices.filter((row) => serialOf(row) !== '');
	const own = known.find((row) => sameText(serialOf(row), wanted));
	if (own !== undefined) return own;
	const named = known.filter((row) => sameText(deviceName(row), wanted));
	const [only] = named;
	if (only !== undefined && named.length === 1) return only;
	const description = 'Enter a serial number, or a name that only one printer has.';
	if (named.length > 1) {
		throw new UserError(
			`This account has ${named.length} printers called "${wanted}": ${listed(named)}`,
			{ description },
		);
	}
	const has = devices.length === 0 ? 'It has none at all.' : `It has ${listed(devices)}.`;
	throw new UserError(`This account has no printer "${wanted}". ${has}`, { description });
}

/** The same, asked of the cloud; an execution asks once. */
export async function findPrinter(wanted: string, cloud: CloudClient): Promise<JsonObject> {
	return printerIn(readDevices(await cloud.sendOnce(boundDevices)).rows, wanted);
}

/** The names of the account's printers by their serial numbers; an execution asks once. */
export async function printerNames(cloud: CloudClient): Promise<Map<string, string>> {
	const { rows } = readDevices(await cloud.sendOnce(boundDevices));
	return new Map(rows.map((row) => [serialOf(row), deviceName(row)]));
}
