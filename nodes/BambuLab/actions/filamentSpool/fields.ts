import type { ParameterLiteral } from '../../core/operation';

export const spoolField = {
	displayName: 'Spool',
	name: 'spoolId',
	type: 'resourceLocator',
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

/** What the inventory keeps of a spool, besides the fields that creating one must give. */
export const spoolDetails = [
	{
		displayName: 'Color',
		name: 'color',
		type: 'color',
		default: '#FFFFFF',
		description: 'Color of the filament, as # and six hexadecimal digits',
	},
	{
		displayName: 'Full Spool Weight',
		name: 'totalNetWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: 'Grams of filament on the full spool',
	},
	{
		displayName: 'Further Fields (JSON)',
		name: 'furtherFields',
		type: 'json',
		default: '{}',
		description: 'Any other fields as one JSON object, in the spelling of the API',
	},
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		default: '',
		description: 'A text of your own',
	},
	{
		displayName: 'Remaining Weight',
		name: 'netWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: 'Grams of filament left on the spool',
	},
] as const satisfies readonly ParameterLiteral[];
