import { finiteNumber, idText, isObject } from '../cloud/json';
import type { MessageRow } from './rowTypes';

/** What messages are about. The values are stored in workflows. */
export type MessageKind =
	| 'badge'
	| 'boost'
	| 'comment'
	| 'designPublished'
	| 'like'
	| 'other'
	| 'print'
	| 'rating'
	| 'ratingReminder'
	| 'reply'
	| 'system';

/** Event codes of messages whose meaning is known from live payloads. */
const kinds: { [type: number]: MessageKind } = {
	6: 'print',
	101: 'system',
	102: 'system',
	103: 'designPublished',
	201: 'comment',
	202: 'reply',
	203: 'reply',
	251: 'rating',
	252: 'reply',
	254: 'ratingReminder',
	815: 'badge',
};
const kindsOfHundreds: { [hundred: number]: MessageKind } = { 4: 'system', 5: 'boost', 6: 'like' };

/** What a message of an unknown code is about, by the object that it holds. */
const kindsOfPayloads: { readonly [Name in keyof MessageRow]?: MessageKind } = {
	taskMessage: 'print',
	designCommented: 'comment',
	commentReplied: 'reply',
	ratingReplied: 'reply',
	instRating: 'rating',
	instanceRatingRemind: 'ratingReminder',
	designPublished: 'designPublished',
	pointDesignBoosted: 'boost',
	pointBoostingRightGet: 'boost',
	pointBoostingRightExpireRemind: 'boost',
	systemForWeb: 'system',
	communityPostLiked: 'like',
	newBadgeReceived: 'badge',
};

/** The kind of an event code; undefined for one that nobody knows. */
export function kindOfCode(code: unknown): MessageKind | undefined {
	const type = finiteNumber(code);
	return type === undefined ? undefined : (kinds[type] ?? kindsOfHundreds[Math.floor(type / 100)]);
}

export function kindOf(message: MessageRow): MessageKind {
	const known = kindOfCode(message.type);
	if (known !== undefined) return known;
	const held = Object.entries(kindsOfPayloads).find(([name]) =>
		isObject(message[name as keyof MessageRow]),
	);
	return held?.[1] ?? 'other';
}

/** What a message can be chosen by: its kind, and its number. */
export function messageTypesOf(message: MessageRow): string[] {
	return [kindOf(message), idText(message.type)];
}
