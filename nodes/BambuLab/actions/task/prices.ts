import type { ParameterLiteral, ValuesOf } from '../../core/operation';
import type { Prices } from '../../output/prices';

const readable = { show: { '/output': ['fields', 'simple'] } };

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
			displayOptions: readable,
			description:
				'What a kilogram of filament costs, in your currency. Prints then get their estimated cost.',
		},
		{
			displayName: 'Price per Machine Hour',
			name: 'pricePerHour',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			displayOptions: readable,
			description:
				'What an hour of the printer costs, in your currency. It is added to the estimated cost of prints.',
		},
		{
			displayName: 'Prices by Filament',
			name: 'prices',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Price',
			default: {},
			displayOptions: readable,
			description: 'Prices of single filaments, which override the general price',
			options: [
				{
					displayName: 'Filament',
					name: 'filaments',
					values: [
						{
							displayName: 'Material or ID',
							name: 'filament',
							type: 'string',
							required: true,
							default: '',
							placeholder: 'e.g. PETG or GFA00',
							description: 'The material, or the ID of one filament. An ID overrides a material.',
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
