import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, isObject, objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import { plainText } from './plainText';
import type { RowContext, RowForm } from './row';
import { designUrl } from './task';
import { readTime } from './times';
import { flagOf, idOrNull, idValue, rounded, textOrNull } from './values';

type Figure = number | null;

function figure(value: unknown): Figure {
	return finiteNumber(value) ?? null;
}

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
		const found = figure(value);
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
		profileDownloadCount: figure(counts.myInstanceDownloadCount),
		profilePrintCount: figure(counts.myInstancePrintCount),
		collectionCount: figure(profile.collectionCount),
		likeGivenCount: figure(profile.myLikeCount),
		following: figure(profile.followCount),
		regularPoints: figure(profile.pointRegular),
		exclusivePoints: figure(profile.pointExclusive),
		sources: Object.fromEntries(figures.map(([name, { source }]) => [name, source])),
		handle: handle || null,
		url: id === null ? null : `${website}/${language}/${page}`,
		pictureUrl: textOrNull(profile.avatar),
	} satisfies IDataObject;
}

/** The account on MakerWorld. */
export const makerForm: RowForm = {
	toRows: (profile, context) => [makerRow(profile, context)],
	simple: ['userId', 'userName', ...Object.keys(makerFigures({}))],
};

/** The figures of a model that its lists and its page share; boosts have two names. */
export function modelFigures(model: JsonObject) {
	return {
		downloadCount: figure(model.downloadCount),
		printCount: figure(model.printCount),
		likeCount: figure(model.likeCount),
		boostCount: figure(model.boostCnt ?? model.boostCount),
		commentCount: figure(model.commentCount),
		collectionCount: figure(model.collectionCount),
	};
}

function modelRow(model: JsonObject, { website }: RowContext): IDataObject {
	return {
		id: idValue(model.id),
		title: textOrNull(model.title),
		...modelFigures(model),
		publishedAt: readTime(model.publishTime ?? model.createTime),
		url: designUrl({ designId: model.id }, website),
	};
}

/** A model as it stands in a list. */
export const modelForm: RowForm = {
	toRows: (model, context) => [
		{
			...modelRow(model, context),
			shareCount: figure(model.shareCount),
			viewCount: figure(model.readCount),
			pictureUrl: textOrNull(model.coverUrl ?? model.cover),
		},
	],
	simple: Object.keys(modelRow({}, {})),
};

/** The mean of all ratings, which come as sums of the print profiles. */
function ratingsOf(profiles: JsonObject[]): { meanScore: Figure; ratingCount: Figure } {
	const sum = (name: string) =>
		profiles.reduce((all, profile) => all + (finiteNumber(profile[name]) ?? 0), 0);
	const count = sum('ratingCount');
	return {
		meanScore: count > 0 ? rounded(sum('ratingScoreTotal') / count, 2) : null,
		ratingCount: profiles.length === 0 ? null : count,
	};
}

function profileRow(profile: JsonObject): IDataObject {
	return {
		profileId: idOrNull(profile.profileId),
		instanceId: idOrNull(profile.id),
		title: textOrNull(profile.title),
		isDefault: flagOf(profile.isDefault),
		downloadCount: figure(profile.downloadCount),
		...ratingsOf([profile]),
	};
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function modelPageRow(model: JsonObject, context: RowContext): IDataObject {
	const profiles = objectsIn(model.instances);
	const creator = isObject(model.designCreator) ? model.designCreator : {};
	const { commentCount, collectionCount, publishedAt, url, ...row } = modelRow(model, context);
	return {
		...row,
		commentCount,
		...ratingsOf(profiles),
		url,
		collectionCount,
		publishedAt,
		text: plainText(model.summary),
		license: textOrNull(model.license),
		tags: texts(model.tags),
		categories: objectsIn(model.categories).flatMap(({ name }) => textOrNull(name) ?? []),
		userId: idOrNull(creator.uid),
		userName: textOrNull(creator.name),
		modelId: textOrNull(model.modelId),
		profiles: profiles.map(profileRow),
		pictureUrl: textOrNull(model.coverUrl ?? model.cover),
	};
}

/** The page of a model. */
export const modelPageForm: RowForm = {
	toRows: (model, context) => [modelPageRow(model, context)],
	simple: [
		'id',
		'title',
		'downloadCount',
		'printCount',
		'likeCount',
		'boostCount',
		'commentCount',
		'meanScore',
		'ratingCount',
		'url',
	],
};

/** The comment or the rating that a row holds. */
export function remarkIn(row: JsonObject): JsonObject {
	return [row.ratingItem, row.comment].find(isObject) ?? {};
}

function commentRow(row: JsonObject): IDataObject {
	const remark = remarkIn(row);
	const creator = isObject(remark.creator) ? remark.creator : {};
	const isRating = isObject(row.ratingItem);
	const images = Array.isArray(remark.images) ? (remark.images as unknown[]) : [];
	return {
		id: idValue(remark.id),
		kind: isRating ? 'rating' : 'comment',
		text: plainText(remark.content),
		score: isRating ? figure(remark.score) : null,
		sender: textOrNull(creator.name),
		createdAt: readTime(remark.createTime),
		replyCount: figure(remark.replyCount),
		likeCount: figure(remark.likeCount),
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
};

function pointRow(entry: JsonObject): IDataObject {
	return {
		createdAt: readTime(entry.pointTime),
		kind: textOrNull(entry.type),
		points: figure(entry.pointChange),
		regularPoints: figure(entry.pointChangeRegular),
		exclusivePoints: figure(entry.pointChangeExclusive),
	};
}

export const pointForm: RowForm = {
	toRows: (entry) => [pointRow(entry)],
	simple: Object.keys(pointRow({})),
};
