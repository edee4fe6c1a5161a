import { boundDevices, readDevices } from '../cloud/api/endpoints';
import { problemOf } from '../cloud/errors/problem';
import { textOrEmpty, type JsonObject } from '../cloud/json';
import type { Send } from '../cloud/client';

/** So many printers are asked for one by one in a poll; more take turns. */
const mostPerPoll = 10;

async function readVersions(send: Send, deviceId?: string): Promise<JsonObject[]> {
	const body = await send({
		method: 'GET',
		path: '/v1/iot-service/api/user/device/version',
		query: { dev_id: deviceId },
	});
	return readDevices(body).rows;
}

function turnOf(deviceIds: string[], turn: number | undefined): string[] {
	if (turn === undefined) return deviceIds;
	const turns = Math.max(1, Math.ceil(deviceIds.length / mostPerPoll));
	const start = (turn % turns) * mostPerPoll;
	return deviceIds.slice(start, start + mostPerPoll);
}

/**
 * The firmware of all printers in one request, as two clients do; where the cloud wants a printer to be
 * named, as the API document has it that the contract began with, some printers at a time.
 *
 * @param turn whose turn it is then, a number that counts up; undefined for all printers
 */
export async function readFirmware(
	send: Send,
	deviceIds: string[],
	turn: number | undefined,
): Promise<JsonObject[]> {
	const all = await readVersions(send).catch((error: unknown) => {
		if (problemOf(error)?.name !== 'badParameter') throw error;
		return undefined;
	});
	if (all !== undefined) return all;
	const bound = readDevices(await send(boundDevices)).rows.map(({ dev_id: id }) => textOrEmpty(id));
	// A chosen printer that is no longer bound would be refused.
	const wanted = bound.filter((id) => deviceIds.length === 0 || deviceIds.includes(id));
	const rows: JsonObject[] = [];
	for (const deviceId of turnOf(wanted, turn)) rows.push(...(await readVersions(send, deviceId)));
	return rows;
}
