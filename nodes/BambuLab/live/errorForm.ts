import type { IDataObject } from 'n8n-workflow';

import { textOrEmpty, type JsonObject } from '../cloud/json';
import type { RowForm } from '../output/rowForm';
import { textOrNull } from '../output/values';
import { codeUrl, placeOn, type LiveError } from './liveErrors';

/** A code with its text, which is empty for one that printers never show. */
function codeRow(row: JsonObject): IDataObject {
	const code = textOrEmpty(row.code);
	const kind: LiveError['kind'] = row.kind === 'hms' ? 'hms' : 'print';
	const error = { ...row, code, kind } as unknown as LiveError;
	return {
		code: code || null,
		text: textOrNull(row.text),
		severity: textOrNull(row.severity),
		effect: textOrNull(row.effect),
		module: textOrNull(row.module),
		slot: placeOn({ slot: textOrNull(row.slot) }, textOrEmpty(row.model)),
		kind: code === '' ? null : kind,
		isShown: row.isShown !== false && row.text !== '',
		url:
			code === ''
				? null
				: codeUrl(error, textOrEmpty(row.model), textOrEmpty(row.language) || 'en'),
		pauseReason: textOrNull(row.reason),
	};
}

export const errorCodeForm: RowForm = {
	toRows: (row) => [codeRow(row)],
	simple: [
		'code',
		'text',
		'severity',
		'effect',
		'module',
		'slot',
		'kind',
		'isShown',
		'url',
		'pauseReason',
	],
};
