import type { JsonObject } from '../../cloud/json';
import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { commentForm, remarkIn, remarkKind } from '../../output/makerWorld';
import { timeOf } from '../../output/times';
import { makerService, modelAdvice, modelField } from './fields';

/** Whether a row was posted by then; one without a time is not left out. */
function postedAfter(moment: string | undefined) {
	if (!moment) return undefined;
	const from = Date.parse(moment);
	return (row: JsonObject) => (timeOf(remarkIn(row).createTime) ?? Infinity) >= from;
}

export default defineList({
	name: 'Get Many Comments',
	value: 'getComments',
	action: 'Get many comments on MakerWorld',
	description:
		'Retrieve the comments and ratings of a model, newest first. MakerWorld may list all comments before the ratings.',
	properties: [
		modelField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					default: 'comment',
					description: 'Only comments, or only ratings',
					options: [
						{ name: 'Comment', value: 'comment' },
						{ name: 'Rating', value: 'rating' },
					],
				},
				{
					displayName: 'Posted After',
					name: 'postedAfter',
					type: 'dateTime',
					default: '',
					description:
						'Only what was posted at this time or later, in the time zone of the workflow',
				},
			],
		},
	],
	request: ({ designId }) => ({
		method: 'GET',
		path: '/v1/comment-service/commentandrating',
		query: { designId, type: 0, sort: 0 },
	}),
	paged: true,
	// The total leaves out some rows, so that only an empty page is the end.
	read: (body) => ({ rows: readHits(body).rows }),
	keep: ({ filters: { kind, postedAfter: moment } }) => {
		const isNew = postedAfter(moment);
		if (kind === undefined) return isNew;
		return (row) => remarkKind(row) === kind && isNew?.(row) !== false;
	},
	/** The ratings may stand below all comments, so that an old comment says nothing of them. */
	stop: ({ filters: { kind, postedAfter: moment } }) => {
		const isNew = postedAfter(moment);
		if (isNew === undefined) return undefined;
		const wanted = kind === undefined ? ['comment', 'rating'] : [kind];
		const ended = new Set<string>();
		return (page) => {
			const rows = page.filter((row) => wanted.includes(remarkKind(row) ?? ''));
			for (const row of rows) if (!isNew(row)) ended.add(remarkKind(row) ?? '');
			return ended.size === wanted.length && !rows.some(isNew);
		};
	},
	filterValues: { kind: (row) => remarkKind(row) ?? null },
	readable: { form: commentForm },
	advice: modelAdvice,
	service: makerService,
	sample: {
		parameters: { designId: '1204567', limit: 2 },
		request:
			'GET /v1/comment-service/commentandrating?designId=1204567&type=0&sort=0&limit=2&offset=0',
	},
});
