import { categoriesOf, type Category } from '../../actions/message/categories';
import type { Send } from '../../cloud/client';
import { entryOf, finiteNumber, isObject, type JsonObject } from '../../cloud/json';
import { isRefusal } from '../../cloud/list/mergedPages';
import type { Scope } from '../scope';
import type { Ledger } from '../ledger';
import { number, optional, record, tableOf } from '../state';
import { MessageList, remarkKinds } from './messageList';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** What is known of the lists. A message may stand in several, so its id counts over all of them. */
export interface MessagesState {
	/**
	 * By category: the floor of its ledger; for a list that was empty since the trigger began, that moment
	 * below zero. One that is missing begins anew.
	 */
	lists: { [category: string]: number };
	/** Ids to times of what was dealt with, of all lists. */
	done: { [id: string]: number };
	/** What the counters were when the lists were last read; none after a reading that failed. */
	counters?: JsonObject;
}

/** All lists are read so often, for what no counter tells: a message that was read at once in the app. */
const wholeEveryMs = 15 * 60_000;
/** In how many further polls a list is read whose counter has moved: the message may show a little later. */
const moreReadings = 2;
/** Beyond so many, the oldest are remembered by the floors alone. */
const mostDone = 2000;

/** Which lists hold what a counter counts; of any other counter, all. */
const listsOfCounters: { [counter: string]: Category[] } = {
	commentCount: ['', '1', '2'],
	designCount: ['', '1', '2', '3'],
	systemCount: ['', '1', '2', '3'],
	communityCount: ['', '3', '5'],
	deviceCount: [''],
};
/** Of the others. */
const sums = ['unreadTotal', 'total'];

function categoriesIn({ events, messageTypes = [] }: Scope): Category[] {
	if (!events.includes('messageReceived')) return categoriesOf(remarkKinds);
	const isAll = messageTypes.length === 0;
	const kinds = events.includes('commentReceived') ? remarkKinds : [];
	return categoriesOf(isAll ? [] : [...messageTypes, ...kinds]);
}

function ledgerOf(state: MessagesState | undefined, category: Category): Ledger | undefined {
	const list = state?.lists[category];
	if (state === undefined || list === undefined) return undefined;
	const ledger = { floor: Math.max(0, list), open: {}, done: state.done };
	return list < 0 ? { ...ledger, emptyAt: -list } : ledger;
}

