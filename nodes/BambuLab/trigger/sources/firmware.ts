import { devicesIn, readDeviceList } from '../../core/printers';
import type { Send } from '../../cloud/client';
import { problemOf } from '../../cloud/errors/cloudError';
import { textOrEmpty, type JsonObject } from '../../cloud/json';
import { serialOf } from '../../output/device';
import { amsVersions, compareVersions, offeredVersion } from '../../output/firmware';
import { includesPrinter, type Scope } from '../scope';
import { survivesCopy, listOf, record, text } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** What has been seen of a printer. */
interface Seen {
	/** The version that is installed; empty where the cloud does not say. */
	installed: string;
	/** The versions that it was offered, the latest last. */
	offered: string[];
}

/** The serial numbers of the printers of which the same was seen stand together, as these are many on a farm. */
export type FirmwareState = Array<Seen & { printers: string[] }>;

/** Beside those that are there, so many printers of the past are remembered. */
const maxGone = 200;
/** So many offers of a printer are remembered beside those that stand. */
const maxPast = 4;
/** A version is a few numbers; what is longer must not fill the stored state. */
const maxVersionLength = 100;
const hourMs = 3_600_000;

function isVersion(text: string): boolean {
	return text !== '' && text.length <= maxVersionLength && survivesCopy(text);
}

function installedOn({ version }: JsonObject): string {
	const given = textOrEmpty(version);
	return isVersion(given) ? given : '';
}

/**
 * What a printer is offered, the units of its AMS included; these have no name. An empty list of
 * versions means that it is up to date.
 */
function offersOf(device: JsonObject): string[] {
	const units = amsVersions(device).map((version) => `ams-${version}`);
	return [offeredVersion(device) ?? '', ...units].filter(isVersion);
}

function eventOf(
	name: 'firmwareAvailable' | 'firmwareInstalled',
	device: JsonObject,
	id: string,
	now: number,
): TriggerEvent {
	const printer = serialOf(device);
	const subject = { kind: 'firmware', row: device } as const;
	return { name, id: `${printer}:${id}`, occurredAt: now, printer, subject };
}

/** The cloud gives it no id; the state that it was found from stands in for it. */
function installation(device: JsonObject, lastEventAt: number, now: number): TriggerEvent {
	const id = `${lastEventAt.toString(36)}:${installedOn(device)}`;
	return eventOf('firmwareInstalled', device, id, now);
}

async function readVersions(send: Send, deviceId?: string): Promise<JsonObject[]> {
	const body = await send({
		method: 'GET',
		path: '/v1/iot-service/api/user/device/version',
		query: { dev_id: deviceId },
	});
	return devicesIn(body, 'the firmware of the printers');
}

/**
 * The firmware of all printers in one request, as two clients do; where the cloud wants a printer to be
 * named, as the API document has it that the contract began with, one after the other.
 */
async function readFirmware(send: Send, scope: Scope): Promise<JsonObject[]> {
	const all = await readVersions(send).catch((error: unknown) => {
		if (problemOf(error)?.name !== 'badParameter') throw error;
		return undefined;
	});
	if (all !== undefined) return all;
	const rows: JsonObject[] = [];
	for (const device of await readDeviceList(send)) {
		const serial = serialOf(device);
		// A chosen printer that is no longer bound would be refused.
		if (includesPrinter(scope, serial)) rows.push(...(await readVersions(send, serial)));
	}
	return rows;
}

function grouped(printers: Array<[serial: string, seen: Seen]>): FirmwareState {
	const groups = new Map<string, FirmwareState[number]>();
	for (const [serial, { installed, offered }] of printers) {
		const key = JSON.stringify([installed, offered]);
		const group = groups.get(key) ?? { installed, offered, printers: [] };
		groups.set(key, group);
		group.printers.push(serial);
	}
	return [...groups.values()];
}

/** Firmware that printers are offered, or have got. A printer that was not seen before begins with what it has. */
export class Firmware implements Source<FirmwareState> {
	readonly label = 'the firmware';
	readonly isState = listOf(
		record({ installed: text, offered: listOf(text), printers: listOf(text) }),
	);
	/** Milliseconds of this process. */
	private readAt = -Infinity;

	isDue(): boolean {
		return performance.now() - this.readAt >= hourMs;
	}

	async look(look: Look<FirmwareState>): Promise<Finding<FirmwareState>> {
		const { cloud, scope, known, earlier, lastEventAt, now } = look;
		let devices = await readFirmware(cloud.send, scope);
		// From an answer that is empty by mistake, all that stands already would be told later.
		if (known === undefined && devices.length === 0)
			devices = await readFirmware(cloud.send, scope);
		this.readAt = performance.now();
		const gone = new Map<string, Seen>();
		for (const { printers, ...seen } of known ?? earlier ?? []) {
			for (const serial of printers) gone.set(serial, seen);
		}
		const events: TriggerEvent[] = [];
		const present: Array<[serial: string, seen: Seen]> = [];
		for (const device of devices) {
			const serial = serialOf(device);
			if (serial === '') continue;
			const isSeen = known !== undefined && gone.has(serial);
			const { installed: last = '', offered: told = [] } = gone.get(serial) ?? {};
			gone.delete(serial);
			const offers = offersOf(device);
			const fresh = offers.filter((version) => !told.includes(version));
			if (isSeen && fresh.length > 0)
				events.push(eventOf('firmwareAvailable', device, fresh.join('+'), now));
			const installed = installedOn(device) || last;
			if (isSeen && last !== '' && compareVersions(installed, last) !== 0) {
				const event = installation(device, lastEventAt, now);
				event.subject.previousVersion = last;
				events.push(event);
			}
			// What is on offer is never forgotten, else it would be told again.
			const past = told.filter((each) => !offers.includes(each)).slice(-maxPast);
			present.push([serial, { installed, offered: [...past, ...offers] }]);
		}
		return { events, state: grouped([...[...gone].slice(-maxGone), ...present]) };
	}

	async sample({ cloud, scope, now }: SampleLook): Promise<TriggerEvent[]> {
		const devices = await readFirmware(cloud.send, scope);
		const offers = devices.flatMap((device) => {
			const versions = offersOf(device).join('+');
			return versions === '' ? [] : [eventOf('firmwareAvailable', device, versions, now)];
		});
		return [...offers, ...devices.map((device) => installation(device, now, now))];
	}
}
