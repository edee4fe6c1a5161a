import type { ParameterLiteral } from '../../core/operation';

export const projectField = {
	displayName: 'Project',
	name: 'projectId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The project. AI agents and expressions give its ID, for example 164990001.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a project...',
			typeOptions: { searchListMethod: 'searchProjects', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 164990001',
		},
	],
} as const satisfies ParameterLiteral;
