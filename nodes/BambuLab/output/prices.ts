import { textOrEmpty } from '../cloud/json';
import type { FilamentUseRow } from './rowTypes';

/** What things cost. The currency is the user's. */
export interface Prices {
	/** A kilogram of any filament that has no price of its own. */
	perKg?: number | undefined;
	/** A kilogram of particular ones. Keys are filament ids or materials, in lower case. */
	byFilament?: ReadonlyMap<string, number> | undefined;
	/** An hour of the machine. */
	perHour?: number | undefined;
}

export function filamentTypeOf({ filamentType, targetFilamentType }: FilamentUseRow): string {
	return textOrEmpty(filamentType) || textOrEmpty(targetFilamentType);
}

export function pricePerKg(filament: FilamentUseRow, prices: Prices): number | undefined {
	const { perKg, byFilament } = prices;
	const id = textOrEmpty(filament.filamentId).toLowerCase();
	const type = filamentTypeOf(filament).toLowerCase();
	return byFilament?.get(id) ?? byFilament?.get(type) ?? perKg;
}

const knownType =
	/^(ABS|ASA|BVOH|EVA|HIPS|PA|PA6|PA12|PA612|PAHT|PC|PCTG|PE|PET|PETG|PHA|PLA|PP|PPA|PPS|PVA|SUPPORT|TPU)(-(AERO|AMS|CF|ESD|GF|HF|RCF|S))?$/i;
const filamentId = /^(GF[A-Z]\w{2,3}|P[0-9a-f]{7})$/i;

/** Whether a text is a material that printers know, or looks like a filament's id. */
export function isKnownFilament(text: string): boolean {
	return knownType.test(text) || filamentId.test(text);
}
