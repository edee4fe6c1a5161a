import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { RowForm } from './rowForm';
import { flagOf, textOrNull } from './values';

/** A version of Bambu Studio, or of one of its plug-ins and profiles. */
function resourceRow(resource: JsonObject): IDataObject {
	return {
		kind: textOrNull(resource.category),
		type: textOrNull(resource.type),
		version: textOrNull(resource.version),
		isForced: flagOf(resource.force_update),
		releaseNotes: textOrNull(resource.description),
		fileUrl: textOrNull(resource.url),
	};
}

export const resourceForm: RowForm = {
	toRows: (resource) => [resourceRow(resource)],
	simple: ['kind', 'type', 'version', 'isForced', 'releaseNotes', 'fileUrl'],
};
