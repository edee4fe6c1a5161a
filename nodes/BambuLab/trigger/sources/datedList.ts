import type { Send } from '../../cloud/client';
import type { JsonObject } from '../../cloud/json';
import { timeOf } from '../../output/times';
import {
	begin,
	cutBelow,
	firstSince,
	follow,
	isDeepEnough,
	lookBack,
	type Beginning,
	type Change,
	type Followed,
	type Ledger,
	type LedgerRules,
} from '../ledger';
import {
	chronological,
	newestTime,
	NewestRows,
	secondsOf,
	type Newest,
	type NewestWanted,
	type Row,
} from '../readNewest';
import type { Finding, Look, SampleLook, TriggerEvent } from './source';

/** How far each poll reads into known ground: a row may show up a little later than the next one did. */
export const lateSlack = 600;
/** The page that the cloud gives when it is not asked for another size; none has been seen to be smaller. */
export const smallestPage = 20;
/** For how long after the last new row. */
const quietMs = 2 * lateSlack * 1000;

/** What a poll reads of the news at most; the next goes on. n8n may give up a poll after 45 seconds. */
const maxNewsPages = 80;
/** A manual test looks for its samples no further than this. */
const maxSamplePages = 4;
/** Almost two thousand rows; where the user asks for hours of the past, they may hold more. */
const maxBaselinePages = 20;
const maxPastPages = 200;

/** What was read of a list: its newest rows, and others from further down. */
export interface Reading extends Newest {
	/** Lists without a gap, each newest first. */
	below: JsonObject[][];
	failure?: Finding<Ledger>['failure'];
}

/** A list of the cloud, newest first, whose rows have an id and a time. */
export abstract class DatedList {
	private readonly newest: NewestRows;
	/** When it was read last, and when that brought a new row last; milliseconds of this process. */
	private readAt = performance.now();
	private newsAt = this.readAt;

	constructor(
		/** A reading of the list from its top. */
		private readonly newestRows: () => NewestRows,
		private readonly timeKey: string,
		/** How much newer a row may be than the one above it, in seconds. */
		private readonly orderSlack: number,
	) {
		this.newest = newestRows();
	}

	/** @param rows all that were read, oldest first */
	protected abstract rules(look: Look<Ledger>, rows: Row[]): LedgerRules;
	protected abstract eventsOf(change: Change, look: Look<Ledger>): TriggerEvent[];
	/**
	 * Whether rows that a baseline has read hold all that may still change, or is told of the past.
	 * @param ages of the rows, oldest first; in seconds, against the newest of which nothing is told
	 */
	protected abstract isBaseline(ages: number[], page: JsonObject[], now: number): boolean;
	/** Events that could have been told of these rows, newest first. */
	protected abstract samplesOf(row: JsonObject, look: SampleLook): TriggerEvent[];

	async sample(look: SampleLook): Promise<TriggerEvent[]> {
		const samplesIn = (list: JsonObject[]) => list.flatMap((row) => this.samplesOf(row, look));
		const { rows } = await this.newestRows().read(look.cloud.send, {
			maxPages: maxSamplePages,
			isEnough: (list) => look.isEnough(samplesIn(list)),
		});
		return samplesIn(rows);
	}

	async look(look: Look<Ledger>): Promise<Finding<Ledger> | undefined> {
		const { known, now } = look;
		const at = secondsOf(now);
		if (known === undefined || known.emptyAt !== undefined) return await this.begin(look, at);
		const reading = await this.readNews(look, known);
		if (reading.isCut) return undefined;
		// One that may be old is no news until the rows below it are read.
		const isPlaced = ({ id, isUnplaced }: Row) =>
			reading.isWhole || !isUnplaced || Object.hasOwn(known.open, id);
		const rows = this.rowsIn(reading, at).filter(isPlaced);
		const followed = follow(known, rows, this.rules(look, rows), at);
		this.readAt = performance.now();
		if (followed.changes.some(({ isNew }) => isNew)) this.newsAt = this.readAt;
		return { ...this.findingOf(followed, look), failure: reading.failure };
	}

