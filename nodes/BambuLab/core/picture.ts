import type {
	IBinaryData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IPollFunctions,
} from 'n8n-workflow';

import type { CloudClient } from '../cloud/client';
import { problemOf } from '../cloud/errors/cloudError';
import { download, type FileLimits, type FileSource } from '../cloud/files/download';

/** A picture, or why there is none. */
export type Picture = { file: IBinaryData } | { error: string };

/** Never throws: what the picture goes with is worth more. */
export async function fetchPicture(
	context: IExecuteFunctions | IPollFunctions,
	client: CloudClient,
	file: FileSource,
	limits: FileLimits,
): Promise<Picture> {
	try {
		return { file: await download(context, client, file, limits) };
	} catch (error) {
		const message = error instanceof Error ? error.message : 'The picture could not be fetched';
		return { error: problemOf(error)?.message ?? message };
	}
}

const maxAtOnce = 5;

/** Pictures by their address, some at once. What is not here by the deadline is left out. */
export async function fetchPictures(
	context: IExecuteFunctions | IPollFunctions,
	client: CloudClient,
	files: FileSource[],
	{ maxBytes, deadline }: { maxBytes: number; deadline: number },
): Promise<ReadonlyMap<string, Picture>> {
	const pictures = new Map<string, Picture>();
	const queue = new Map(files.map((file) => [file.url, file])).values();
	const work = async () => {
		for (const file of queue) {
			const timeoutMs = deadline - Date.now();
			const picture =
				timeoutMs <= 0
					? { error: 'There was no time to fetch it' }
					: await fetchPicture(context, client, file, { maxBytes, timeoutMs });
			pictures.set(file.url, picture);
		}
	};
	await Promise.all(Array.from({ length: maxAtOnce }, work));
	return pictures;
}

/** An item with its picture in a binary field, or with the reason why there is none. */
export function withPicture(
	json: IDataObject,
	picture: Picture,
	field: string,
): INodeExecutionData {
	if ('error' in picture) return { json: { ...json, pictureError: picture.error } };
	return { json, binary: { [field]: picture.file } };
}
