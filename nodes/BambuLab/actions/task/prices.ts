import type { ValuesOf } from '../../core/operation';
import type { Prices } from '../../output/prices';
import type { priceOptions } from './fields';

type PriceOptions = ValuesOf<readonly [typeof priceOptions]>['options'];

/** Undefined where the user gave no price: then nothing is said of cost. */
export function pricesOf({ pricePerKg, pricePerHour, prices }: PriceOptions): Prices | undefined {
	const rows = prices?.filaments ?? [];
	const isPriced = pricePerKg !== undefined || pricePerHour !== undefined || rows.length > 0;
	if (!isPriced) return undefined;
	return {
		perKg: pricePerKg,
		perHour: pricePerHour,
		byFilament: new Map(rows.map((row) => [row.filament.toLowerCase(), row.pricePerKg])),
	};
}
