import type { CloudRequest } from '../../cloud/http/request';
import { kindOfCode, type MessageKind } from '../../output/messageKind';

/** What a message can be chosen by. */
export const kindOptions = [
	{ name: 'Badge', value: 'badge' },
	{ name: 'Boost', value: 'boost' },
	{ name: 'Comment on a Model', value: 'comment' },
	{ name: 'Like', value: 'like' },
	{ name: 'Model Published', value: 'designPublished' },
	{ name: 'Other', value: 'other' },
	{ name: 'Print', value: 'print' },
	{ name: 'Rating of a Print Profile', value: 'rating' },
	{ name: 'Reminder to Rate', value: 'ratingReminder' },
	{ name: 'Reply', value: 'reply' },
	{ name: 'System', value: 'system' },
] as const satisfies ReadonlyArray<{ name: string; value: MessageKind }>;

/** The list of messages that is asked for with a category; empty for the one without. */
export type Category = '' | '1' | '2' | '3' | '4' | '5';

const every: Category[] = ['', '1', '2', '3', '4', '5'];

/**
 * Where the kinds may stand. What the categories hold is disputed: a live client finds comments in 1,
 * boosts in 2, system in 3, likes in 5, and prints alone in the list without a category; others say
 * system 1, comments 2, likes 3, follows 4, and the whole inbox without a category.
 */
const placesOf: { [Kind in MessageKind]: Category[] } = {
	badge: every,
	boost: ['', '1', '2', '3'],
	comment: ['', '1', '2'],
	designPublished: ['', '1', '2', '3'],
	like: ['', '3', '5'],
	other: every,
	print: [''],
	rating: ['', '1', '2'],
	ratingReminder: ['', '1', '2'],
	reply: ['', '1', '2'],
	system: ['', '1', '3'],
};

/**
 * The lists in which messages of the kinds may stand, each once.
 * @param kinds kinds, or numbers of messages; none for all
 */
export function categoriesOf(kinds: string[]): Category[] {
	const known = kinds.map((kind) =>
		Object.hasOwn(placesOf, kind) ? (kind as MessageKind) : (kindOfCode(kind) ?? 'other'),
	);
	if (known.length === 0) return every;
	return every.filter((category) => known.some((kind) => placesOf[kind].includes(category)));
}

export function messagesIn(category: Category | number): CloudRequest {
	const type = category === '' ? undefined : Number(category);
	return { method: 'GET', path: '/v1/user-service/my/messages', query: { type } };
}
