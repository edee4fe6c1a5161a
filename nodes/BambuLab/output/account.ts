import type { IDataObject } from 'n8n-workflow';

import { isObject, type JsonObject } from '../cloud/json';
import { idValue, numberOrNull, rounded, textOrNull } from './values';
import type { RowForm } from './rowForm';

/** A lifetime total; who has printed nothing yet has 0, which is known. */
function totalOf(value: unknown, divisor: number, digits: number): number | null {
	const total = numberOrNull(value);
	return total === null ? null : rounded(total / divisor, digits);
}

/** The account with its lifetime totals: grams, centimetres and seconds in the cloud. */
function accountRow(profile: JsonObject): IDataObject {
	const totals = isObject(profile.personal) ? profile.personal : {};
	return {
		userId: idValue(profile.uid),
		userName: textOrNull(profile.name),
		account: textOrNull(profile.account),
		totalGrams: totalOf(totals.taskWeightSum, 1, 2),
		totalMetres: totalOf(totals.taskLengthSum, 100, 2),
		totalMinutes: totalOf(totals.taskTimeSum, 60, 1),
		points: numberOrNull(profile.point),
		followers: numberOrNull(profile.fanCount),
		following: numberOrNull(profile.followCount),
		pictureUrl: textOrNull(profile.avatar),
	};
}

export const accountForm: RowForm = {
	toRows: (profile) => [accountRow(profile)],
	simple: [
		'userId',
		'userName',
		'account',
		'totalGrams',
		'totalMetres',
		'totalMinutes',
		'points',
		'followers',
		'following',
		'pictureUrl',
	],
};

/** What else stands in the list is no link, and may be deeper than a text can be made of. */
function texts(list: unknown): string[] {
	return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
}

/** Who the account is to others, with its settings that are known by name. */
function preferencesRow(preferences: JsonObject): IDataObject {
	return {
		userId: idValue(preferences.uid),
		userName: textOrNull(preferences.name),
		handle: textOrNull(preferences.handle),
		bio: textOrNull(preferences.bio),
		links: texts(preferences.links),
		pictureUrl: textOrNull(preferences.avatar),
	};
}

export const preferencesForm: RowForm = {
	toRows: (preferences) => [preferencesRow(preferences)],
	simple: ['userId', 'userName', 'handle', 'bio', 'links', 'pictureUrl'],
};
