import type { IDataObject } from 'n8n-workflow';

import { isObject, type JsonObject } from '../cloud/json';
import type { RowContext, RowForm } from './rowForm';
import { designUrl } from './design';
import { idOrNull, numberOrNull, textOrNull } from './values';

/** A figure that has passed a multiple; `model` is missing where it is of the account as a whole. */
function milestoneRow(row: JsonObject, { website }: RowContext): IDataObject {
	const model = isObject(row.model) ? row.model : {};
	return {
		kind: textOrNull(row.figure),
		reachedCount: numberOrNull(row.reached),
		currentCount: numberOrNull(row.count),
		title: textOrNull(model.title),
		designId: idOrNull(model.id),
		url: designUrl({ designId: model.id }, website),
		pictureUrl: textOrNull(model.coverUrl ?? model.cover),
	};
}

export const milestoneForm: RowForm = {
	toRows: (row, context) => [milestoneRow(row, context)],
	simple: ['kind', 'reachedCount', 'currentCount', 'title', 'designId', 'url'],
	more: ['pictureUrl'],
};
