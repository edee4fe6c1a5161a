import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, isObject, objectsIn, type JsonObject } from '../cloud/json';
import { designUrl } from './design';
import type { Figure } from './printFigures';
import { plainText } from './plainText';
import type { RowContext, RowForm } from './rowForm';
import { readTime } from './times';
import { flagOf, idOrNull, idValue, numberOrNull, rounded, textOrNull } from './values';

/** The figures of a model that its lists and its page share; boosts have two names. */
export function modelFigures(model: JsonObject) {
	return {
		downloadCount: numberOrNull(model.downloadCount),
		printCount: numberOrNull(model.printCount),
		likeCount: numberOrNull(model.likeCount),
		boostCount: numberOrNull(model.boostCnt ?? model.boostCount),
		commentCount: numberOrNull(model.commentCount),
		collectionCount: numberOrNull(model.collectionCount),
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
			shareCount: numberOrNull(model.shareCount),
			viewCount: numberOrNull(model.readCount),
			pictureUrl: textOrNull(model.coverUrl ?? model.cover),
		},
	],
	simple: [
		'id',
		'title',
		'downloadCount',
		'printCount',
		'likeCount',
		'boostCount',
		'commentCount',
		'collectionCount',
		'publishedAt',
		'url',
	],
	more: ['shareCount', 'viewCount', 'pictureUrl'],
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
		downloadCount: numberOrNull(profile.downloadCount),
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
	more: [
		'collectionCount',
		'publishedAt',
		'text',
		'license',
		'tags',
		'categories',
		'userId',
		'userName',
		'modelId',
		'profiles',
		'pictureUrl',
	],
};
