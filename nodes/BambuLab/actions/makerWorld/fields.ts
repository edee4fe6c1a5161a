import type { Advice } from '../../core/nodeError';
import type { ParameterLiteral } from '../../core/operation';

export const modelField = {
	displayName: 'Model',
	name: 'designId',
	type: 'resourceLocator',
	check: 'id',
	required: true,
	default: { mode: 'list', value: '' },
	description:
		'The model on MakerWorld. The list has your own; for others give the ID, the number in the address of its page.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a model...',
			typeOptions: { searchListMethod: 'searchOwnModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1204567',
		},
	],
} as const satisfies ParameterLiteral;

/** Where MakerWorld refuses, nothing else of Bambu Lab does. */
export const makerService = 'MakerWorld';

/** What refusals mean here: the same token serves, so that none of them is about the sign-in. */
export const makerAdvice = {
	captcha: {
		message: 'MakerWorld asks for a captcha, which n8n cannot solve',
		next: 'Wait some hours, and ask less often. Your sign-in is not the cause.',
	},
	forbidden: {
		message: 'MakerWorld does not give this out to the account',
		next: 'Open MakerWorld in a browser to see whether the account can use it. Your sign-in is not the cause.',
	},
	notFound: {
		message: 'MakerWorld is not there for the region of the account',
		next: 'Check the region in the credential. Your sign-in is not the cause.',
	},
} satisfies Advice;

/** The same where the user names somebody. */
export const userAdvice: Advice = {
	...makerAdvice,
	notFound: {
		message: 'MakerWorld knows no such user, or is not there for the region',
		next: 'Check the user ID, if there is one, and the region in the credential.',
	},
};

/** The same where the user names a model. */
export const modelAdvice: Advice = {
	...makerAdvice,
	forbidden: {
		message: 'MakerWorld does not give this out',
		next: 'It belongs to points, a purchase, or another region. Your sign-in is not the cause.',
	},
	notFound: {
		message: 'MakerWorld has nothing under this ID, or is not there for the region',
		next: 'Check the ID and the region in the credential. The model may also have been deleted.',
	},
};
