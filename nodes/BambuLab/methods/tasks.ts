import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { idText, textOrEmpty } from '../cloud/json';
import { readHits } from '../cloud/list/pages';
import type { TaskRow } from '../output/rowTypes';
import { editorClient } from '../cloud/client';
import { websiteFor } from '../core/website';
import { statusOfPrint, type Status } from '../output/status';
import { designUrl, taskTitle } from '../output/design';
import { spanOf } from '../output/task';
import { label, searchPages } from './search';

const tasks = {
	request: { method: 'GET', path: '/v1/user-service/my/tasks' },
	read: readHits,
	whenEmpty: 'The cloud remembers no prints of this account.',
} as const;

/** The moment that a person would name: the end of a print, or its start while it runs. */
function whenText(context: ILoadOptionsFunctions, task: TaskRow, status: Status): string {
	const { start, end } = spanOf(task);
	const time = status === 'running' ? start : end;
	if (time === undefined) return status;
	const format = new Intl.DateTimeFormat('en-GB', {
		timeZone: context.getTimezone(),
		dateStyle: 'medium',
		timeStyle: 'short',
	});
	return `${status} ${format.format(time)}`;
}

/** The picker of prints; finds by title, printer, status, or ID. */
export async function searchTasks(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const website = await websiteFor(editorClient(this));
	const toItem = (task: TaskRow): INodeListSearchItems => {
		const url = designUrl(task, website);
		const when = whenText(this, task, statusOfPrint(task.status));
		return {
			name: label(taskTitle(task) || 'Untitled', when, textOrEmpty(task.deviceName)),
			value: idText(task.id),
			...(url === null ? {} : { url }),
		};
	};
	return await searchPages(this, { ...tasks, toItem }, filter, paginationToken);
}

/** The picker of print profiles. The API lists none, so these are those of the prints. */
export async function searchProfiles(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const toItem = (task: TaskRow): INodeListSearchItems | undefined => {
		const value = idText(task.profileId);
		if (value === '' || value === '0') return undefined;
		return { name: label(taskTitle(task) || 'Untitled', `profile ${value}`), value };
	};
	return await searchPages(this, { ...tasks, toItem }, filter, paginationToken);
}

function chosenProfile(context: ILoadOptionsFunctions): string {
	const value = idText(context.getCurrentNodeParameter('profileId', { extractValue: true }));
	// What an expression will give is not known while the workflow is edited.
	return value.startsWith('=') ? '' : value;
}

/** The picker of models: those of the prints, and only the fitting one where a profile is chosen. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const profileId = chosenProfile(this);
	const toItem = (task: TaskRow): INodeListSearchItems | undefined => {
		const value = idText(task.modelId);
		const isOther = profileId !== '' && idText(task.profileId) !== profileId;
		if (value === '' || isOther) return undefined;
		return { name: label(taskTitle(task) || 'Untitled', value), value };
	};
	return await searchPages(this, { ...tasks, toItem }, filter, paginationToken);
}
