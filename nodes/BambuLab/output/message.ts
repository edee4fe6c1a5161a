import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { idValue, flagOf, idOrNull, textOrNull } from './values';
import type { MessageRow, TaskMessageRow } from './rows';
import type { RowContext, RowForm } from './row';
import { statusOfPrint } from './status';
import { readTime } from './times';

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
	return title === '' ? null : `${title}: ${statusOfPrint(task.status)}`;
}

/** The printer that a message is about, by its serial number; empty where there is none. */
export function messagePrinter({ taskMessage }: MessageRow): string {
	return isObject(taskMessage) ? textOrEmpty(taskMessage.deviceId) : '';
}

/** A message as a flat row. The print is there for a message about one. */
function messageRow(message: MessageRow, { printerNames }: RowContext): IDataObject {
	const task: TaskMessageRow & { deviceName?: unknown } = isObject(message.taskMessage)
		? message.taskMessage
		: {};
	const isAboutPrint = isObject(message.taskMessage);
	const sender = isObject(message.from) ? message.from : {};
	const type = finiteNumber(message.type);
	const payload = payloadOf(message);
	const serial = messagePrinter(message);
	return {
		id: idValue(message.id),
		kind: kindOf(type),
		title: firstText(payload, ['title', 'designTitle', 'name']),
		text: textOf(payload, isAboutPrint ? task : undefined),
		from: textOrNull(sender.name),
		createdAt: readTime(message.createTime),
		isRead: flagOf(message.isread),
		printerName: textOrNull(task.deviceName) ?? printerNames?.get(serial) ?? null,
		status: isAboutPrint ? statusOfPrint(task.status) : null,
		taskId: idOrNull(task.id),
		printerSerial: serial || null,
		statusCode: isAboutPrint ? (finiteNumber(task.status) ?? null) : null,
		kindCode: type ?? null,
		pictureUrl: textOrNull(task.cover),
	};
}

export const messageForm: RowForm = {
	toRows: (message, context) => [messageRow(message, context)],
	simple: [
		'id',
		'kind',
		'title',
		'text',
		'from',
		'createdAt',
		'isRead',
		'printerName',
		'status',
		'taskId',
	],
};
