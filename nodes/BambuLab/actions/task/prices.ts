import { textOrEmpty } from '../../cloud/json';
import type { Remark } from '../../core/hints';
import type { ValuesOf } from '../../core/operation';
import { filamentTypeOf, isKnownFilament, type Prices } from '../../output/prices';
import { usedFilaments } from '../../output/task';
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

/** Says which prices are for a filament that neither a print has nor anybody knows: for a misspelt one. */
export function priceRemark({ options }: { options: PriceOptions }): Remark | undefined {
	const names = (options.prices?.filaments ?? []).map(({ filament }) => filament);
	const unknown = new Map(
		names.filter((name) => !isKnownFilament(name)).map((name) => [name.toLowerCase(), name]),
	);
	if (unknown.size === 0) return undefined;
	const types = new Set<string>();
	return {
		see: (tasks) => {
			for (const use of tasks.flatMap(usedFilaments)) {
				const type = filamentTypeOf(use);
				if (type !== '') types.add(type);
				unknown.delete(type.toLowerCase());
				unknown.delete(textOrEmpty(use.filamentId).toLowerCase());
			}
		},
		sentence: () => {
			if (unknown.size === 0 || types.size === 0) return undefined;
			const odd = [...unknown.values()].map((name) => `"${name}"`).join(' and ');
			return `Check the spelling of ${odd} under Prices by Filament: these prints use ${[...types].join(', ')}.`;
		},
	};
}
