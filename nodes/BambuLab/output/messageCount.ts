import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { RowForm } from './rowForm';
import { numberOrNull } from './values';

/** The counters of what was not read. Prints swamp their sum: most people never read those. */
function unreadRow(counts: JsonObject): IDataObject {
	const count = (name: string) => numberOrNull(counts[name]);
	const total = count('unreadTotal');
	const prints = count('deviceCount');
	const others = ['commentCount', 'designCount', 'systemCount', 'communityCount']
		.concat('paidContentCount', 'crowdfundingMessageCount')
		.map(count)
		.filter((each) => each !== null);
	const sum = others.length === 0 ? null : others.reduce((all, each) => all + each, 0);
	return {
		unreadWithoutPrints: total === null || prints === null ? sum : Math.max(0, total - prints),
		commentCount: count('commentCount'),
		modelCount: count('designCount'),
		systemCount: count('systemCount'),
		communityCount: count('communityCount'),
		printCount: prints,
		paidContentCount: count('paidContentCount'),
		crowdfundingCount: count('crowdfundingMessageCount'),
		directMessageCount: count('IMUnreadCount'),
		unreadCount: total,
	};
}

export const unreadForm: RowForm = {
	toRows: (counts) => [unreadRow(counts)],
	simple: [
		'unreadWithoutPrints',
		'commentCount',
		'modelCount',
		'systemCount',
		'communityCount',
		'printCount',
		'paidContentCount',
		'crowdfundingCount',
		'directMessageCount',
		'unreadCount',
	],
};
