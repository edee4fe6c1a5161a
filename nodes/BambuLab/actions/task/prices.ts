import type { ParameterLiteral, ValuesOf } from '../../core/operation';
import type { Prices } from '../../output/filaments';

export const splitField = {
	displayName: 'Split by Filament',
	name: 'splitByFilament',
	type: 'boolean',
	default: false,
	description:
		'Whether to return one item per filament of a print, ready for a spreadsheet, instead of one item per print. Grams, metres, and cost of the items add up to those of the print; its minutes stand in the first.',
	displayOptions: { show: { simplify: [true] } },
} as const satisfies ParameterLiteral;

export const priceOptions = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Price per Kg',
			name: 'pricePerKg',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 20,
			description:
				'What a kilogram of filament costs, in your currency. Simplified prints then get their estimated cost.',
		},
		{
			displayName: 'Prices by Filament',
			name: 'prices',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Price',
			default: {},
			description: 'Prices of particular filaments, which go before the general price',
			options: [
				{
					displayName: 'Filament',
					name: 'filaments',
					values: [
						{
							displayName: 'Type or ID',
							name: 'filament',
							type: 'string',
							default: '',
							placeholder: 'e.g. PETG or GFA00',
							description:
								'The material, or the ID of one filament. The ID goes before the material.',
						},
						{
							displayName: 'Price per Kg',
							name: 'pricePerKg',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 20,
							description: 'What a kilogram of it costs, in your currency',
						},
					],
				},
			],
		},
	],
} as const satisfies ParameterLiteral;

type PriceOptions = ValuesOf<readonly [typeof priceOptions]>['options'];

/** Undefined where the user gave no price: then nothing is said of cost. */
export function pricesOf({ pricePerKg, prices }: PriceOptions): Prices | undefined {
	const rows = (prices?.filaments ?? []).filter(({ filament }) => filament !== '');
	if (pricePerKg === undefined && rows.length === 0) return undefined;
	return {
		perKg: pricePerKg,
		byFilament: new Map(rows.map((row) => [row.filament.toLowerCase(), row.pricePerKg])),
	};
}
