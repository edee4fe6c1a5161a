import type { Cloud } from '../cloud';
import { json } from '../http/reply';
import { FILAMENTS } from '../world/catalogue';
import type { Spool } from '../world/spools';
import { unixSeconds } from '../world/times';
import { numberQuery, pageOf, type Handlers } from './call';

export const filamentHandlers: Handlers = {
	getFilamentSpools: (call, cloud) => {
		const { offset, limit } = pageOf(call, cloud);
		const { query } = call;
		const status = numberQuery(call, 'status');
		const matching = cloud.world.spools.filter(
			(spool) =>
				isListed(query.category, spool.category) &&
				isListed(query.ids, String(spool.id)) &&
				isListed(query.RFIDs, spool.RFID) &&
				(status === undefined || spool.status === status),
		);
		return json({ hits: matching.slice(offset, offset + limit) });
	},

	createFilamentSpool: ({ body }, cloud) => {
		cloud.world.addSpool(body);
		return json({});
	},

	updateFilamentSpool: ({ body }, cloud) => {
		const spool = changeSpool(cloud, body.id, body);
		return spool ? json({ filamentV2: spool }) : json({ code: 2, error: 'missing resource' }, 400);
	},

	deleteFilamentSpools: ({ body }, cloud) => {
		const ids = listOf(body.ids);
		const tags = listOf(body.RFIDs);
		const kept = cloud.world.spools.filter(
			({ id, RFID }) => !ids.includes(id) && !tags.includes(RFID),
		);
		cloud.world.spools.splice(0, cloud.world.spools.length, ...kept);
		return json({});
	},

	getFilamentConfig: () =>
		json({
			categories: [...new Set(FILAMENTS.map(({ type }) => type))],
			filamentSettings: FILAMENTS.map(({ vendor, type, name, id, support = false }) => ({
				filamentVendor: vendor,
				filamentType: type,
				filamentName: name,
				filamentId: id,
				isSupport: support,
			})),
		}),
};

/** Undefined where there is no such spool. */
export function changeSpool(cloud: Cloud, id: unknown, fields: object): Spool | undefined {
	const spool = cloud.world.spools.find((each) => each.id === id);
	return spool && Object.assign(spool, fields, { updatedAt: unixSeconds(cloud.now()) });
}

/** Filters are comma lists; none given lets everything through. */
function isListed(list: string | undefined, value: string): boolean {
	return !list || list.split(',').includes(value);
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
