import { categoriesOf, messagesIn, type Category } from '../../actions/message/categories';
import { idText, isObject, type JsonObject } from '../../cloud/json';
import { isListRefused } from '../../cloud/list/mergedPages';
import { messagePrinter, messageTypesOf } from '../../output/message';
import { timeOf } from '../../output/times';
import { isKnown, lookBack, type Change, type Ledger, type LedgerRules } from '../ledger';
import { NewestRows, pageWithoutTotal, type Row } from '../readNewest';
import type { Scope } from '../scope';
import { number, optional, record, tableOf } from '../state';
import { countersOf, movedLists } from './messageCounters';
import { DatedList, lateSlack, smallestPage, type Reading } from './datedList';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** What is known of the lists. A message may stand in several, so its id counts over all of them. */
export interface MessagesState {
	/** The floors of their ledgers, by category. A list that has neither this nor the next begins anew. */
	floors: { [category: string]: number };
	/** Of those that were empty since the trigger began, that moment. */
	emptyAt: { [category: string]: number };
	/** Ids to times of what was dealt with, of all lists. */
	done: Ledger['done'];
	/** What the counters were when the lists were last read; none after a reading that failed. */
	counters?: JsonObject;
}

/** All lists are read so often, for what no counter tells: a message that was read at once in the app. */
const wholeEveryMs = 15 * 60_000;
/** More often where so many ids are known: they stay until every list has been read. */
const manyDone = 450;
const wholeOfManyEveryMs = 2 * 60_000;
/** In how many further polls a list is read whose counter has moved: the message may show a little later. */
const moreReadings = 2;
/** Beyond so many, the oldest are remembered by the floors alone. */
const maxDone = 2000;
/** And of one list. */
const maxKnown = 300;

/** The kinds that New Comment or Rating tells. */
const remarkKinds = ['comment', 'rating'];

/** One list of messages, that of a category. */
class MessageList extends DatedList {
	/** What it has shown last. A row may be known from another list, and then others stand below it. */
	private shown = new Set<string>();

	constructor(category: Category) {
		const { path, query } = messagesIn(category);
		super(() => new NewestRows(path, query, pageWithoutTotal), 'createTime', lateSlack);
	}

	/** A message does not change. */
	protected rules(): LedgerRules {
		// Whatever stands above a message, it is of the past by its own time.
		const cameAt = ({ time, value }: Row) => timeOf(value.createTime) ?? time * 1000;
		const stepsOf = (row: Row) => ({ reached: { e: cameAt(row) }, isOver: true });
		return { stepsOf, printerOf: () => '', maxKnown };
	}

	protected eventsOf({ row }: Change, look: Look<Ledger>): TriggerEvent[] {
		return this.samplesOf(row.value, look);
	}

	protected samplesOf(message: JsonObject, { now }: { now: number }): TriggerEvent[] {
		const messageTypes = messageTypesOf(message);
		const shared = {
			id: idText(message.id),
			occurredAt: timeOf(message.createTime) ?? now,
			subject: { kind: 'message', row: message },
		} as const;
		const printer = messagePrinter(message);
		const received: TriggerEvent = { ...shared, name: 'messageReceived', printer, messageTypes };
		if (!messageTypes.some((type) => remarkKinds.includes(type))) return [received];
		return [received, { ...shared, name: 'commentReceived', printer: undefined }];
	}

	/**
	 * All that may still show up late, and so has to be known: one that ends a page may have done so, and
	 * count as no older than those below it.
	 */
	protected isBaseline(ages: number[], page: JsonObject[]): boolean {
		return (ages[page.length - 1] ?? 0) > lookBack;
	}

	protected override async readNews(look: Look<Ledger>, known: Ledger): Promise<Reading> {
		const reading = await super.readNews(look, known);
		if (!reading.isCut) this.shown = new Set(reading.rows.map(({ id }) => idText(id)));
		return reading;
	}

	/** Well into known ground, or an inbox of less than a page. */
	protected override isCovered(known: Ledger, rows: Row[]): boolean {
		const isSmall = rows.length > 0 && rows.length < smallestPage;
		if (isSmall && rows.every((row) => isKnown(known, row))) return true;
		const own = Object.entries(known.done).filter(([id]) => this.shown.has(id));
		return super.isCovered({ ...known, done: Object.fromEntries(own) }, rows);
	}
}

function categoriesIn({ events, messageTypes = [] }: Scope): Category[] {
	if (!events.includes('messageReceived')) return categoriesOf(remarkKinds);
	const isAll = messageTypes.length === 0;
	const kinds = events.includes('commentReceived') ? remarkKinds : [];
	return categoriesOf(isAll ? [] : [...messageTypes, ...kinds]);
}

function ledgerOf(state: MessagesState, category: Category): Ledger | undefined {
	const { done, floors, emptyAt } = state;
	const [floor, since] = [floors[category], emptyAt[category]];
	if (since !== undefined) return { floor: 0, open: {}, done, emptyAt: since };
	return floor === undefined ? undefined : { floor, open: {}, done };
}

