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
import { DatedList, lateSlack, smallestPage } from './datedList';
import type { Look, SampleLook, TriggerEvent } from './source';

const mostKnown = 300;

function eventOf(message: JsonObject, now: number): TriggerEvent {
	return {
		name: 'messageReceived',
		id: idText(message.id),
		occurredAt: timeOf(message.createTime) ?? now,
		printer: messagePrinter(message),
		messageTypes: messageTypesOf(message),
		subject: { kind: 'message', row: message },
	};
}

/** Messages that come into the inbox of the account. */
export class Messages extends DatedList {
	readonly label = 'the messages';
	constructor() {
		super('/v1/user-service/my/messages', 'createTime', lateSlack);
	}

	/** A message does not change. */
	protected rules(): LedgerRules {
		return { isOver: () => true, printerOf: () => '', mostKnown };
	}

	protected eventsOf({ row }: Change, { now }: Look<Ledger>): TriggerEvent[] {
		return [eventOf(row.value, now)];
	}

	/** A message is over as it comes. */
	protected endOf({ createTime }: JsonObject): number | undefined {
		return timeOf(createTime);
	}

	/** All that may still show up late, and so has to be known. */
	protected isBaseline(
		messages: JsonObject[],
		_page: JsonObject[],
		{ opening: { since }, now }: Look<Ledger>,
	): boolean {
		const times = this.rowsOf(messages, secondsOf(now)).map(({ time }) => time);
		const newest = Math.min(newestTime(times, secondsOf(now)), secondsOf(since));
		return newest - (times[0] ?? Infinity) > lookBack;
	}

	/** Well into known ground, or an inbox of less than a page. */
	protected override isCovered(known: Ledger, rows: Row[]): boolean {
		const isSmall = rows.length > 0 && rows.length < smallestPage;
		if (isSmall && rows.every((row) => isKnown(known, row))) return true;
		return super.isCovered(known, rows);
	}

	protected samplesOf(message: JsonObject, { now }: SampleLook): TriggerEvent[] {
		return [eventOf(message, now)];
	}
}
