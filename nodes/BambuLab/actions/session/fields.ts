import type { ParameterLiteral } from '../../core/operation';

export const sessionOptions = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Include Secrets',
			name: 'includeSecrets',
			type: 'boolean',
			default: false,
			description:
				'Whether to include the tokens of the session in the output; the MQTT password is one of them. Whoever has them is signed in as you.',
		},
	],
} as const satisfies ParameterLiteral;
