import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import {
	chronological,
	isDeepEnough,
	lateSlack,
	lookBack,
	newestTime,
	secondsOf,
	timeOf,
	type Row,
} from './chronology';

/** What the trigger knows of the messages. One is new while it came at or after `floor` and is not in `seen`. */
export interface MessageState {
	/** Every message that came before this moment has been dealt with. */
	floor: number;
	/** Messages that came at or after `floor`: id to time. */
	seen: { [id: string]: number };
}

export interface MessageEvent {
	id: string;
	/** Milliseconds. */
	occurredAt: number;
	deviceId: string;
	message: JsonObject;
}

/** Beyond these the oldest are remembered by `floor` alone; they bound the stored state. */
const mostSeen = 150;
/** The page that the cloud gives when it is not asked for another size. */
const smallestPage = 20;

function chronologicalMessages(messages: JsonObject[]): Row[] {
	return chronological(messages, 'createTime');
}

function compact({ floor, seen }: MessageState, now: number): MessageState {
	const newestFirst = Object.entries(seen).sort(([, a], [, b]) => b - a);
	const newest = newestTime(Object.values(seen), now);
	const newFloor = Math.max(floor, newest - lookBack, (newestFirst[mostSeen]?.[1] ?? -1) + 1);
	return {
		floor: newFloor,
		seen: Object.fromEntries(newestFirst.filter(([, time]) => time >= newFloor)),
	};
}

/**
 * The state to begin with: compared with it (`detectMessages`), only messages that come later are
 * new, and those since a moment that an earlier life of the trigger (`told`) did not see.
 *
 * @param since milliseconds
 */
export function messageBaselineOf(
	messages: JsonObject[],
	since: number,
	told: MessageState | undefined,
	now: number,
): MessageState {
	const isNew = ({ id, time, value }: Row) =>
		(timeOf(value.createTime) ?? 0) >= since &&
		(told === undefined || (time >= told.floor && told.seen[id] === undefined));
	const rows = chronologicalMessages(messages);
	const oldest = rows[0];
	// An empty list may be a hiccup of the cloud; then the history must not pass for new.
	if (oldest === undefined) return { floor: Math.max(0, secondsOf(now) - lookBack), seen: {} };
	// Some show up late: one below what was read may be a little newer than the oldest of it, and a
	// new one older. A clock of ours that is behind must not count, nor a message from the future.
	const times = rows.map(({ time }) => time);
	const newest = Math.max(newestTime(times, secondsOf(now)), times[times.length >> 1] ?? 0);
	const below = Math.max(oldest.time + 1, Math.min(oldest.time + lateSlack, newest + 1));
	const newTimes = rows.filter(isNew).map(({ time }) => time);
	const floor = newTimes.reduce((least, time) => Math.min(least, time), below);
	const seen = rows.filter((row) => row.time >= floor && !isNew(row));
	return { floor, seen: Object.fromEntries(seen.map(({ id, time }) => [id, time])) };
}

export function messageEventOf(message: JsonObject, now: number): MessageEvent {
	const task = isObject(message.taskMessage) ? message.taskMessage : {};
	return {
		id: idText(message.id),
		occurredAt: timeOf(message.createTime) ?? now,
		deviceId: textOrEmpty(task.deviceId),
		message,
	};
}

/**
 * Compares the inbox with what is known of it. Pure, and a state that was rolled back to the one
 * stored with the last event repeats nothing.
 *
 * @param messages the newest messages, newest first, down to known ground (`isInboxCovered`)
 * @param now milliseconds; the time of an event for which the cloud gives none
 */
export function detectMessages(
	state: MessageState,
	messages: JsonObject[],
	now: number,
): { events: MessageEvent[]; state: MessageState } {
	const fresh = chronologicalMessages(messages).filter(
		({ id, time }) => time >= state.floor && state.seen[id] === undefined,
	);
	const seen = {
		...state.seen,
		...Object.fromEntries(fresh.map(({ id, time }) => [id, time])),
	};
	return {
		events: fresh.map(({ value }) => messageEventOf(value, now)),
		state: compact({ floor: state.floor, seen }, secondsOf(now)),
	};
}

/** Whether the pages read so far reach well into known ground, or are an inbox of less than a page. */
export function isInboxCovered(state: MessageState, messages: JsonObject[]): boolean {
	const isKnown = ({ id, time }: Row) => time < state.floor || state.seen[id] !== undefined;
	const rows = chronologicalMessages(messages);
	const isSmallInbox = rows.length > 0 && rows.length < smallestPage && rows.every(isKnown);
	return isSmallInbox || isDeepEnough(rows, isKnown);
}

/** Whether the pages read so far reach so far behind a moment that nothing late of it stands below. */
export function reachesBehind(messages: JsonObject[], since: number): boolean {
	const oldest = chronologicalMessages(messages)[0];
	return oldest !== undefined && oldest.time < secondsOf(since) - lateSlack;
}

export function isMessageState(value: unknown): value is MessageState {
	return (
		isObject(value) &&
		Number.isFinite(value.floor) &&
		isObject(value.seen) &&
		Object.values(value.seen).every(Number.isFinite)
	);
}
