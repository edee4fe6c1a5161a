import type { IDataObject } from 'n8n-workflow';

import type { AccountWorld, Message } from './accountWorld';
import { DatedObserver, type Part } from './datedObserver';
import { isChosen, listensFor, type Scope } from './observer';

export const messageEvents = ['messageReceived'] as const;

/** What the node calls the messages of these numbers. */
const kinds: { [type: number]: string } = { 6: 'print', 101: 'system', 254: 'ratingReminder' };

export class MessageObserver extends DatedObserver<Message> {
	constructor(world: AccountWorld, scope: Scope) {
		super(world.messages, scope, messageEvents, ['start'], world.time);
	}

	protected happenedAt({ listedAt }: Message): number {
		return listedAt;
	}

	protected isWanted({ type, device }: Message, _part: Part, scope: Scope): boolean {
		const { messageTypes } = scope;
		const isType =
			messageTypes.length === 0 ||
			[kinds[type] ?? 'other', String(type)].some((name) => messageTypes.includes(name));
		return listensFor(scope, messageEvents) && isType && isChosen(scope, device);
	}

	protected isRipe(): boolean {
		return true;
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
