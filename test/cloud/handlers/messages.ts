import { json } from '../http/reply';
import type { Settings } from '../settings';
import { messageRow } from '../world/messages';
import type { Message } from '../world/types';
import { afterRow } from './after';
import { numberQuery, owner, pageOf, type Handlers } from './call';

/** What a message is about, by its event code. */
function groupOf(
	type: number,
): 'comment' | 'design' | 'system' | 'device' | 'community' | 'follow' {
	if (type === 6) return 'device';
	if (type === 103 || type === 503) return 'design';
	const groups = { 2: 'comment', 3: 'follow', 6: 'community' } as const;
	return groups[Math.floor(type / 100) as keyof typeof groups] ?? 'system';
}

/** Tokens and boosts were expected in two categories by the client that reads them live. */
const inTwo = [501, 502, 503];

/** The categories that a message stands in; undefined stands for the list without a category. */
const readings: {
	[Reading in Settings['messages']]: (type: number) => ReadonlyArray<number | undefined>;
} = {
	/** As one live client saw it: without a category, prints alone; followers nowhere. */
	categories: (type) => {
		if (inTwo.includes(type)) return [2, 3];
		const places = { comment: [1], design: [2], system: [3], community: [5], follow: [] };
		const group = groupOf(type);
		return group === 'device' ? [undefined, 4, 6] : places[group];
	},
	/** As a docstring says: without a category, the whole inbox; the numbers as two lists have them. */
	all: (type) => {
		const places = { comment: [2], design: [], system: [1], community: [3], follow: [4] };
		const group = groupOf(type);
		return [undefined, ...(group === 'device' ? [5] : places[group])];
	},
};

export const messageHandlers: Handlers = {
	getMessages: (call, cloud) => {
		const { offset, limit } = pageOf(call, cloud);
		const category = numberQuery(call, 'type');
		const account = owner(call);
		const placesOf = readings[cloud.settings.messages];
		const matching = cloud.world.messages.filter(({ type }) => placesOf(type).includes(category));
		const rows = afterRow(matching, call, cloud).slice(offset, offset + limit);
		const avatar = `${cloud.filesUrl}/avatar/${account.uid}.png`;
		const from = { uid: account.uid, name: account.nickname, avatar };
		const hasNulls = cloud.settings.otherPayloads === 'null';
		const hits = rows.map((message) => messageRow(message, from, cloud.sign, hasNulls));
		return json(
			cloud.settings.messageTotal === 'given' ? { total: matching.length, hits } : { hits },
		);
	},

	getMessageCount: (_call, cloud) => {
		const unread = cloud.world.messages.filter((message) => message.isread === 0);
		const count = (...groups: string[]) =>
			unread.filter(({ type }: Message) => groups.includes(groupOf(type))).length;
		return json({
			noticeCount: 0,
			messageCount: 0,
			total: 0,
			commentCount: count('comment'),
			designCount: count('design'),
			systemCount: count('system'),
			deviceCount: count('device'),
			communityCount: count('community'),
			paidContentCount: 0,
			crowdfundingMessageCount: 0,
			unreadTotal: count('comment', 'design', 'system', 'device', 'community'),
			IMUnreadCount: 0,
			bubbleMsg: [],
			taskPopup: null,
		});
	},
};
