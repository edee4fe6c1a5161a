import type { IDataObject } from 'n8n-workflow';

import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Figure } from './printFigures';
import { plainText } from './plainText';
import type { RowContext, RowForm } from './rowForm';
import { readTime } from './times';
import { flagOf, idOrNull, idValue, numberOrNull, textOrNull } from './values';

/** A figure, and the field of the cloud that it comes from. */
interface Sourced {
	value: Figure;
	source: string | null;
}

/** The first of the fields that holds a number; a dot leads into an object. */
function sourced(row: JsonObject, ...fields: string[]): Sourced {
	for (const source of fields) {
		const [first = '', second] = source.split('.');
		const outer = row[first];
		const value = second === undefined ? outer : isObject(outer) ? outer[second] : undefined;
		const found = numberOrNull(value);
		if (found !== null) return { value: found, source };
	}
	return { value: null, source: null };
}

/** What counts of a maker; what the site shows goes before what else the cloud has. */
export function makerFigures(profile: JsonObject) {
	return {
		modelCount: sourced(profile, 'MWCount.designCount'),
		downloadCount: sourced(profile, 'MWCount.myDesignDownloadCount', 'downloadCount'),
		printCount: sourced(profile, 'MWCount.myDesignPrintCount'),
		likeCount: sourced(profile, 'likeCount'),
		followers: sourced(profile, 'fanCount'),
		points: sourced(profile, 'point'),
		boostCount: sourced(profile, 'boostGained'),
		boostTokenCount: sourced(profile, 'boost'),
	};
}

function makerRow(profile: JsonObject, { website = 'https://makerworld.com' }: RowContext) {
	const figures = Object.entries(makerFigures(profile));
	const counts = isObject(profile.MWCount) ? profile.MWCount : {};
	const handle = textOrEmpty(profile.handle);
	const id = idValue(profile.uid);
	const page = handle === '' ? `u/${String(id)}` : `@${handle}`;
	const language = website.endsWith('.cn') ? 'zh' : 'en';
	return {
		userId: id,
		userName: textOrNull(profile.name),
		...Object.fromEntries(figures.map(([name, { value }]) => [name, value])),
		profileDownloadCount: numberOrNull(counts.myInstanceDownloadCount),
		profilePrintCount: numberOrNull(counts.myInstancePrintCount),
		collectionCount: numberOrNull(profile.collectionCount),
		likeGivenCount: numberOrNull(profile.myLikeCount),
		following: numberOrNull(profile.followCount),
		regularPoints: numberOrNull(profile.pointRegular),
		exclusivePoints: numberOrNull(profile.pointExclusive),
		sources: Object.fromEntries(figures.map(([name, { source }]) => [name, source])),
		handle: handle || null,
		url: id === null ? null : `${website}/${language}/${page}`,
		pictureUrl: textOrNull(profile.avatar),
	} satisfies IDataObject;
}

/** The account on MakerWorld. */
export const makerForm: RowForm = {
	toRows: (profile, context) => [makerRow(profile, context)],
	simple: [
		'userId',
		'userName',
		'modelCount',
		'downloadCount',
		'printCount',
		'likeCount',
		'followers',
		'points',
		'boostCount',
		'boostTokenCount',
	],
	more: [
		'profileDownloadCount',
		'profilePrintCount',
		'collectionCount',
		'likeGivenCount',
		'following',
		'regularPoints',
		'exclusivePoints',
		'sources',
		'handle',
		'url',
		'pictureUrl',
	],
};

/** The comment or the rating that a row holds. */
export function remarkIn(row: JsonObject): JsonObject {
	return [row.ratingItem, row.comment].find(isObject) ?? {};
}

/** Null where a row holds neither. */
export function remarkKind(row: JsonObject): 'comment' | 'rating' | null {
	if (isObject(row.ratingItem)) return 'rating';
	return isObject(row.comment) ? 'comment' : null;
}

function commentRow(row: JsonObject): IDataObject {
	const remark = remarkIn(row);
	const creator = isObject(remark.creator) ? remark.creator : {};
	const kind = remarkKind(row);
	const images = Array.isArray(remark.images) ? (remark.images as unknown[]) : [];
	return {
		id: idValue(remark.id),
		kind,
		text: plainText(remark.content),
		score: kind === 'rating' ? numberOrNull(remark.score) : null,
		sender: textOrNull(creator.name),
		createdAt: readTime(remark.createTime),
		replyCount: numberOrNull(remark.replyCount),
		likeCount: numberOrNull(remark.likeCount),
		isPrinted: flagOf(remark.successPrinted),
		senderId: idOrNull(creator.uid),
		instanceId: idOrNull(remark.instanceId),
		pictureUrls: images.flatMap((each) => textOrNull(isObject(each) ? each.url : each) ?? []),
	};
}

export const commentForm: RowForm = {
	toRows: (row) => [commentRow(row)],
	simple: [
		'id',
		'kind',
		'text',
		'score',
		'sender',
		'createdAt',
		'replyCount',
		'likeCount',
		'isPrinted',
	],
	more: ['senderId', 'instanceId', 'pictureUrls'],
};

function pointRow(entry: JsonObject): IDataObject {
	return {
		createdAt: readTime(entry.pointTime),
		kind: textOrNull(entry.type),
		points: numberOrNull(entry.pointChange),
		regularPoints: numberOrNull(entry.pointChangeRegular),
		exclusivePoints: numberOrNull(entry.pointChangeExclusive),
	};
}

export const pointForm: RowForm = {
	toRows: (entry) => [pointRow(entry)],
	simple: ['createdAt', 'kind', 'points', 'regularPoints', 'exclusivePoints'],
};
