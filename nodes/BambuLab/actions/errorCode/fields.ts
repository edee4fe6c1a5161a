import type { ParameterLiteral } from '../../core/operation';
import { languages } from '../../live/errorTexts';

export const languageOption = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	default: 'en',
	description: 'The language of the texts, or English if Bambu Lab has no translation',
	options: languages,
} as const satisfies ParameterLiteral;

export const errorTextsOption = {
	displayName: 'Look Up Error Texts',
	name: 'errorTexts',
	type: 'boolean',
	default: true,
	description:
		'Whether to ask Bambu Lab’s text service what an error code means, once a day for each code. It receives the code, the language, and the model, but no token.',
} as const satisfies ParameterLiteral;
