import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, textOrEmpty } from '../cloud/json';
import { idValue, flagOf, positive, textOrNull } from './values';
import type { SpoolRow } from './rowTypes';
import { colorName, hexColor } from './colors';
import { fullFilamentName } from './filamentNames';
import type { RowForm } from './rowForm';
import { slotName } from './slots';
import { readTime } from './times';

/** 1 is a spool of which the cloud wants to know more. */
const statuses: { [status: number]: string } = { 0: 'active', 1: 'incomplete' };

/** A spool's filament by its full name, as prints have it. */
export function spoolName({ filamentVendor, filamentName }: SpoolRow): string {
	return fullFilamentName(textOrEmpty(filamentVendor), textOrEmpty(filamentName));
}

/** What is left on a spool, as far as the cloud knows. It is the cloud's own figure, not a measurement. */
export function remainderOf(spool: SpoolRow) {
	const grams = finiteNumber(spool.netWeight);
	const full = positive(spool.totalNetWeight);
	const isKnown = grams !== undefined && full !== undefined;
	return { grams, full, percent: isKnown ? Math.round((grams / full) * 100) : undefined };
}

/** A spool as a flat row. */
function spoolRow(spool: SpoolRow): IDataObject {
	const { grams, full, percent } = remainderOf(spool);
	const status = finiteNumber(spool.status);
	return {
		id: idValue(spool.id),
		filamentName: spoolName(spool) || null,
		filamentType: textOrNull(spool.filamentType),
		colorName: colorName(spool.color),
		remainingGrams: grams ?? null,
		remainingPercent: percent ?? null,
		fullGrams: full ?? null,
		color: hexColor(spool.color),
		note: textOrNull(spool.note),
		updatedAt: readTime(spool.updatedAt),
		filamentVendor: textOrNull(spool.filamentVendor),
		filamentId: textOrNull(spool.filamentId),
		status: status === undefined ? null : (statuses[status] ?? 'unknown'),
		statusCode: status ?? null,
		isSupport: flagOf(spool.isSupport),
		rfid: textOrNull(spool.RFID),
		printerName: textOrNull(spool.deviceName),
		printerSerial: textOrNull(spool.devId),
		slot: flagOf(spool.inPrinter) === false ? null : slotName(spool),
		createdAt: readTime(spool.createdAt),
	};
}

export const spoolForm: RowForm = {
	toRows: (spool) => [spoolRow(spool)],
	simple: [
		'id',
		'filamentName',
		'filamentType',
		'colorName',
		'remainingGrams',
		'remainingPercent',
		'fullGrams',
		'color',
		'note',
		'updatedAt',
	],
	more: [
		'filamentVendor',
		'filamentId',
		'status',
		'statusCode',
		'isSupport',
		'rfid',
		'printerName',
		'printerSerial',
		'slot',
		'createdAt',
	],
};

/** A filament of the cloud's catalogue as a flat row. */
function catalogueRow(filament: SpoolRow): IDataObject {
	return {
		filamentName: spoolName(filament) || null,
		filamentVendor: textOrNull(filament.filamentVendor),
		filamentType: textOrNull(filament.filamentType),
		filamentId: textOrNull(filament.filamentId),
		isSupport: flagOf(filament.isSupport),
	};
}

export const catalogueForm: RowForm = {
	toRows: (filament) => [catalogueRow(filament)],
	simple: ['filamentName', 'filamentType', 'filamentId', 'isSupport'],
	more: ['filamentVendor'],
};
