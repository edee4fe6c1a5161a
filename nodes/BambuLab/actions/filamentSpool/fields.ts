import type { ParameterLiteral } from '../../core/operation';

export const spoolField = {
	displayName: 'Spool',
	name: 'spoolId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The spool. AI agents and expressions give its ID, for example 4980001.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a spool...',
			typeOptions: { searchListMethod: 'searchSpools', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 4980001',
		},
	],
} as const satisfies ParameterLiteral;

/** The API's spool ids are numbers; anything else goes as it is, for the API to refuse. */
export function spoolNumber(id: string): string | number {
	return /^\d{1,15}$/.test(id) ? Number(id) : id;
}

export const filamentField = {
	displayName: 'Filament',
	name: 'filamentId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description:
		'What is on the spool. AI agents and expressions give a name or an ID of the catalogue, for example GFA00 for Bambu PLA Basic.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a filament...',
			typeOptions: { searchListMethod: 'searchFilaments', searchable: true },
		},
		{
			displayName: 'By Name or ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. PLA Basic or GFA00',
		},
	],
} as const satisfies ParameterLiteral;

/** What the catalogue says of a filament, for those that it has not. */
export const filamentTexts = [
	{
		displayName: 'Filament Name',
		name: 'filamentName',
		type: 'string',
		default: '',
		placeholder: 'e.g. PLA Basic',
		description:
			'Name of the filament. If empty, the name in the catalogue or of the spool is kept.',
	},
	{
		displayName: 'Material',
		name: 'filamentType',
		type: 'string',
		default: '',
		placeholder: 'e.g. PETG',
		description: 'The kind of plastic',
	},
	{
		displayName: 'Vendor',
		name: 'filamentVendor',
		type: 'string',
		default: '',
		placeholder: 'e.g. Bambu Lab',
		description: 'Who makes the filament',
	},
] as const satisfies readonly ParameterLiteral[];

/** Unlike a new weight, it cannot overwrite what another workflow has deducted meanwhile. */
export const deductField = {
	displayName: 'Deduct (Grams)',
	name: 'deductGrams',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'Grams to take off the remaining weight, for example what a print used; never below 0. Use it instead of Remaining Weight.',
} as const satisfies ParameterLiteral;

/** What the inventory keeps of a spool, in the order of use. */
export const spoolDetails = [
	{
		displayName: 'Remaining Weight (Grams)',
		name: 'netWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: 'Grams of filament left on the spool',
	},
	{
		displayName: 'Full Spool Weight (Grams)',
		name: 'totalNetWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: 'Grams of filament on the full spool',
	},
	{
		displayName: 'Color',
		name: 'color',
		type: 'color',
		default: '#FFFFFF',
		description: 'Color of the filament, as # and six hexadecimal digits',
	},
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		default: '',
		placeholder: 'e.g. opened in May',
		description: 'A text of your own',
	},
] as const satisfies readonly ParameterLiteral[];

/** What has no field of its own; last in its collection. */
export const customField = {
	displayName: 'Custom Fields (JSON)',
	name: 'furtherFields',
	type: 'json',
	default: '{}',
	description: 'Any other fields as one JSON object, in the spelling of the API',
} as const satisfies ParameterLiteral;
