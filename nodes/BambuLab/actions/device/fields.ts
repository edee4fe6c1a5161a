import type { ParameterLiteral } from '../../core/operation';

export const deviceField = {
	displayName: 'Printer',
	name: 'deviceId',
	type: 'resourceLocator',
	check: 'printer',
	required: true,
	default: { mode: 'list', value: '' },
	description:
		'The printer to work on. AI agents and expressions give its name or its serial number, for example 01P00A000000001.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a printer...',
			typeOptions: { searchListMethod: 'searchDevices', searchable: true },
		},
		{
			displayName: 'By Name or Serial',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. Workshop or 01P00A000000001',
		},
	],
} as const satisfies ParameterLiteral;

/** For output that holds the LAN access code of printers. */
export const includeAccessCodes = {
	displayName: 'Include Secrets',
	name: 'includeSecrets',
	type: 'boolean',
	default: false,
	description:
		'Whether to include LAN access codes in the output. Whoever has the code of a printer can control it from the local network.',
} as const satisfies ParameterLiteral;

export const deviceOptions = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [includeAccessCodes],
} as const satisfies ParameterLiteral;
