import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { offeredVersion } from '../output/firmware';
import { markOf } from './marks';
import { isTextList } from './scope';

/** Marks of printer and version, for each version that was told or was there at the beginning, the latest last. */
export interface FirmwareState {
	told: string[];
}

export interface FirmwareEvent {
	deviceId: string;
	version: string;
	device: JsonObject;
}

/** Bounds the stored state; a farm of 500 has room for two versions that each is offered. */
const mostTold = 1000;

/**
 * Tells once per printer and version that there is newer firmware. Pure, and without a look at the
 * time, so a state that was rolled back to the one stored with the last event repeats nothing.
 *
 * @param state undefined at the beginning, when nothing is news
 * @param earlier at the beginning, what an earlier life of the trigger told
 * @param devices the printers that were looked at, not always all
 */
export function detectFirmware(
	state: FirmwareState | undefined,
	earlier: FirmwareState | undefined,
	devices: JsonObject[],
): { events: FirmwareEvent[]; state: FirmwareState } {
	const offers = devices.flatMap((device) => {
		const version = offeredVersion(device);
		const deviceId = textOrEmpty(device.dev_id);
		return version === undefined || deviceId === '' ? [] : [{ deviceId, version, device }];
	});
	const told = new Set((state ?? earlier)?.told);
	const events: FirmwareEvent[] = [];
	for (const offer of offers) {
		const mark = markOf(`${offer.deviceId} ${offer.version}`);
		if (!told.has(mark) && state !== undefined) events.push(offer);
		// What is still on offer goes to the end, where it is kept longest.
		told.delete(mark);
		told.add(mark);
	}
	// What is on offer is never forgotten, else it would be told again at each poll.
	return { events, state: { told: [...told].slice(-Math.max(mostTold, offers.length)) } };
}

export function isFirmwareState(value: unknown): value is FirmwareState {
	return isObject(value) && isTextList(value.told);
}
