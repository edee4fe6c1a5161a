import type { IDataObject } from 'n8n-workflow';

import type { Observer, Opening, PollView, Scope } from './observer';

/** Two who watch one source: one of them some of its events, the other all else. */
export class Together implements Observer {
	constructor(
		private readonly usual: Observer,
		private readonly further: Observer,
		private readonly furtherEvents: readonly string[],
	) {}

	private get both(): Observer[] {
		return [this.usual, this.further];
	}

	begin(opening: Opening, isAgain: boolean): void {
		for (const each of this.both) each.begin(opening, isAgain);
	}

	beginLater(): void {
		for (const each of this.both) each.beginLater();
	}

	changeScope(scope: Scope): void {
		for (const each of this.both) each.changeScope(scope);
	}

	store(): void {
		for (const each of this.both) each.store();
	}

	rollBack(isRestart: boolean): void {
		for (const each of this.both) each.rollBack(isRestart);
	}

	forgive(): void {
		for (const each of this.both) each.forgive();
	}

	receive(items: IDataObject[], view: PollView): void {
		const isFurther = ({ event }: IDataObject) => this.furtherEvents.includes(String(event));
		this.usual.receive(
			items.filter((item) => !isFurther(item)),
			view,
		);
		this.further.receive(items.filter(isFurther), view);
	}

	verify(view: PollView): void {
		for (const each of this.both) each.verify(view);
	}
}
