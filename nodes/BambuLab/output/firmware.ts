import type { IDataObject } from 'n8n-workflow';

import { objectsIn, textOrEmpty } from '../cloud/json';
import type { FirmwareDeviceRow, FirmwareRow } from '../cloud/api/rows';

/** Versions are dotted numbers, zero-padded now and then: "01.03.00.13" equals "1.3.0.13". */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map((version) => version.split('.').map(Number));
	for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part++) {
		const difference = (left?.[part] || 0) - (right?.[part] || 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** The newest of the offered versions; betas only where nothing else is offered. */
function newestFirmware(firmware: FirmwareRow[]): FirmwareRow | undefined {
	const released = firmware.filter(({ status }) => textOrEmpty(status) !== 'beta');
	const candidates = released.length > 0 ? released : firmware;
	return [...candidates].sort((a, b) =>
		compareVersions(textOrEmpty(b.version), textOrEmpty(a.version)),
	)[0];
}

/** Whether the newest offered version is newer than the installed one, as far as that is known. */
function isNewer(version: string, installed: string): boolean {
	return installed === '' || compareVersions(version, installed) > 0;
}

/** The version that a printer is offered; undefined where it is up to date. */
export function offeredVersion(device: FirmwareDeviceRow): string | undefined {
	const version = textOrEmpty(newestFirmware(objectsIn(device.firmware))?.version);
	return version !== '' && isNewer(version, textOrEmpty(device.version)) ? version : undefined;
}

/** The firmware of a printer as a flat row. An empty list of versions means that it is up to date. */
export function simplifyFirmware(device: FirmwareDeviceRow): IDataObject {
	const installed = textOrEmpty(device.version);
	const newest = newestFirmware(objectsIn(device.firmware));
	const newestVersion = textOrEmpty(newest?.version) || installed;
	const updateAvailable = offeredVersion(device) !== undefined;
	return {
		printerSerial: textOrEmpty(device.dev_id) || null,
		installedVersion: installed || null,
		newestVersion: newestVersion || null,
		updateAvailable,
		isForced: updateAvailable && newest?.force_update === true,
		isBeta: textOrEmpty(newest?.status) === 'beta',
		releaseNotes: updateAvailable ? textOrEmpty(newest?.description) || null : null,
		amsUpdates: objectsIn(device.ams).flatMap(({ firmware }) =>
			objectsIn(firmware).map(({ version }) => textOrEmpty(version)),
		),
	};
}
