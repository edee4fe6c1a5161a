import type { IDataObject } from 'n8n-workflow';

import {
	finiteNumber,
	isObject,
	objectsIn,
	parseJson,
	textOrEmpty,
	type JsonObject,
} from '../cloud/json';
import { kindOf, type MessageKind } from './messageKind';
import { plainText } from './plainText';
import type { MessageRow, TaskMessageRow } from './rowTypes';
import type { RowContext, RowForm } from './rowForm';
import { statusOfPrint } from './status';
import { designUrl } from './design';
import { readTime } from './times';
import { flagOf, idOrNull, idValue, numberOrNull, textOrNull } from './values';

export { messageTypesOf } from './messageKind';

/** No message is known to be a third as deep. */
const deepest = 6;

/** Whatever a message holds at any depth, outer before inner; who sent it is read apart. */
function objectsWithin(value: unknown, depth = 0): JsonObject[] {
	if (depth > deepest) return [];
	if (Array.isArray(value)) return value.flatMap((each) => objectsWithin(each, depth + 1));
	if (!isObject(value)) return [];
	const inner = Object.entries(value).filter(([key]) => key !== 'from' && key !== 'users');
	return [value, ...inner.flatMap(([, each]) => objectsWithin(each, depth + 1))];
}

/** The payload, by a rule that holds for every known shape, and likely for those to come. */
class Payload {
	private readonly all: JsonObject[];

	constructor(message: object) {
		this.all = objectsWithin(message).slice(1);
	}

	object(...names: string[]): JsonObject | undefined {
		for (const name of names) {
			const holder = this.all.find((each) => isObject(each[name]));
			if (holder !== undefined) return holder[name] as JsonObject;
		}
		return undefined;
	}

	text(...names: string[]): string | null {
		for (const name of names) {
			for (const each of this.all) {
				const text = plainText(each[name]);
				if (text !== null) return text;
			}
		}
		return null;
	}

	/** A title is no HTML: what looks like a tag in it was typed. */
	name(...names: string[]): string | null {
		const found = names.flatMap((name) =>
			this.all.flatMap((each) => textOrEmpty(each[name]) || []),
		);
		return found[0] ?? null;
	}

	value(name: string): unknown {
		return this.all.find((each) => each[name] !== undefined && each[name] !== null)?.[name];
	}
}

/** The model that a message is about. */
function designOf(payload: Payload): { id: number | string | null; title: string | null } {
	const design = payload.object('designInfo', 'design');
	return {
		id: idOrNull(design?.id ?? payload.value('designId')),
		title: textOrNull(design?.title) ?? payload.name('designTitle', 'designName'),
	};
}

