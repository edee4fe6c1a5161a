import type { IDataObject } from 'n8n-workflow';

import type { AccountWorld, Message } from './accountWorld';
import { DatedObserver, type Part } from './datedObserver';
import {
	isChosen,
	listensFor,
	type Observer,
	type Opening,
	type PollView,
	type Scope,
} from './observer';

export const messageEvents = ['messageReceived', 'commentReceived'] as const;

/** What the node calls the messages of these numbers. */
const kinds: { [type: number]: string } = {
	6: 'print',
	101: 'system',
	201: 'comment',
	254: 'ratingReminder',
	503: 'boost',
	603: 'like',
};

/** Watches the messages for one event. */
class MessageObserver extends DatedObserver<Message> {
	constructor(
		private readonly world: AccountWorld,
		scope: Scope,
		private readonly event: (typeof messageEvents)[number],
	) {
		super(world.messages, scope, [event], ['start'], world.time);
	}

	protected override readonly hasSeveralLists = true;

	/** The kinds stand in lists of their own. */
	protected override hasRows(): boolean {
		return Object.keys(kinds).every((kind) =>
			this.world.messages.rows.some(({ type }) => type === Number(kind)),
		);
	}

	protected happenedAt({ listedAt }: Message): number {
		return listedAt;
	}

	protected isWanted({ type, device }: Message, _part: Part, scope: Scope): boolean {
		if (!listensFor(scope, [this.event])) return false;
		if (this.event === 'commentReceived') return type === 201;
		const { messageTypes } = scope;
		const isType =
			messageTypes.length === 0 ||
			[kinds[type] ?? (device === '' ? 'other' : 'print'), String(type)].some((name) =>
				messageTypes.includes(name),
			);
		return isType && isChosen(scope, device);
	}

	protected isBlurred(): boolean {
		return false;
	}

	protected isRipe(): boolean {
		return true;
	}

	protected isDateless(): boolean {
		return false;
	}

	protected isUnclear(): boolean {
		return false;
	}

	protected endOf(): undefined {
		return undefined;
	}

	protected isOutOfReach(): boolean {
		return false;
	}

	protected check(item: IDataObject): { id: number; part: Part } {
		const id = Number((item.message as IDataObject).id);
		const row = this.watched.get(`${id} start`)?.row;
		if (row === undefined) throw new Error(`message ${id} never happened`);
		if (!this.isWanted(row, 'start', this.scope) && !row.isCorrected) {
			throw new Error(`message ${id} is not listened for`);
		}
		return { id, part: 'start' };
	}
}

/** Each event of the messages has an observer of its own. */
export class MessagesObserver implements Observer {
	private readonly observers: Array<[event: string, observer: MessageObserver]>;

	constructor(world: AccountWorld, scope: Scope) {
		this.observers = messageEvents.map((event) => [
			event,
			new MessageObserver(world, scope, event),
		]);
	}

	private each(act: (observer: MessageObserver) => void): void {
		for (const [, observer] of this.observers) act(observer);
	}

	welcome(row: Message): void {
		this.each((observer) => observer.welcome(row));
	}

	changed(row: Message): void {
		this.each((observer) => observer.changed(row));
	}

	loosen(row: Message): void {
		this.each((observer) => observer.loosen(row));
	}

	begin(opening: Opening, isAgain: boolean): void {
		this.each((observer) => observer.begin(opening, isAgain));
	}

	beginLater(): void {
		this.each((observer) => observer.beginLater());
	}

	changeScope(scope: Scope): void {
		this.each((observer) => observer.changeScope(scope));
	}

	store(): void {
		this.each((observer) => observer.store());
	}

	rollBack(isRestart: boolean): void {
		this.each((observer) => observer.rollBack(isRestart));
	}

	forgive(): void {
		this.each((observer) => observer.forgive());
	}

	receive(items: IDataObject[], view: PollView): void {
		for (const [event, observer] of this.observers) {
			observer.receive(
				items.filter((item) => item.event === event),
				view,
			);
		}
	}

	verify(view: PollView): void {
		this.each((observer) => observer.verify(view));
	}
}
