import type { JsonObject } from '../cloud/json';
import type { Send } from '../cloud/client';
import type { Opening } from './kernel';
import { baselinePages, mostSamplePages, readNewest, type Newest } from './listPages';
import { isInboxCovered, reachesBehind, type MessageState } from './messageDetector';

const messageList = '/v1/user-service/my/messages';

/** The newest messages, newest first. Reads on only while something unknown may stand further down. */
export async function readMessages(
	send: Send,
	known: MessageState | undefined,
	opening: Opening,
	now: number,
): Promise<Newest> {
	return known === undefined
		? await readNewest(send, messageList, baselinePages(opening.since, now), (messages) =>
				reachesBehind(messages, opening.since),
			)
		: await readNewest(send, messageList, Infinity, (messages) => isInboxCovered(known, messages));
}

/** The newest messages for a manual test, read on until `isEnough`, within a few pages. */
export async function readSampleMessages(
	send: Send,
	isEnough: (messages: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	return (await readNewest(send, messageList, mostSamplePages, isEnough)).rows;
}