/** A post says what it says in JSON as text, of which one shape is known. */
function postText(payload: Payload): string | null {
	const content = textOrEmpty(payload.object('post')?.content);
	const parsed = /^[[{]/.test(content) ? parseJson(content) : undefined;
	if (parsed === undefined) return plainText(content);
	return new Payload({ post: parsed }).text('text', 'content', 'insert');
}

/** An answer goes before what it answers, and what is short before the whole of it. */
function saidIn(payload: Payload): string | null {
	const said = ['commentReply', 'commentAtReply', 'commentInfo'].map((name) =>
		plainText(payload.object(name)?.content),
	);
	const system = payload.object('systemInfo');
	return (
		said.find((text) => text !== null) ??
		plainText(system?.bio) ??
		plainText(system?.content) ??
		payload.text('content', 'newContent', 'text', 'comment', 'message', 'detail')
	);
}

/** Tokens that were received or that expire soon, or how often a model was boosted. */
function boostText({ pointBoostingRightExpireRemind }: MessageRow, payload: Payload) {
	const until = readTime(payload.value('expireAt'))?.slice(0, 10);
	const boosts = finiteNumber(payload.value('designBoostCnt'));
	if (until === undefined)
		return boosts === undefined ? saidIn(payload) : `Boosts in all: ${boosts}`;
	const expires = isObject(pointBoostingRightExpireRemind);
	return expires ? `Boost tokens expire on ${until}` : `Boost tokens received, good until ${until}`;
}

function textOf(kind: MessageKind, message: MessageRow, payload: Payload): string | null {
	if (isObject(message.taskMessage)) {
		const { title, status } = message.taskMessage as TaskMessageRow;
		const name = textOrNull(title);
		return name === null ? saidIn(payload) : `${name}: ${statusOfPrint(status)}`;
	}
	if (kind === 'boost') return boostText(message, payload);
	return kind === 'like' ? postText(payload) : saidIn(payload);
}

/** Who is behind a message; of several who like something, the first. */
function senderOf(message: MessageRow, payload: Payload): string | null {
	const from = isObject(message.from) ? textOrNull(message.from.name) : null;
	const [first] = objectsIn(payload.value('users'));
	return from ?? textOrNull(payload.value('boostedByUsername')) ?? textOrNull(first?.name);
}

/** Where a person would look: the model, else the list of such things on MakerWorld. */
function urlOf(
	kind: MessageKind,
	{ designId, isForMaker }: { designId: unknown; isForMaker: boolean },
	{ website = 'https://makerworld.com' }: RowContext,
): string | null {
	const model = designUrl({ designId }, website);
	if (model !== null || !isForMaker) return model;
	const language = website.endsWith('.cn') ? 'zh' : 'en';
	const page = kind === 'boost' ? 'creator-center/boost' : 'notification';
	return `${website}/${language}/my/${page}`;
}

/** The model, or what it was printed from; else what came with the words. */
function pictureOf(payload: Payload): string | null {
	const design = payload.object('designInfo', 'design');
	const images = payload.value('images');
	const [image] = Array.isArray(images) ? (images as unknown[]) : [];
	return (
		textOrNull(design?.cover ?? design?.coverUrl) ??
		payload.name('cover', 'coverUrl') ??
		textOrNull(isObject(image) ? image.url : image)
	);
}

/** The printer that a message is about, by its serial number; empty where there is none. */
export function messagePrinter({ taskMessage }: MessageRow): string {
	return isObject(taskMessage) ? textOrEmpty(taskMessage.deviceId) : '';
}

/** A message as a flat row. The print is there for a message about one. */
function messageRow(message: MessageRow, context: RowContext): IDataObject {
	const isAboutPrint = isObject(message.taskMessage);
	const task: TaskMessageRow = isObject(message.taskMessage) ? message.taskMessage : {};
	const payload = new Payload(message);
	const kind = kindOf(message);
	const design = designOf(payload);
	const serial = messagePrinter(message);
	const title = payload.name('badgeTitle', 'title', 'name');
	return {
		id: idValue(message.id),
		kind,
		title: isAboutPrint ? textOrNull(task.title) : (design.title ?? title),
		text: textOf(kind, message, payload),
		sender: senderOf(message, payload),
		createdAt: readTime(message.createTime),
		isRead: flagOf(message.isread),
		printerName: textOrNull(task.deviceName) ?? context.printerNames?.get(serial) ?? null,
		taskId: idOrNull(task.id),
		url: urlOf(kind, { designId: design.id, isForMaker: !isAboutPrint }, context),
		designId: design.id,
		designTitle: design.title,
		score: numberOrNull(payload.value('score')),
		status: isAboutPrint ? statusOfPrint(task.status) : null,
		printerSerial: serial || null,
		statusCode: isAboutPrint ? numberOrNull(task.status) : null,
		kindCode: numberOrNull(message.type),
		pictureUrl: pictureOf(payload),
	};
}

export const messageForm: RowForm = {
	toRows: (message, context) => [messageRow(message, context)],
	simple: [
		'id',
		'kind',
		'title',
		'text',
		'sender',
		'createdAt',
		'isRead',
		'printerName',
		'taskId',
		'url',
	],
	more: [
		'designId',
		'designTitle',
		'score',
		'status',
		'printerSerial',
		'statusCode',
		'kindCode',
		'pictureUrl',
	],
};
