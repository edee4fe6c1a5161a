import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import type { Send } from '../../cloud/client';
import { incompleteAnswer, problemOf } from '../../cloud/errors/problem';
import { entryOf, isObject, objectsIn, textOrEmpty, type JsonObject } from '../../cloud/json';
import { serialOf } from '../../output/device';
import { offeredVersion } from '../../output/firmware';
import { includesPrinter, type Scope } from '../events';
import { listOf, record, tableOf, text } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/**
 * Serial numbers of printers under each version that they were offered, the latest version last; under
 * the empty one those that have been seen without an offer.
 */
export interface FirmwareState {
	offers: { [version: string]: string[] };
}

type Offer = [version: string, serial: string];

/** Beside the offers that stand, so many of the past are remembered. */
const mostPast = 200;
const seenWithoutOffer = '';
/** A version is a few numbers; what is longer must not fill the stored state. */
const longestVersion = 100;
const hourMs = 3_600_000;

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
	const isName = (offer: string) => offer.length <= longestVersion && offer !== '__proto__';
	return [...new Set(offers)].filter(isName);
}

function eventOf(device: JsonObject, offers: string[], now: number): TriggerEvent {
	const printer = serialOf(device);
	return {
		name: 'firmwareAvailable',
		id: `${printer}:${offers.join('+')}`,
		occurredAt: now,
		printer,
		subject: { kind: 'firmware', row: device },
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

/** Firmware that printers are offered. A printer that was not seen before begins with what it has. */
export class Firmware implements Source<FirmwareState> {
	readonly label = 'the firmware';
	readonly isState = record({ offers: tableOf(listOf(text)) });
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
		now,
	}: Look<FirmwareState>): Promise<Finding<FirmwareState>> {
		let devices = await this.read(send, scope);
		// From an answer that is empty by mistake, all that stands already would be told later.
		if (known === undefined && devices.length === 0) devices = await this.read(send, scope);
		this.readAt = performance.now();
		const before = (known ?? earlier)?.offers ?? {};
		const seen = new Set(Object.values(before).flat());
		const events: TriggerEvent[] = [];
		const standing: Offer[] = [];
		for (const device of devices) {
			const serial = serialOf(device);
			if (serial === '') continue;
			const offers = offersOf(device);
			const fresh = offers.filter((version) => !entryOf(before, version)?.includes(serial));
			const isNews = known !== undefined && seen.has(serial) && fresh.length > 0;
			if (isNews) events.push(eventOf(device, fresh, now));
			const versions = offers.length > 0 ? offers : [seenWithoutOffer];
			for (const version of versions) standing.push([version, serial]);
		}
		return { events, state: { offers: merged(before, standing) } };
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
		return offered.map((device) => eventOf(device, offersOf(device), now));
	}
}

/** What is on offer is never forgotten, else it would be told again; it stands behind what is past. */
function merged(before: FirmwareState['offers'], standing: Offer[]): FirmwareState['offers'] {
	const isStanding = new Set(standing.map(String));
	const past = Object.entries(before)
		.flatMap(([version, serials]) => serials.map((serial): Offer => [version, serial]))
		.filter((offer) => !isStanding.has(String(offer)));
	const offers: FirmwareState['offers'] = {};
	for (const [version, serial] of [...past.slice(-mostPast), ...standing]) {
		offers[version] = [...(entryOf(offers, version) ?? []), serial];
	}
	return offers;
}
