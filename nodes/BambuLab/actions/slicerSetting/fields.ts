import { UserError } from 'n8n-workflow';

import type { ParameterLiteral } from '../../core/operation';

export const settingField = {
	displayName: 'Preset',
	name: 'settingId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The preset. AI agents and expressions give its ID, for example GP004.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a preset...',
			typeOptions: { searchListMethod: 'searchSettings', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. GP004',
		},
	],
} as const satisfies ParameterLiteral;

export const versionField = {
	displayName: 'Bambu Studio Version',
	name: 'version',
	type: 'string',
	required: true,
	default: '02.00.00.00',
	placeholder: 'e.g. 02.00.00.00',
	description:
		'Which version the presets are for: four numbers with dots between them. Any version will do.',
} as const satisfies ParameterLiteral;

/** Bambu Lab answers 422 without words to a version of another shape. */
export function checkedVersion(version: string): string {
	if (/^\d{1,2}(\.\d{1,3}){3}$/.test(version)) return version;
	throw new UserError('The parameter "Bambu Studio Version" is not a version', {
		description: 'Write four numbers with dots between them, such as 02.00.00.00.',
	});
}
