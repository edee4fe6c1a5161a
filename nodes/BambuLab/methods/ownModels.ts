import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { makerAdvice, makerService } from '../actions/makerWorld/fields';
import { ownModels } from '../cloud/api/endpoints';
import { editorClient } from '../cloud/client';
import { idText, textOrEmpty, type JsonObject } from '../cloud/json';
import { readHits } from '../cloud/list/pages';
import { websiteFor } from '../core/website';
import { designUrl } from '../output/design';
import { label, searchPages } from './search';

/** The picker of one's own models on MakerWorld; finds by title or ID. */
export async function searchOwnModels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const website = await websiteFor(editorClient(this));
	const toItem = (model: JsonObject) => {
		const url = designUrl({ designId: model.id }, website);
		return {
			name: label(textOrEmpty(model.title) || 'Untitled'),
			value: idText(model.id),
			...(url === null ? {} : { url }),
		};
	};
	const whenEmpty = 'This account has published no models on MakerWorld.';
	const asked = { request: ownModels, read: readHits, service: makerService, advice: makerAdvice };
	return await searchPages(this, { ...asked, toItem, whenEmpty }, filter, paginationToken);
}
