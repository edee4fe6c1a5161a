import { messagesIn, type Category } from '../../actions/message/categories';
import { idText, type JsonObject } from '../../cloud/json';
import { messagePrinter, messageTypesOf } from '../../output/message';
import { timeOf } from '../../output/times';
import {
	isKnown,
	lookBack,
	newestTime,
	secondsOf,
	type Change,
	type Ledger,
	type LedgerRules,
	type Row,
} from '../ledger';
import { NewestRows, pageWithoutTotal } from '../readNewest';
import { DatedList, lateSlack, smallestPage, type Reading } from './datedList';
import type { Look, SampleLook, TriggerEvent } from './source';

const mostKnown = 300;

/** The kinds that New Comment or Rating tells. */
export const remarkKinds = ['comment', 'rating'];

function eventsOf(message: JsonObject, now: number): TriggerEvent[] {
	const messageTypes = messageTypesOf(message);
	const shared = {
		id: idText(message.id),
		occurredAt: timeOf(message.createTime) ?? now,
		subject: { kind: 'message', row: message },
	} as const;
	const printer = messagePrinter(message);
	const received: TriggerEvent = { ...shared, name: 'messageReceived', printer, messageTypes };
	const isRemark = messageTypes.some((type) => remarkKinds.includes(type));
	if (!isRemark) return [received];
	return [received, { ...shared, name: 'commentReceived', printer: undefined }];
}

/** One list of messages, that of a category. */
export class MessageList extends DatedList {
	readonly label = 'the messages';
	/** What it has shown last. A row may be known from another list, and then others stand below it. */
	private shown = new Set<string>();

	constructor(category: Category) {
		const { path, query } = messagesIn(category);
		super(path, 'createTime', lateSlack, query);
	}

	protected override newestRows(): NewestRows {
		return new NewestRows(this.path, this.query, pageWithoutTotal);
	}

	/** A message does not change. */
	protected rules(): LedgerRules {
		// Whatever stands above a message, it is of the past by its own time.
		const cameAt = ({ time, value }: Row) => timeOf(value.createTime) ?? time * 1000;
		const stepsOf = (row: Row) => ({ reached: { e: cameAt(row) }, isOver: true });
		return { stepsOf, printerOf: () => '', mostKnown };
	}

	protected eventsOf({ row }: Change, { now }: Look<Ledger>): TriggerEvent[] {
		return eventsOf(row.value, now);
	}

	/**
	 * All that may still show up late, and so has to be known: one that ends a page may have done so, and
	 * count as no older than those below it.
	 */
	protected isBaseline(
		messages: JsonObject[],
		page: JsonObject[],
		{ opening: { since }, now }: Look<Ledger>,
	): boolean {
		const times = this.rowsOf(messages, secondsOf(now)).map(({ time }) => time);
		const newest = Math.min(newestTime(times, secondsOf(now)), secondsOf(since));
		return newest - (times[page.length - 1] ?? Infinity) > lookBack;
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

	protected samplesOf(message: JsonObject, { now }: SampleLook): TriggerEvent[] {
		return eventsOf(message, now);
	}
}
