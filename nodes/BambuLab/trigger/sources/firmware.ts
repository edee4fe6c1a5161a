import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import type { Send } from '../../cloud/client';
import { incompleteAnswer, problemOf } from '../../cloud/errors/cloudError';
import { isObject, objectsIn, textOrEmpty, type JsonObject } from '../../cloud/json';
import { serialOf } from '../../output/device';
import { compareVersions, offeredVersion } from '../../output/firmware';
import { includesPrinter, type Scope } from '../events';
import { bySerial, grouped, isGroups, isKeptName, type Groups } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/**
 * Printers by what has been seen of each, with spaces between: the version that is installed, empty where the
 * cloud does not say, and those that it was offered, the latest last.
 */
export type FirmwareState = Groups;

/** Beside those that are there, so many printers of the past are remembered. */
const mostGone = 200;
/** So many offers of a printer are remembered beside those that stand. */
const mostPast = 4;
/** A version is a few numbers; what is longer must not fill the stored state. */
const longestVersion = 100;
const hourMs = 3_600_000;

function isVersion(text: string): boolean {
	return text.length <= longestVersion && !/\s/.test(text) && isKeptName(text);
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
	const own = offeredVersion(device);
	const units = objectsIn(device.ams)
		.flatMap(({ firmware }) => objectsIn(firmware))
		.map(({ version }) => textOrEmpty(version))
		.filter((version) => version !== '');
	const offers = [...(own === undefined ? [] : [own]), ...units.map((unit) => `ams-${unit}`)];
	return [...new Set(offers)].filter(isVersion);
}

function offerOf(device: JsonObject, offers: string[], now: number): TriggerEvent {
	const printer = serialOf(device);
	return {
		name: 'firmwareAvailable',
		id: `${printer}:${offers.join('+')}`,
		occurredAt: now,
		printer,
		subject: { kind: 'firmware', row: device },
	};
}

/** The cloud gives it no id; the state that it was found from stands in for it. */
function installationOf(
	device: JsonObject,
	{ lastEventAt, now }: { lastEventAt: number; now: number },
	previousVersion?: string,
): TriggerEvent {
	const printer = serialOf(device);
	return {
		name: 'firmwareInstalled',
		id: `${printer}:${lastEventAt.toString(36)}:${installedOn(device)}`,
		occurredAt: now,
		printer,
		subject: { kind: 'firmware', row: device, ...(previousVersion && { previousVersion }) },
	};
}

async function readVersions(send: Send, deviceId?: string): Promise<JsonObject[]> {
	const body = await send({
		method: 'GET',
		path: '/v1/iot-service/api/user/device/version',
		query: { dev_id: deviceId },
	});
	const isList = isObject(body) && Array.isArray(body.devices ?? []);
	if (!isList) throw incompleteAnswer('the firmware of the printers');
	return readDevices(body).rows;
}

/** Firmware that printers are offered, or have got. A printer that was not seen before begins with what it has. */
export class Firmware implements Source<FirmwareState> {
	readonly label = 'the firmware';
	readonly isState = isGroups;
	/** Milliseconds of this process. */
	private readAt = -Infinity;

	isDue(): boolean {
		return performance.now() - this.readAt >= hourMs;
	}

	async look({
		cloud: { send },
		scope,
		known,
		earlier,
		lastEventAt,
		now,
	}: Look<FirmwareState>): Promise<Finding<FirmwareState>> {
		let devices = await this.read(send, scope);
		// From an answer that is empty by mistake, all that stands already would be told later.
		if (known === undefined && devices.length === 0) devices = await this.read(send, scope);
		this.readAt = performance.now();
		const gone = bySerial(known ?? earlier ?? {});
		const events: TriggerEvent[] = [];
		const present: Array<[serial: string, versions: string]> = [];
		for (const device of devices) {
			const serial = serialOf(device);
			if (serial === '') continue;
			const isSeen = known !== undefined && gone.has(serial);
			const [last = '', ...told] = gone.get(serial)?.split(' ') ?? [];
			gone.delete(serial);
			const offers = offersOf(device);
			const fresh = offers.filter((version) => !told.includes(version));
			if (isSeen && fresh.length > 0) events.push(offerOf(device, fresh, now));
			const version = installedOn(device) || last;
			const isChanged = isSeen && last !== '' && compareVersions(version, last) !== 0;
			if (isChanged) events.push(installationOf(device, { lastEventAt, now }, last));
			// What is on offer is never forgotten, else it would be told again.
			const past = told.filter((each) => !offers.includes(each)).slice(-mostPast);
			present.push([serial, [version, ...past, ...offers].join(' ')]);
		}
		return { events, state: grouped([...[...gone].slice(-mostGone), ...present]) };
	}

	/**
	 * The firmware of all printers in one request, as two clients do; where the cloud wants a printer to be
	 * named, as the API document has it that the contract began with, one after the other.
	 */
	private async read(send: Send, scope: Scope): Promise<JsonObject[]> {
		const all = await readVersions(send).catch((error: unknown) => {
			if (problemOf(error)?.name !== 'badParameter') throw error;
			return undefined;
		});
		if (all !== undefined) return all;
		const rows: JsonObject[] = [];
		for (const device of readDevices(await send(boundDevices)).rows) {
			const serial = serialOf(device);
			// A chosen printer that is no longer bound would be refused.
			if (includesPrinter(scope, serial)) rows.push(...(await readVersions(send, serial)));
		}
		return rows;
	}

	async sample({ cloud: { send }, scope, now }: SampleLook): Promise<TriggerEvent[]> {
		const devices = await this.read(send, scope);
		const offered = devices.filter((device) => offersOf(device).length > 0);
		return [
			...offered.map((device) => offerOf(device, offersOf(device), now)),
			...devices.map((device) => installationOf(device, { lastEventAt: now, now })),
		];
	}
}
