import { RowList, type ListAnswer, type ListSettings } from './rowList';
import type { VirtualTime } from './virtualTime';

/** A spool of filament in the inventory. */
export interface Spool {
	id: number;
	start: number;
	/** Empty for one that is in no printer. */
	device: string;
	isListed: boolean;
	listedAt: number;
	/** Null where nobody knows. */
	grams: number | null;
}

const devices = ['', 'A', 'B', 'C'];

/** The filament inventory of an account. */
export class SpoolShelf {
	/** All that ever were, also those that have vanished. */
	readonly all: Spool[] = [];
	readonly list: RowList<Spool>;

	constructor(
		count: number,
		settings: ListSettings,
		private readonly time: VirtualTime,
	) {
		this.list = new RowList(settings, time, ({ id, device, grams }) => ({
			...{ id, devId: device, deviceName: device, filamentName: 'PLA Basic' },
			...{ netWeight: grams, totalNetWeight: 1000 },
		}));
		for (let index = 0; index < count; index++) this.add(index % 3 === 0 ? 60 : 400);
	}

	add(grams: number | null): Spool {
		const spool: Spool = {
			id: this.list.freshId(),
			start: this.time.now,
			device: devices[this.all.length % devices.length] ?? '',
			isListed: false,
			listedAt: 0,
			grams,
		};
		this.all.push(spool);
		return this.list.add(spool);
	}
}

/** What a page of the inventory shows. */
export function spoolsIn({ hits }: ListAnswer): Array<{ id: number; grams: number | null }> {
	const rows = hits as Array<{ id: number; netWeight: number | null }>;
	return rows.map(({ id, netWeight: grams }) => ({ id, grams }));
}
