import { idText, type JsonObject } from '../../cloud/json';
import { messagePrinter, messageTypesOf } from '../../output/message';
import { timeOf } from '../../output/times';
import {
	hour,
	isKnown,
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
	/** Milliseconds of this process. */
	private lateLookAt = performance.now();

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

	protected endOf(): undefined {
		return undefined;
	}

	/** So far behind a moment that nothing late of it stands below. */
	protected isBaseline(
		messages: JsonObject[],
		_page: JsonObject[],
		{ opening: { since }, now }: Look<Ledger>,
	): boolean {
		const [oldest] = this.rowsOf(messages, secondsOf(now));
		return oldest !== undefined && oldest.time < secondsOf(since) - lateSlack;
	}

	/** Well into known ground, or an inbox of less than a page. Each hour all that is remembered, for late ones. */
	protected override isCovered(known: Ledger, rows: Row[]): boolean {
		const isSmall = rows.length > 0 && rows.length < smallestPage;
		if (isSmall && rows.every((row) => isKnown(known, row))) return true;
		const isLateLookDue = performance.now() - this.lateLookAt >= hour * 1000;
		const reachesFloor = rows.length > mostKnown || (rows[0]?.time ?? Infinity) < known.floor;
		if (isLateLookDue && !reachesFloor) return false;
		if (isLateLookDue) this.lateLookAt = performance.now();
		return super.isCovered(known, rows);
	}

	protected samplesOf(message: JsonObject, { now }: SampleLook): TriggerEvent[] {
		return [eventOf(message, now)];
	}
}
