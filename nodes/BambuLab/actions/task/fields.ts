import type { ParameterLiteral } from '../../core/operation';

export const taskField = {
	displayName: 'Print',
	name: 'taskId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The print. AI agents and expressions give its ID, for example 712345678.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a print...',
			typeOptions: { searchListMethod: 'searchTasks', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 712345678',
		},
	],
} as const satisfies ParameterLiteral;

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
				'What a kilogram of filament costs, in your currency, such as 24.99. Prints then get their estimated cost.',
		},
		{
			displayName: 'Price per Machine Hour',
			name: 'pricePerHour',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			displayOptions: readable,
			description:
				'What an hour of the printer costs, in your currency. The estimated cost then includes it; estimatedFilamentCost and estimatedMachineCost show the two parts.',
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
							displayName: 'Filament Type or ID',
							name: 'filament',
							type: 'string',
							required: true,
							default: '',
							placeholder: 'e.g. PETG or GFA00',
							description:
								'The filament type as prints have it, or the ID of one filament. An ID overrides a type.',
						},
						{
							displayName: 'Price per Kg',
							name: 'pricePerKg',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 20,
							description:
								'What a kilogram of this filament costs, in your currency, such as 24.99',
						},
					],
				},
			],
		},
	],
} as const satisfies ParameterLiteral;
