import { idText, isObject, type JsonObject } from '../../nodes/BambuLab/cloud/json';
import { filamentNameOf } from '../../nodes/BambuLab/output/filamentNames';
import { rowsOf, smallNumbers } from './facts';
import type { Question } from './questions';

const NOTHING = 'cannot tell: there is nothing to look at';

/** The codes of messages whose bodies are published. */
const PUBLISHED = [6, 201, 202, 251, 412, 501, 502, 503, 603, 815];
/** What the contract calls their parts; a name of the account's own making must not be told. */
const PARTS = [
	'design comment taskMessage designCommented commentReplied ratingReplied designPublished instRating',
	'instanceRatingRemind pointDesignBoosted pointBoostingRightGet pointBoostingRightExpireRemind',
	'systemForWeb communityPostLiked newBadgeReceived designInfo commentInfo commentReply commentAtReply',
	'instanceInfo systemInfo post users',
].flatMap((names) => names.split(' '));
const ENVELOPE = ['id', 'type', 'isread', 'createTime', 'from'];

/** Which parts of an object hold something, and which parts those hold. */
function partsIn(value: JsonObject, depth = 0): string[] {
	const filled = Object.entries(value).filter(
		([name, part]) => typeof part === 'object' && part !== null && !ENVELOPE.includes(name),
	);
	return filled.map(([name, part]) => {
		const shown = PARTS.includes(name) ? name : 'another';
		const inner = isObject(part) && depth === 0 ? partsIn(part, 1) : [];
		return inner.length === 0 ? shown : `${shown} (${inner.join(', ')})`;
	});
}

function payloadsIn(bodies: unknown[]): string {
	const told = new Map<number, Set<string>>();
	const rows = bodies.flatMap((body) => rowsOf(body, 'hits')).filter((row) => 'isread' in row);
	for (const row of rows) {
		const { type } = row;
		if (!Number.isInteger(type) || Math.abs(Number(type)) >= 10_000) continue;
		const code = Number(type);
		if (PUBLISHED.includes(code)) continue;
		const parts = partsIn(row).join(', ') || 'nothing';
		told.set(code, (told.get(code) ?? new Set()).add(parts));
	}
	return [...told].map(([code, parts]) => `${code}: ${[...parts].join(' or ')}`).join('; ');
}

/** More of what nobody has published; none of these takes a request of its own. */
export const moreQuestions: readonly Question[] = [
	{
		title: 'What do messages hold whose bodies nobody has published?',
		answer: ({ bodies }) => payloadsIn(bodies()) || NOTHING,
	},
	{
		title: 'How do comments and ratings stand in their list?',
		answer: ({ bodyOf }) => {
			const kinds = rowsOf(bodyOf('getCommentsAndRatings'), 'hits').map((row) =>
				isObject(row.ratingItem) ? 'r' : 'c',
			);
			if (new Set(kinds).size < 2) return NOTHING;
			return /^c+r+$/.test(kinds.join('')) ? 'comments before ratings' : 'together';
		},
	},
	{
		title: 'Which `jobType` do tasks have?',
		answer: ({ bodyOf }) =>
			smallNumbers(rowsOf(bodyOf('getTasks'), 'hits').map(({ jobType }) => jobType)),
	},
	{
		title: 'Do tasks keep filaments of their project that they do not use?',
		answer: ({ bodyOf }) => {
			const tasks = rowsOf(bodyOf('getTasks'), 'hits');
			const used = tasks.flatMap((task) => rowsOf(task, 'amsDetailMapping'));
			if (used.length === 0) return NOTHING;
			return used.some(({ ams }) => ams === -1) ? 'yes' : 'no';
		},
	},
	{
		title: 'Does the catalogue have filaments that the node has no name for?',
		answer: ({ bodyOf }) => {
			const rows = rowsOf(bodyOf('getFilamentConfig'), 'filamentSettings');
			if (rows.length === 0) return NOTHING;
			const isNamed = (id: unknown) => filamentNameOf(idText(id), undefined) !== null;
			return rows.every(({ filamentId }) => isNamed(filamentId)) ? 'no' : 'yes';
		},
	},
	{
		title: 'Is there a picture in `user/task/{id}`?',
		answer: ({ bodyOf }) => {
			const task = bodyOf('getIotTask');
			if (!isObject(task)) return NOTHING;
			const texts = Object.values(task).filter((value) => typeof value === 'string');
			return texts.some((text) => /^https?:\/\/\S+\.(png|jpe?g|webp)\b/i.test(text)) ? 'yes' : 'no';
		},
	},
];
