import type { IDataObject } from 'n8n-workflow';

import { objectsIn, textOrEmpty } from '../cloud/json';
import type { FirmwareDeviceRow, FirmwareRow } from './rowTypes';
import { serialOf } from './device';
import type { RowContext, RowForm } from './rowForm';
import { flagOf } from './values';

/** Versions are dotted numbers, zero-padded now and then: "01.03.00.13" equals "1.3.0.13". */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map((version) => version.split('.').map(Number));
	for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part++) {
		const difference = (left?.[part] || 0) - (right?.[part] || 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function isBeta({ status }: FirmwareRow): boolean {
	return textOrEmpty(status).toLowerCase() === 'beta';
}

/**
 * The version that a printer is offered: the newest of those that are newer than the installed one,
 * betas only where nothing else is. The cloud also lists versions that are installed, or older.
 */
function offered(device: FirmwareDeviceRow): FirmwareRow | undefined {
	const installed = textOrEmpty(device.version);
	const newer = objectsIn(device.firmware).filter(({ version }) => {
		const text = textOrEmpty(version);
		return text !== '' && (installed === '' || compareVersions(text, installed) > 0);
	});
	const released = newer.filter((row) => !isBeta(row));
	return (released.length > 0 ? released : newer).sort((a, b) =>
		compareVersions(textOrEmpty(b.version), textOrEmpty(a.version)),
	)[0];
}

/** The version that a printer is offered; undefined where it is up to date. */
export function offeredVersion(device: FirmwareDeviceRow): string | undefined {
	return textOrEmpty(offered(device)?.version) || undefined;
}

/** What is listed for the AMS units, each version once. The cloud says neither for which, nor what they have. */
export function amsVersions({ ams }: FirmwareDeviceRow): string[] {
	const listed = objectsIn(ams).flatMap(({ firmware }) => objectsIn(firmware));
	const versions = listed.map(({ version }) => textOrEmpty(version));
	return [...new Set(versions)].filter((version) => version !== '');
}

/** The firmware of a printer as a flat row. */
function firmwareRow(device: FirmwareDeviceRow, { printerNames }: RowContext): IDataObject {
	const serial = serialOf(device);
	const installed = textOrEmpty(device.version);
	const newest = offered(device);
	return {
		printerName: printerNames?.get(serial) ?? null,
		printerSerial: serial || null,
		installedVersion: installed || null,
		newestVersion: textOrEmpty(newest?.version) || installed || null,
		updateAvailable: newest !== undefined,
		isForced: newest !== undefined && flagOf(newest.force_update) === true,
		isBeta: newest !== undefined && isBeta(newest),
		releaseNotes: textOrEmpty(newest?.description) || null,
		listedAmsVersions: amsVersions(device),
	};
}

export const firmwareForm: RowForm = {
	toRows: (device, context) => [firmwareRow(device, context)],
	simple: [
		'printerName',
		'printerSerial',
		'installedVersion',
		'newestVersion',
		'updateAvailable',
		'isForced',
		'isBeta',
		'releaseNotes',
		'listedAmsVersions',
	],
};
