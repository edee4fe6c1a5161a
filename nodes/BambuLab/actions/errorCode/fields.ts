import type { ParameterLiteral } from '../../core/operation';
import { languages } from '../../live/errorTexts';

export const languageOption = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	default: 'en',
	description: 'In which language to give the texts of error codes; English where it has none',
	options: languages,
} as const satisfies ParameterLiteral;

export const errorTextsOption = {
	displayName: 'Look Up Error Texts',
	name: 'errorTexts',
	type: 'boolean',
	default: true,
	description:
		'Whether to ask Bambu Lab’s text service for the texts of error codes, once a day each. It gets the code, the language, and the model, and no token.',
} as const satisfies ParameterLiteral;
