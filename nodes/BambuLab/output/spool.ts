import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, idValue, textOrEmpty } from '../cloud/json';
import type { SpoolRow } from '../cloud/api/rows';
import { hexColor } from './colors';

/** Beyond this there is no date. */
const lastSecond = 8.64e12;

function unixTime(value: unknown): string | null {
	const seconds = finiteNumber(value) ?? 0;
	return seconds > 0 && seconds <= lastSecond ? new Date(seconds * 1000).toISOString() : null;
}

/** A spool as a flat row. The remaining grams are the cloud's own figure, not a measurement. */
export function simplifySpool(spool: SpoolRow): IDataObject {
	const left = finiteNumber(spool.netWeight);
	const full = finiteNumber(spool.totalNetWeight);
	return {
		id: idValue(spool.id),
		vendor: textOrEmpty(spool.filamentVendor) || null,
		name: textOrEmpty(spool.filamentName) || null,
		material: textOrEmpty(spool.filamentType) || null,
		filamentId: textOrEmpty(spool.filamentId) || null,
		color: hexColor(spool.color),
		remainingGrams: left ?? null,
		fullGrams: full ?? null,
		remainingPercent:
			left === undefined || full === undefined || full <= 0
				? null
				: Math.round((left / full) * 100),
		isSupport: spool.isSupport === true,
		note: textOrEmpty(spool.note) || null,
		createdAt: unixTime(spool.createdAt),
		updatedAt: unixTime(spool.updatedAt),
	};
}
