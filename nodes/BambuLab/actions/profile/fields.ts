import type { ParameterLiteral } from '../../core/operation';

export const profileField = {
	displayName: 'Print Profile',
	name: 'profileId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The print profile. AI agents and expressions give its ID, for example 712300011.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a print profile...',
			typeOptions: { searchListMethod: 'searchProfiles', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 712300011',
		},
	],
} as const satisfies ParameterLiteral;

export const modelField = {
	displayName: 'Model',
	name: 'modelId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description:
		'The model that the print profile belongs to. AI agents and expressions give its ID, for example US0a1b2c3d4e5f67.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a model...',
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. US0a1b2c3d4e5f67',
		},
	],
} as const satisfies ParameterLiteral;