/** Messages that come into the inbox of the account, in as many lists as the wanted kinds may stand in. */
export class Messages implements Source<MessagesState> {
	readonly label = 'the messages';
	readonly isState = record({
		lists: tableOf(number),
		done: tableOf(number),
		counters: optional(isObject),
	});
	private readonly lists = new Map<Category, MessageList>();
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
		const known = look.known ?? { lists: {}, done: {} };
		const isWanted = ([category]: [string, unknown]) => wanted.some((each) => each === category);
		const lists = Object.fromEntries(Object.entries(known.lists).filter(isWanted));
		const state: MessagesState = { ...known, lists, done: { ...known.done } };
		const told = new Set([...Object.keys(known.done), ...Object.keys(look.earlier?.done ?? {})]);
		const events: TriggerEvent[] = [];
		const counters = await countersOf(wanted, look.cloud.send);
		const due = this.dueOf(wanted, known, counters);
		const { wholeAt } = this;
		// Until all of them are read.
		this.wholeAt = -Infinity;
		// Some of them alone say nothing of the others.
		const refusals = new Refusals(due.length === wanted.length ? due.length : Infinity);
		const failures: unknown[] = [];
		let isAnyRead = false;
		for (const category of due) {
			const ledgers = {
				known: ledgerOf(state, category),
				earlier: ledgerOf(look.earlier, category),
			};
			const found = await this.list(category)
				.look({ ...look, ...ledgers })
				.catch(refusals.note)
				.catch((error: unknown) => {
					failures.push(error);
					return 'failed' as const;
				});
			if (found === 'failed') continue;
			if (found === 'refused') this.refused.add(category);
			else this.refused.delete(category);
			if (found === 'refused') continue;
			if (found === undefined) return undefined;
			isAnyRead = true;
			const fresh = found.events.filter(({ id }) => !told.has(id));
			for (const event of fresh) told.add(event.id);
			events.push(...fresh);
			const { floor, emptyAt, done } = found.state;
			lists[category] = emptyAt === undefined ? floor : -emptyAt;
			// What this list need not remember may stand in another one that does not reach so far.
			for (const { id } of fresh) state.done[id] = floor - 1;
			Object.assign(state.done, done);
		}
		const [error] = failures;
		if (error !== undefined) {
			if (!isAnyRead) throw error as Error;
			// So that the next poll reads all of them.
			delete state.counters;
			return { events, state: compact(state), failure: { label: this.label, error } };
		}
		this.wholeAt = wholeAt;
		if (counters !== undefined) state.counters = counters;
		return { events, state: compact(state) };
	}

	async sample(look: SampleLook): Promise<TriggerEvent[]> {
		const found: TriggerEvent[] = [];
		const wanted = categoriesIn(look.scope);
		const refusals = new Refusals(wanted.length);
		for (const category of wanted) {
			const samples = await this.list(category).sample(look).catch(refusals.note);
			if (samples !== 'refused') found.push(...samples);
			if (look.isEnough(found)) break;
		}
		return found;
	}

	private list(category: Category): MessageList {
		const list = this.lists.get(category) ?? new MessageList(category);
		this.lists.set(category, list);
		return list;
	}

	/** The lists to read: those whose counter has moved, and all of them now and then. */
	private dueOf(
		wanted: Category[],
		{ lists, counters: before }: MessagesState,
		counters: JsonObject | undefined,
	): Category[] {
		const now = performance.now();
		const isNew = wanted.some((each) => lists[each] === undefined && !this.refused.has(each));
		const isWhole = isNew || !counters || !before || now - this.wholeAt >= wholeEveryMs;
		if (isWhole) this.wholeAt = now;
		const moved = isWhole ? wanted : movedLists(before, counters);
		const again = wanted.filter((each) => (this.left.get(each) ?? 0) > 0);
		for (const each of again) this.left.set(each, (this.left.get(each) ?? 0) - 1);
		if (!isWhole) for (const each of moved) this.left.set(each, moreReadings);
		return wanted.filter((each) => moved.includes(each) || again.includes(each));
	}
}

/** A list that is refused, as one that the account does not have, is no failure of the others. */
class Refusals {
	constructor(private left: number) {}

	/** @throws what is no refusal, or the last of them where all lists are refused */
	readonly note = (error: unknown): 'refused' => {
		if (!isRefusal(error) || --this.left === 0) throw error as Error;
		return 'refused';
	};
}

/** Undefined where they cannot be read, or where one list costs no more than they do. */
async function countersOf(wanted: Category[], send: Send): Promise<JsonObject | undefined> {
	if (wanted.length === 1) return undefined;
	const body = await send({ method: 'GET', path: '/v1/user-service/my/message/count' }).catch(
		() => undefined,
	);
	const counts = Object.entries(isObject(body) ? body : {}).flatMap(([name, value]) => {
		const count = finiteNumber(value);
		return count === undefined || sums.includes(name) ? [] : [[name, count] as const];
	});
	if (counts.length === 0) return undefined;
	return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

function movedLists(before: JsonObject, after: JsonObject): Category[] {
	const names = Object.keys({ ...before, ...after });
	const moved = names.filter((name) => before[name] !== after[name]);
	return moved.flatMap((name) => entryOf(listsOfCounters, name) ?? categoriesOf([]));
}

/** Keeps the ids that any list may show as new. */
function compact({ lists, done, ...rest }: MessagesState): MessagesState {
	const floors = Object.values(lists).filter((floor) => floor >= 0);
	const newestFirst = Object.values(done).sort((a, b) => b - a);
	const least = Math.max(Math.min(...floors), (newestFirst[mostDone] ?? -1) + 1);
	const raised = Object.entries(lists).map(([category, floor]) => [
		category,
		floor < 0 ? floor : Math.max(floor, least),
	]);
	return {
		...rest,
		lists: Object.fromEntries(raised) as MessagesState['lists'],
		done: Object.fromEntries(Object.entries(done).filter(([, time]) => time >= least)),
	};
}
