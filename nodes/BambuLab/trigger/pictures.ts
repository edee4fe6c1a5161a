import type { IBinaryData, IPollFunctions } from 'n8n-workflow';

import { download } from '../cloud/download';
import { isObject, textOrEmpty } from '../cloud/json';
import type { Subject, TriggerEvent } from './triggerEvent';

/** A picture, or why there is none. */
export type Picture = { file: IBinaryData } | { error: string };

/** By its address. */
export type Pictures = ReadonlyMap<string, Picture>;

const mostBytes = 20 * 1_048_576;
const mostAtOnce = 5;
/** A poll must end before the next; what is not here by then is missed. */
const mostTimeMs = 45_000;

/** The address of an event's picture; empty where it has none. */
export function pictureUrlOf({ kind, row }: Subject): string {
	if (kind === 'task') return textOrEmpty(row.cover);
	if (kind !== 'message' || !isObject(row.taskMessage)) return '';
	return textOrEmpty(row.taskMessage.cover);
}

async function fetchPicture(context: IPollFunctions, url: string): Promise<Picture> {
	try {
		return { file: await download(context, { url }, mostBytes) };
	} catch (error) {
		return { error: error instanceof Error ? error.message : 'The picture could not be fetched' };
	}
}

/** How long fetching may take; newer versions of n8n tell how long the whole poll may. */
function timeLimit(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return Math.min(mostTimeMs, (context.getPollBudgetMs?.() ?? Infinity) / 2);
}

/** The pictures of the events, at once because their addresses die. Never throws: an event is worth more. */
export async function fetchPictures(
	context: IPollFunctions,
	events: TriggerEvent[],
): Promise<Pictures> {
	const addresses = new Set(events.map(({ subject }) => pictureUrlOf(subject)));
	addresses.delete('');
	const queue = [...addresses];
	const pictures = new Map<string, Picture>();
	const deadline = Date.now() + timeLimit(context);
	const work = async () => {
		for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
			const isLate = Date.now() > deadline;
			pictures.set(
				url,
				isLate ? { error: 'There was no time to fetch it' } : await fetchPicture(context, url),
			);
		}
	};
	await Promise.all(Array.from({ length: mostAtOnce }, work));
	return pictures;
}
