import type { IDataObject } from 'n8n-workflow';

import type { AccountWorld, Message } from './accountWorld';
import { fromNow, isChosen, listensFor, type Observer, type Opening, type Scope } from './observer';

export const messageEvents = ['messageReceived'] as const;

/** What the node calls the messages of these numbers. */
const kinds: { [type: number]: string } = { 6: 'print', 101: 'system', 254: 'ratingReminder' };

interface Watched {
	message: Message;
	/** Whether it has to come, may come, or must not. */
	fate: 'due' | 'free' | 'past';
}

export class MessageObserver implements Observer {
	private watched = new Map<number, Watched>();
	private readonly emitted = new Set<number>();
	private begunAt = 0;

	constructor(
		private readonly world: AccountWorld,
		private scope: Scope,
	) {}

	/** A message that has just come. One that says it came before the beginning may pass for old. */
	welcome(message: Message): void {
		const fate = message.start > this.begunAt ? 'due' : 'free';
		this.watched.set(message.id, { message, fate });
	}

	begin({ since }: Opening, isAgain: boolean): void {
		const known = this.watched;
		if (!isAgain) this.emitted.clear();
		this.watched = new Map();
		this.begunAt = this.world.time.clock;
		for (const message of this.world.messages.rows) {
			// What an earlier life knew was told then, or did not fit its settings.
			const isDue = !isAgain || known.get(message.id)?.fate === 'due';
			const fate = message.start < since ? 'past' : isDue ? 'due' : 'free';
			this.watched.set(message.id, { message, fate });
		}
	}

	changeScope(scope: Scope): void {
		const before = this.scope;
		for (const entry of this.watched.values()) {
			if (!this.isWanted(entry.message)) entry.fate = 'past';
		}
		this.scope = scope;
		if (!listensFor(before, messageEvents)) this.begin(fromNow, false);
	}

	restart(): void {}

	forgive(): void {
		for (const entry of this.watched.values()) if (entry.fate === 'past') entry.fate = 'free';
	}

	receive(item: IDataObject): void {
		const id = Number((item.message as IDataObject).id);
		if (this.emitted.has(id)) throw new Error(`message ${id} is repeated`);
		this.emitted.add(id);
		const entry = this.watched.get(id);
		if (entry === undefined) throw new Error(`message ${id} is unknown`);
		if (!this.isWanted(entry.message)) throw new Error(`message ${id} is not listened for`);
		if (entry.fate === 'past') throw new Error(`message ${id} belongs to the past`);
	}

	expect(): () => string[] {
		const due = [...this.watched.values()].filter(
			({ fate, message }) => fate === 'due' && message.isListed && this.isWanted(message),
		);
		return () =>
			due
				.filter(({ message: { id, isListed } }) => isListed && !this.emitted.has(id))
				.map(({ message }) => `message ${message.id}`);
	}

	private isWanted({ type, device }: Message): boolean {
		const { messageTypes } = this.scope;
		const isType =
			messageTypes.length === 0 ||
			[kinds[type] ?? 'other', String(type)].some((name) => messageTypes.includes(name));
		return listensFor(this.scope, messageEvents) && isType && isChosen(this.scope, device);
	}
}
