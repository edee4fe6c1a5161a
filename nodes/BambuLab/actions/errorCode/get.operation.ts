import { UserError } from 'n8n-workflow';

import { defineCustom } from '../../core/operation';
import { readCode } from '../../live/codes';
import { errorCodeForm } from '../../live/errorForm';
import { withReason } from '../../live/liveErrors';
import { errorText } from '../../live/errorTexts';
import { errorTextsOption, languageOption } from './fields';

export default defineCustom({
	name: 'Get',
	value: 'get',
	action: 'Get error code',
	description:
		'Retrieve what an error code means: the text on the printer, its severity, and the part concerned',
	properties: [
		{
			displayName: 'Error Code',
			name: 'errorCode',
			type: 'string',
			check: 'id',
			required: true,
			default: '',
			placeholder: 'e.g. 0300_8015 or HMS_0700-2200-0002-0001',
			description:
				'The code in any spelling: as the printer shows it, as a report holds it (a number, or attr and code), or from a link',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				languageOption,
				errorTextsOption,
				{
					displayName: 'Printer Model',
					name: 'model',
					type: 'options',
					default: '',
					description: 'Some codes mean other things on other models',
					options: [
						{ name: 'A1', value: '039' },
						{ name: 'A1 Mini', value: '030' },
						{ name: 'Any', value: '' },
						{ name: 'H2C', value: '31B' },
						{ name: 'H2D', value: '094' },
						{ name: 'H2D Pro', value: '239' },
						{ name: 'H2S', value: '093' },
						{ name: 'P1P', value: '01S' },
						{ name: 'P1S', value: '01P' },
						{ name: 'P2S', value: '22E' },
						{ name: 'X1', value: '00W' },
						{ name: 'X1 Carbon', value: '00M' },
						{ name: 'X1E', value: '03W' },
						{ name: 'X2D', value: '20P' },
					],
				},
			],
		},
	],
	isLocal: true,
	run: async ({ errorCode, options }, { httpRequest }) => {
		const { language = 'en', model = '', errorTexts = true } = options;
		const code = readCode(errorCode);
		if (code === undefined) {
			throw new UserError(`"${errorCode}" is not an error code of a printer`, {
				description:
					'It has 8 or 16 digits and letters from A to F, such as 0300_8015 or 0700_2200_0002_0001, or is the number of print_error in a report.',
			});
		}
		const wanted = { code: code.code, prefix: model, language };
		const text = errorTexts ? await errorText(httpRequest, wanted) : undefined;
		return [{ ...withReason(code), text: text ?? null, model, language }];
	},
	readable: { form: errorCodeForm },
	sample: {
		parameters: { errorCode: '0300_8015', options: { errorTexts: false } },
		isUnsigned: true,
	},
});
