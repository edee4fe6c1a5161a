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