/** Messages that come into the inbox of the account, in as many lists as the wanted kinds may stand in. */
export class Messages implements Source<MessagesState> {
	readonly label = 'the messages';
	readonly isState = record({
		floors: tableOf(number),
		emptyAt: tableOf(number),
		done: tableOf(number),
		counters: optional(isObject),
	});
	private readonly lists = Object.fromEntries(
		categoriesOf([]).map((each) => [each, new MessageList(each)]),
	) as { [Name in Category]: MessageList };
	/** Those that were refused last time: they are new only where they are read. */
	private readonly refused = new Set<Category>();
	private wholeAt = -Infinity;
	/** How often the lists are read again. */
	private readonly left = new Map<Category, number>();

	/**
	 * Where a list is not read to its end yet, nothing is told or known: the next poll finds it all again. One that
	 * fails stays as it was, and the others go on.
	 */
	async look(look: Look<MessagesState>): Promise<Finding<MessagesState> | undefined> {
		const wanted = categoriesIn(look.scope);
		const known = look.known ?? { floors: {}, emptyAt: {}, done: {} };
		const isWanted = ([category]: [string, number]) => wanted.some((each) => each === category);
		const floors = Object.fromEntries(Object.entries(known.floors).filter(isWanted));
		const emptyAt = Object.fromEntries(Object.entries(known.emptyAt).filter(isWanted));
		const state: MessagesState = { ...known, floors, emptyAt, done: { ...known.done } };
		const told = new Set([...Object.keys(known.done), ...Object.keys(look.earlier?.done ?? {})]);
		const events: TriggerEvent[] = [];
		const counters = await countersOf(wanted, look.cloud.send);
		const due = this.dueOf(wanted, known, counters);
		const { wholeAt } = this;
		// Until all of them are read.
		this.wholeAt = -Infinity;
		const refusals: unknown[] = [];
		const failures: unknown[] = [];
		for (const category of due) {
			try {
				const found = await this.lists[category].look({
					...look,
					known: ledgerOf(state, category),
					earlier: look.earlier && ledgerOf(look.earlier, category),
				});
				this.refused.delete(category);
				if (found === undefined) return undefined;
				const fresh = found.events.filter(({ id }) => !told.has(id));
				for (const event of fresh) told.add(event.id);
				events.push(...fresh);
				const { floor, emptyAt: since, done } = found.state;
				delete emptyAt[category];
				if (since === undefined) floors[category] = floor;
				else emptyAt[category] = since;
				// What this list need not remember may stand in another one that does not reach so far.
				for (const { id } of fresh) state.done[id] = floor - 1;
				Object.assign(state.done, done);
			} catch (error) {
				// A list that is refused, as one that the account does not have, is no failure of the others.
				(isListRefused(error) ? refusals : failures).push(error);
				if (isListRefused(error)) this.refused.add(category);
			}
		}
		const error = refusals.length === wanted.length ? refusals.at(-1) : failures[0];
		if (error === undefined) {
			this.wholeAt = wholeAt;
			if (counters !== undefined) state.counters = counters;
			return { events, state: compact(state) };
		}
		if (refusals.length + failures.length === due.length) throw error as Error;
		// So that the next poll reads all of them.
		delete state.counters;
		return { events, state: compact(state), failure: { label: this.label, error } };
	}

	async sample(look: SampleLook): Promise<TriggerEvent[]> {
		const found: TriggerEvent[] = [];
		const wanted = categoriesIn(look.scope);
		let refusals = 0;
		for (const category of wanted) {
			try {
				found.push(...(await this.lists[category].sample(look)));
			} catch (error) {
				if (!isListRefused(error) || ++refusals === wanted.length) throw error as Error;
			}
			if (look.isEnough(found)) break;
		}
		return found;
	}

	/** The lists to read: those whose counter has moved, and all of them now and then. */
	private dueOf(wanted: Category[], known: MessagesState, counters?: JsonObject): Category[] {
		const { counters: before } = known;
		const now = performance.now();
		const isNew = wanted.some((each) => !ledgerOf(known, each) && !this.refused.has(each));
		const isMany = Object.keys(known.done).length > manyDone;
		const isDue = now - this.wholeAt >= (isMany ? wholeOfManyEveryMs : wholeEveryMs);
		const isWhole = isNew || !counters || !before || isDue;
		if (isWhole) this.wholeAt = now;
		const moved = isWhole ? wanted : movedLists(before, counters);
		const again = wanted.filter((each) => (this.left.get(each) ?? 0) > 0);
		for (const each of again) this.left.set(each, (this.left.get(each) ?? 0) - 1);
		if (!isWhole) for (const each of moved) this.left.set(each, moreReadings);
		return wanted.filter((each) => moved.includes(each) || again.includes(each));
	}
}

/** Keeps the ids that any list may show as new; raises the floors above the others. */
function compact({ floors, done, ...rest }: MessagesState): MessagesState {
	const newestFirst = Object.values(done).sort((a, b) => b - a);
	const lowest = Math.min(...Object.values(floors));
	const least = Math.max(lowest, (newestFirst[maxDone] ?? -1) + 1);
	const raised = Object.entries(floors).map(([each, floor]) => [each, Math.max(floor, least)]);
	const kept = Object.entries(done).filter(([, time]) => time >= least);
	return { ...rest, floors: Object.fromEntries(raised), done: Object.fromEntries(kept) };
}
