import type { IDataObject } from 'n8n-workflow';

import {
	finiteNumber,
	idText,
	idValue,
	isObject,
	textOrEmpty,
	type JsonObject,
} from '../cloud/json';
import type { MessageRow, TaskMessageRow } from '../cloud/api/rows';
import { taskStatusText } from './task';

/** What messages are about. The values are stored in workflows. */
type MessageKind =
	| 'badge'
	| 'boost'
	| 'designComment'
	| 'designPublished'
	| 'like'
	| 'other'
	| 'print'
	| 'printProfileRating'
	| 'ratingReminder'
	| 'reply'
	| 'system';

/** Event codes of messages whose meaning is known from live payloads. */
const kinds: { [type: number]: MessageKind } = {
	6: 'print',
	101: 'system',
	102: 'system',
	103: 'designPublished',
	201: 'designComment',
	202: 'reply',
	203: 'reply',
	251: 'printProfileRating',
	252: 'reply',
	254: 'ratingReminder',
	815: 'badge',
};
const kindsOfHundreds: { [hundred: number]: MessageKind } = { 4: 'system', 5: 'boost', 6: 'like' };

function kindOf(type: number | undefined): MessageKind {
	if (type === undefined) return 'other';
	return kinds[type] ?? kindsOfHundreds[Math.floor(type / 100)] ?? 'other';
}

/** What a message can be chosen by: its kind, and its number. */
export function messageTypesOf({ type }: MessageRow): string[] {
	return [kindOf(finiteNumber(type)), idText(type)];
}

/** The one payload object that a message holds among many that are null. */
function payloadOf(message: MessageRow): JsonObject {
	const filled = Object.entries(message).find(([key, value]) => key !== 'from' && isObject(value));
	return isObject(filled?.[1]) ? filled[1] : {};
}

function firstText(payload: JsonObject, keys: string[]): string | null {
	return keys.map((key) => textOrEmpty(payload[key])).find((text) => text !== '') ?? null;
}

/** What a message says. The names are of what live payloads were seen to hold; others give null. */
function textOf(payload: JsonObject, task: TaskMessageRow | undefined): string | null {
	if (task === undefined) return firstText(payload, ['content', 'text', 'comment', 'message']);
	const title = textOrEmpty(task.title);
	return title === '' ? null : `${title}: ${taskStatusText(task.status)}`;
}

/** A message as a flat row. The task is there for a message about a print. */
export function simplifyMessage(message: MessageRow): IDataObject {
	const task: TaskMessageRow | undefined = isObject(message.taskMessage)
		? message.taskMessage
		: undefined;
	const sender = isObject(message.from) ? message.from : {};
	const type = finiteNumber(message.type);
	const payload = payloadOf(message);
	return {
		id: idValue(message.id),
		type: type ?? null,
		kind: kindOf(type),
		createdAt: textOrEmpty(message.createTime) || null,
		isRead: message.isread === undefined ? null : finiteNumber(message.isread) === 1,
		from: textOrEmpty(sender.name) || null,
		title: firstText(payload, ['title', 'designTitle', 'name']),
		text: textOf(payload, task),
		taskId: task === undefined ? null : idValue(task.id),
		taskStatus: finiteNumber(task?.status) ?? null,
		taskStatusText: task === undefined ? null : taskStatusText(task.status),
		printerSerial: textOrEmpty(task?.deviceId) || null,
		pictureUrl: textOrEmpty(task?.cover) || null,
	};
}
