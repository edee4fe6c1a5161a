import { inventory } from '../../actions/filamentSpool/spool';
import type { Send } from '../../cloud/client';
import { idFault } from '../../cloud/http/request';
import { idText, textOrEmpty, type JsonObject } from '../../cloud/json';
import { remainderOf } from '../../output/spool';
import { NewestRows } from '../readNewest';
import { listOf, record, text } from '../state';
import { smallestPage } from './datedList';
import type { Finding, Look, Rules, SampleLook, Source, TriggerEvent } from './source';

/** Spools by their ids. Those with an unknown weight stay what they were. */
export interface SpoolsState {
	/** What the limit was. */
	limit: string;
	/** Those that have been seen with as much as the limit since they were told, the latest last. */
	enough: string[];
}

/** Those that the cloud no longer lists may be back at the next look, unless there are this many. */
const maxSpools = 1000;
/** Filament is used up in hours, and the inventory may take some pages. */
const pauseMs = 15 * 60_000;
const maxPages = 20;

function eventOf(spool: JsonObject, now: number, at: number): TriggerEvent {
	return {
		name: 'filamentLow',
		id: `${idText(spool.id)}:${at.toString(36)}`,
		occurredAt: now,
		// Where it is in no printer it concerns the account as a whole.
		printer: textOrEmpty(spool.devId) || undefined,
		subject: { kind: 'spool', row: spool },
	};
}

/** How much is left, as the limit counts; servers say 0 of 0 where they do not know. */
function leftOn(spool: JsonObject, unit: Rules['filamentLimit']['unit']): number | undefined {
	const { grams, full, percent } = remainderOf(spool);
	if (grams === 0 && full === undefined) return undefined;
	return unit === 'percent' ? percent : grams;
}

async function readSpools(send: Send): Promise<JsonObject[]> {
	const isEnough = ({ length }: JsonObject[]) => length < smallestPage;
	return (await new NewestRows(inventory).read(send, { maxPages, isEnough })).rows;
}

/** Spools whose filament falls below a limit. One that was not seen before begins with what it has. */
export class Spools implements Source<SpoolsState> {
	readonly label = 'the filament spools';
	readonly isState = record({ limit: text, enough: listOf(text) });
	/** Milliseconds of this process. */
	private readAt = -Infinity;

	isDue(): boolean {
		return performance.now() - this.readAt >= pauseMs;
	}

	async look(look: Look<SpoolsState>): Promise<Finding<SpoolsState>> {
		const { cloud, rules, known, lastEventAt, now } = look;
		const { unit, least } = rules.filamentLimit;
		const spools = await readSpools(cloud.send);
		// An answer without any may be a mistake, so the next poll asks again.
		if (spools.length > 0) this.readAt = performance.now();
		const limit = `${least} ${unit}`;
		// With another limit, what is low already is no news.
		const enough = new Set(known?.limit === limit ? known.enough : []);
		const events: TriggerEvent[] = [];
		for (const spool of spools) {
			const id = idText(spool.id);
			const left = leftOn(spool, unit);
			if (idFault(id) !== undefined || left === undefined) continue;
			const hadEnough = enough.delete(id);
			if (left >= least) enough.add(id);
			else if (hadEnough) events.push(eventOf(spool, now, lastEventAt));
		}
		return { events, state: { limit, enough: [...enough].slice(-maxSpools) } };
	}

	/** The spool with the least on it, however much that is. */
	async sample({ cloud: { send }, now }: SampleLook): Promise<TriggerEvent[]> {
		const grams = (spool: JsonObject) => leftOn(spool, 'grams') ?? Infinity;
		const spools = (await readSpools(send)).sort((a, b) => grams(a) - grams(b));
		return spools.map((spool) => eventOf(spool, now, now));
	}
}
