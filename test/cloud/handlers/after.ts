import type { Cloud } from '../cloud';
import type { Call } from './call';

/**
 * What the query `after` does with a list, newest first: nothing, as observed, or leave out all rows
 * down to the one with that id.
 */
export function afterRow<T extends { id: number }>(rows: T[], call: Call, cloud: Cloud): T[] {
	const { after } = call.query;
	if (after === undefined || cloud.settings.after === 'ignored') return rows;
	const place = rows.findIndex((row) => String(row.id) === after);
	return rows.slice(place + 1);
}
