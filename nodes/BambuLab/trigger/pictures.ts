import type { IPollFunctions } from 'n8n-workflow';

import { taskPicture } from '../actions/file/locate';
import type { RenewableFile } from '../cloud/files/download';
import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { CloudClient } from '../cloud/client';
import { fetchPicture, type Picture } from '../core/picture';
import type { Subject, TriggerEvent } from './triggerEvent';

/** By the address that the event has. */
type Pictures = ReadonlyMap<string, Picture>;

/** The picture of each event that has one. */
export type PictureOf = (subject: Subject) => Picture | undefined;

const mostAtOnce = 5;
/** A poll must end before the next; what is not here by then is missed. */
const mostTimeMs = 45_000;

/** The print that an event is about, as far as the event holds it. */
function taskOf({ kind, row }: Subject): JsonObject {
	if (kind === 'task') return row;
	return kind === 'message' && isObject(row.taskMessage) ? row.taskMessage : {};
}

/** How long fetching may take; newer versions of n8n tell how long the whole poll may. */
function timeLimit(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return Math.min(mostTimeMs, (context.getPollBudgetMs?.() ?? Infinity) / 2);
}

async function fetchAll(
	context: IPollFunctions,
	client: CloudClient,
	files: RenewableFile[],
	mostBytes: number,
): Promise<Pictures> {
	const pictures = new Map<string, Picture>();
	const deadline = Date.now() + timeLimit(context);
	const queue = [...files];
	const work = async () => {
		for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
			const isLate = Date.now() > deadline;
			pictures.set(
				file.url,
				isLate
					? { error: 'There was no time to fetch it' }
					: await fetchPicture(context, client, file, {
							mostBytes,
							timeoutMs: deadline - Date.now(),
						}),
			);
		}
	};
	await Promise.all(Array.from({ length: mostAtOnce }, work));
	return pictures;
}

/** The pictures of the events, at once because their addresses die. Never throws: an event is worth more. */
export async function fetchPictures(
	context: IPollFunctions,
	client: CloudClient,
	events: TriggerEvent[],
	mostBytes: number,
): Promise<PictureOf> {
	const files = new Map<string, RenewableFile>();
	for (const { subject } of events) {
		const file = taskPicture(taskOf(subject), client.send);
		if (file !== undefined) files.set(file.url, file);
	}
	const pictures = await fetchAll(context, client, [...files.values()], mostBytes);
	return (subject) => pictures.get(textOrEmpty(taskOf(subject).cover));
}
