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
