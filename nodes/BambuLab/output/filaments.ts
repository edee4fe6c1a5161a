import type { IDataObject } from 'n8n-workflow';

import { entryOf, finiteNumber, objectsIn, textOrEmpty } from '../cloud/json';
import type { FilamentUseRow, TaskRow } from '../cloud/api/rows';
import { colorName, hexColor } from './colors';

/** Filaments by the id that slicer and printers share; a user's own begin with P. */
const filamentNames: { [id: string]: string } = {
	GFA00: 'Bambu PLA Basic',
	GFA01: 'Bambu PLA Matte',
	GFB00: 'Bambu ABS',
	GFB98: 'Generic ASA',
	GFB99: 'Generic ABS',
	GFC00: 'Bambu PC',
	GFC99: 'Generic PC',
	GFG00: 'Bambu PETG Basic',
	GFG02: 'Bambu PETG HF',
	GFG99: 'Generic PETG',
	GFL99: 'Generic PLA',
	GFN99: 'Generic PA',
	GFS05: 'Support for PLA/PETG',
	GFT01: 'Bambu PET-CF',
	GFU01: 'Bambu TPU 95A',
	GFU99: 'Generic TPU',
};

const externalSpools = [254, 255];
/** AMS HT units hold one spool each and are lettered. */
const firstHt = 128;
const lastHt = 135;
const firstHtSlot = 16;
const lastHtSlot = 23;

function htName(index: number): string {
	return `AMS HT ${String.fromCharCode(65 + index)}`;
}

function isBetween(value: number, low: number, high: number): boolean {
	return value >= low && value <= high;
}

function wholeNumber(value: unknown): number | undefined {
	const number = finiteNumber(value);
	return Number.isInteger(number) ? number : undefined;
}

/**
 * A slot as people call it. `ams` is a flat index: 0 to 15 are four units of four slots, 16 to 23 and
 * 128 to 135 are AMS HT units, 254 and 255 the external spool. `amsId` and `slotId` may be unset
 * zeros beside it, so they count only where `ams` is missing, or name an AMS HT or external spool.
 */
export function slotName({ ams, amsId, slotId }: FilamentUseRow): string | null {
	const flat = wholeNumber(ams);
	const unit = wholeNumber(amsId);
	for (const index of [flat, unit]) {
		if (index === undefined) continue;
		if (externalSpools.includes(index)) return 'External';
		if (isBetween(index, firstHt, lastHt)) return htName(index - firstHt);
	}
	if (flat !== undefined) {
		if (isBetween(flat, firstHtSlot, lastHtSlot)) return htName(flat - firstHtSlot);
		if (!isBetween(flat, 0, firstHtSlot - 1)) return null;
		return `AMS ${Math.floor(flat / 4) + 1}, slot ${(flat % 4) + 1}`;
	}
	const slot = wholeNumber(slotId);
	if (unit === undefined || slot === undefined || !isBetween(unit, 0, 3)) return null;
	return isBetween(slot, 0, 3) ? `AMS ${unit + 1}, slot ${slot + 1}` : null;
}

/** What a kilogram costs: by filament id or by type, else for all. The currency is the user's. */
export interface Prices {
	perKg?: number | undefined;
	/** Keys are filament ids or types, in lower case. */
	byFilament?: ReadonlyMap<string, number>;
}

function typeOf({ filamentType, targetFilamentType }: FilamentUseRow): string {
	return textOrEmpty(filamentType) || textOrEmpty(targetFilamentType);
}

export function pricePerKg(filament: FilamentUseRow, prices: Prices): number | undefined {
	const { perKg, byFilament } = prices;
	const id = textOrEmpty(filament.filamentId).toLowerCase();
	return byFilament?.get(id) ?? byFilament?.get(typeOf(filament).toLowerCase()) ?? perKg;
}

export function rounded(value: number, digits: number): number {
	const factor = 10 ** digits;
	return Math.round((value + Number.EPSILON) * factor) / factor;
}

export interface FilamentUse extends IDataObject {
	type: string | null;
	name: string | null;
	filamentId: string | null;
	color: string | null;
	colorName: string | null;
	slot: string | null;
	estimatedGrams: number | null;
	estimatedMetres: number | null;
}

/** The length is given for the whole task only; a filament's share is as its weight's. */
function metresOf(task: TaskRow, grams: number | undefined): number | null {
	const centimetres = finiteNumber(task.length);
	const total = finiteNumber(task.weight);
	if (centimetres === undefined || grams === undefined || !total) return null;
	return rounded((centimetres / 100) * (grams / total), 2);
}

/** The filaments of a task, in the order of the slicer. Grams and metres are the slicer's estimates. */
export function filamentsOf(task: TaskRow, prices?: Prices): FilamentUse[] {
	return objectsIn(task.amsDetailMapping).map((filament: FilamentUseRow) => {
		const grams = finiteNumber(filament.weight);
		const color = textOrEmpty(filament.targetColor) || filament.sourceColor;
		const filamentId = textOrEmpty(filament.filamentId);
		const price = prices === undefined ? undefined : pricePerKg(filament, prices);
		return {
			type: typeOf(filament) || null,
			name: entryOf(filamentNames, filamentId) ?? null,
			filamentId: filamentId || null,
			color: hexColor(color),
			colorName: colorName(color),
			slot: slotName(filament),
			estimatedGrams: grams === undefined ? null : rounded(grams, 2),
			estimatedMetres: metresOf(task, grams),
			...(prices === undefined
				? {}
				: {
						estimatedCost:
							price === undefined || grams === undefined
								? null
								: rounded((grams * price) / 1000, 4),
					}),
		};
	});
}