	/** Reads as far as something new may stand. */
	protected async readNews({ cloud, now }: Look<Ledger>, known: Ledger): Promise<Reading> {
		const newest = await this.newest.read(cloud.send, {
			maxPages: maxNewsPages,
			isEnough: (list) => this.isCovered(known, this.rowsOf(list, secondsOf(now))),
		});
		return { ...newest, below: [] };
	}

	protected isCovered(known: Ledger, rows: Row[]): boolean {
		// Time in which nobody has read the list does not show that it was quiet.
		const isQuiet = this.readAt - this.newsAt > quietMs;
		return isDeepEnough(known, rows, isQuiet ? 0 : lateSlack);
	}

	/** What a baseline has to know of rows below those that it could read. */
	protected readBelow?(send: Send, newest: Newest, now: number): Promise<JsonObject[][]>;

	private rowsOf(list: JsonObject[], at: number): Row[] {
		return chronological(list, this.timeKey, at);
	}

	/** All rows, oldest first. */
	private rowsIn({ rows: newest, below }: Reading, at: number): Row[] {
		const rows = this.rowsOf(newest, at);
		const listed = new Set(rows.map(({ id }) => id));
		const more = below.flatMap((list) => this.rowsOf(list, at));
		return [...more.filter(({ id }) => !listed.has(id)), ...rows];
	}

	private async begin(look: Look<Ledger>, at: number): Promise<Finding<Ledger>> {
		const { known, earlier, opening } = look;
		const { since } = opening;
		const reading = await this.readBaseline(look);
		const rows = this.rowsOf(reading.rows, at);
		const isWhole = reading.isWhole || rows.length < smallestPage;
		if (rows.length === 0) {
			const emptyAt = Math.min(at, secondsOf(since));
			return { events: [], state: known ?? { floor: 0, open: {}, done: {}, emptyAt } };
		}
		// A list that was empty when the trigger began tells what it holds since.
		const from = known?.emptyAt === undefined ? since : firstSince(known.emptyAt, rows, isWhole);
		const all = this.rowsIn(reading, at);
		const rules = this.rules(look, all);
		const isRunning = (row: Row) => rules.stepsOf(row).reached.e === undefined;
		const beginning: Beginning = {
			isStartTold: (row) =>
				(timeOf(row.value[this.timeKey]) ?? row.time * 1000) >= from ||
				(opening.tellRunning && isRunning(row)),
			from,
			earlier,
			cutAt: cutBelow(rows, { isWhole, slack: this.orderSlack, now: at }),
		};
		return this.findingOf(begin(all, beginning, rules, at), look);
	}

	private findingOf({ changes, ledger }: Followed, look: Look<Ledger>): Finding<Ledger> {
		return { events: changes.flatMap((change) => this.eventsOf(change, look)), state: ledger };
	}

	private async readBaseline(look: Look<Ledger>): Promise<Reading> {
		const { cloud, known, opening, now } = look;
		const at = secondsOf(now);
		const wanted: NewestWanted = {
			maxPages: known !== undefined || opening.since < now ? maxPastPages : maxBaselinePages,
			isEnough: (rows, page) => {
				const times = this.rowsOf(rows, at).map(({ time }) => time);
				const newest = Math.min(newestTime(times, at), secondsOf(opening.since));
				const ages = times.map((time) => newest - time);
				// Only history, or the end of the list, tells whether it was really empty at the beginning.
				const isHistory =
					known?.emptyAt === undefined || (times[0] ?? 0) < known.emptyAt - lookBack;
				return isHistory && this.isBaseline(ages, page, now);
			},
		};
		const read = async () => await this.newestRows().read(cloud.send, wanted);
		let newest = await read();
		// No rows at all may be a mistake of the cloud.
		if (newest.rows.length === 0 && known === undefined) newest = await read();
		return { ...newest, below: (await this.readBelow?.(cloud.send, newest, now)) ?? [] };
	}
}
