import { UserError } from 'n8n-workflow';

import type { FileSource } from '../../cloud/files/download';
import {
	finiteNumber,
	idText,
	isObject,
	objectsIn,
	textOrEmpty,
	type JsonObject,
} from '../../cloud/json';
import type { Send } from '../../cloud/client';
import { printedPlate } from '../../output/project';

/** What of a project or profile to take. */
export interface FileChoice {
	content: 'model' | 'picture' | 'config';
	plate: number;
	configName: string;
}

function missing(what: string): UserError {
	return new UserError(`Bambu Lab has no address for ${what}`, {
		description: 'It may have been deleted, or there never was one.',
	});
}

function fromAddress(url: unknown, what: string, fileName?: unknown): FileSource {
	const address = textOrEmpty(url);
	if (address === '') throw missing(what);
	const name = textOrEmpty(fileName);
	return { url: address, ...(name === '' ? {} : { fileName: name }) };
}

/** What the contexts of all print profiles list under a key. */
function listed(profiles: JsonObject[], key: 'configs' | 'plates'): JsonObject[] {
	return profiles.flatMap(({ context }) => objectsIn(isObject(context) ? context[key] : undefined));
}

function noSettingsFile(names: string[]): UserError {
	return new UserError('There is no settings file with the name in "Configuration Name"', {
		description:
			names.length === 0
				? 'There are none at all.'
				: `There are: ${names.slice(0, 10).join(', ')}.`,
	});
}

function fromProfiles(profiles: JsonObject[], choice: FileChoice): FileSource {
	if (choice.content === 'config') {
		const configs = listed(profiles, 'configs');
		const config = configs.find(({ name }) => name === choice.configName);
		if (config === undefined) {
			throw noSettingsFile([...new Set(configs.map(({ name }) => textOrEmpty(name)))]);
		}
		return fromAddress(config.url, 'this settings file', config.name);
	}
	const plates = listed(profiles, 'plates');
	const plate = plates.find(({ index }) => finiteNumber(index) === choice.plate);
	const thumbnail = isObject(plate?.thumbnail) ? plate.thumbnail : {};
	return fromAddress(thumbnail.url, `a picture of plate ${choice.plate}`, thumbnail.name);
}

/** The cover of a print; asked for anew each time, since its address expires. */
export async function locateTaskPicture(send: Send, taskId: string): Promise<FileSource> {
	const task = await send({
		method: 'GET',
		path: '/v1/user-service/my/task/{taskId}',
		pathParameters: { taskId },
	});
	return fromAddress(isObject(task) ? task.cover : '', 'the picture of this print');
}

/** The cover of a print that was read before, if it has one. */
export function taskPicture(task: JsonObject, send: Send): FileSource | undefined {
	const url = textOrEmpty(task.cover);
	if (url === '') return undefined;
	const taskId = idText(task.id);
	return { url, renew: async () => await locateTaskPicture(send, taskId) };
}

/** The picture of the plate that was printed, from the details of a print. */
export function platePicture(details: JsonObject): FileSource | undefined {
	const plates = listed([details], 'plates');
	const printed = printedPlate(details.content);
	const plate = plates.find(({ index }) => finiteNumber(index) === printed) ?? plates[0];
	const { url, name } = isObject(plate?.thumbnail) ? plate.thumbnail : {};
	return textOrEmpty(url) === '' ? undefined : fromAddress(url, 'the plate', name);
}

export async function locateProjectFile(
	send: Send,
	projectId: string,
	choice: FileChoice,
): Promise<FileSource> {
	const body = await send({
		method: 'GET',
		path: '/v1/iot-service/api/user/project/{projectId}',
		pathParameters: { projectId },
	});
	const project = isObject(body) ? body : {};
	if (choice.content === 'model') {
		return fromAddress(project.download_url, 'the file of this project');
	}
	return fromProfiles(objectsIn(project.profiles), choice);
}

export async function locateProfileFile(
	send: Send,
	profileId: string,
	modelId: string,
	choice: FileChoice,
): Promise<FileSource> {
	const body = await send({
		method: 'GET',
		path: '/v1/iot-service/api/user/profile/{profileId}',
		pathParameters: { profileId },
		query: { model_id: modelId },
	});
	const profile = isObject(body) ? body : {};
	if (choice.content === 'model') {
		return fromAddress(profile.url, 'the file of this print profile', profile.filename);
	}
	return fromProfiles([profile], choice);
}
