import { categoriesOf, type Category } from '../../actions/message/categories';
import type { Send } from '../../cloud/client';
import { entryOf, finiteNumber, isObject, type JsonObject } from '../../cloud/json';

/** Which lists hold what a counter of unread messages counts; of any other counter, all. */
const categoriesOfCounters: { [counter: string]: Category[] } = {
	commentCount: ['', '1', '2'],
	designCount: ['', '1', '2', '3'],
	systemCount: ['', '1', '2', '3'],
	communityCount: ['', '3', '5'],
	deviceCount: [''],
};

/** Counters that are sums of others. */
const sums = ['unreadTotal', 'total'];

/**
 * How many messages are unread, by their kinds. Undefined where that cannot be read, or where the one
 * list costs no more.
 */
export async function countersOf(wanted: Category[], send: Send): Promise<JsonObject | undefined> {
	if (wanted.length === 1) return undefined;
	const request = { method: 'GET', path: '/v1/user-service/my/message/count' } as const;
	const body = await send(request).catch(() => undefined);
	const counts = Object.entries(isObject(body) ? body : {}).flatMap(([name, value]) => {
		const count = finiteNumber(value);
		return count === undefined || sums.includes(name) ? [] : [[name, count] as const];
	});
	if (counts.length === 0) return undefined;
	return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

/** The lists in which there may be news since the counters were others. */
export function movedLists(before: JsonObject, after: JsonObject): Category[] {
	const names = Object.keys({ ...before, ...after });
	const moved = names.filter((name) => before[name] !== after[name]);
	return moved.flatMap((name) => entryOf(categoriesOfCounters, name) ?? categoriesOf([]));
}
