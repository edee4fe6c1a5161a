import type { IDataObject } from 'n8n-workflow';

import { isOver, type AccountWorld, type Print } from './accountWorld';
import {
	fromNow,
	isChosen,
	listensFor,
	type Observer,
	type Opening,
	type PollTime,
	type Scope,
} from './observer';

export const printEvents = ['taskCreated', 'taskFinished', 'taskFailed'] as const;

type Part = 'start' | 'end';

interface Watched {
	print: Print;
	/** What must have come by the end of the next full poll, or is still ahead. */
	due: Set<Part>;
	/** What may come, but need not. */
	free: Set<Part>;
	/** Whether this process has seen it ended and waits for its filaments. */
	isHeldBack: boolean;
}

const day = 86_400;
/** n8n's clock may be behind by so much and the wait for filaments still works. */
const clockSlack = 300;
/** A baseline reads twenty pages; what runs further down ran for weeks, among hundreds of prints. */
const baselineDepth = 19 * 19;

export class PrintObserver implements Observer {
	private watched = new Map<number, Watched>();
	private readonly emitted = new Set<string>();

	constructor(
		private readonly world: AccountWorld,
		private scope: Scope,
		/** How long an ended print without filaments is held back; seconds. */
		private readonly wait: number,
	) {}

	/** A print that has just begun. */
	welcome(print: Print): void {
		const due = new Set<Part>(['start', 'end']);
		this.watched.set(print.id, { print, due, free: new Set(), isHeldBack: false });
	}

	begin({ since, tellRunning }: Opening, isAgain: boolean): void {
		const known = this.watched;
		if (!isAgain) this.emitted.clear();
		this.watched = new Map();
		for (const print of this.world.prints.rows) {
			const { due: wasDue = new Set<Part>() } = known.get(print.id) ?? {};
			const due = new Set<Part>();
			const free = new Set<Part>();
			// What an earlier life knew was told then, or did not fit its settings; nobody can tell which.
			const allow = (part: Part) => (wasDue.has(part) || !isAgain ? due : free).add(part);
			if (print.start >= since || (tellRunning && !isOver(print))) allow('start');
			if (isOver(print) && (print.end ?? 0) >= since) allow('end');
			if (!isOver(print)) {
				const isDeep =
					this.world.prints.depthOf(print) > baselineDepth ||
					this.world.prints.newestStart - print.start > 14 * day;
				(isDeep ? free : due).add('end');
				if (isDeep && due.delete('start')) free.add('start');
			}
			this.watched.set(print.id, { print, due, free, isHeldBack: false });
		}
	}

	changeScope(scope: Scope, now: number): void {
		const before = this.scope;
		for (const entry of this.watched.values()) {
			if (!listensFor(scope, printEvents)) entry.isHeldBack = false;
			for (const part of ['start', 'end'] as const) {
				const event = this.eventOf(entry, part);
				if (event === undefined || this.isWanted(event, entry.print)) continue;
				const wasDue = entry.due.delete(part);
				// The end of a very old print, or of one that is held back, is noticed after the change.
				const isLate = this.world.prints.newestStart - entry.print.start > day;
				if (wasDue && part === 'end' && (isLate || this.isWaiting(entry.print, now))) {
					entry.free.add(part);
				}
			}
		}
		this.scope = scope;
		if (!listensFor(before, printEvents)) this.begin(fromNow, false);
	}

	restart(): void {
		for (const entry of this.watched.values()) entry.isHeldBack = false;
	}

	forgive(): void {
		for (const { free } of this.watched.values()) free.add('start').add('end');
	}

	receive(item: IDataObject, now: number): void {
		const task = item.task as IDataObject;
		const event = String(item.event);
		const key = `${event}:${String(task.id)}`;
		if (this.emitted.has(key)) throw new Error(`${key} is repeated`);
		this.emitted.add(key);
		const entry = this.watched.get(Number(task.id));
		if (entry === undefined) throw new Error(`${key} is about an unknown print`);
		if (!this.isWanted(event, entry.print)) throw new Error(`${key} is not listened for`);
		const part: Part = event === 'taskCreated' ? 'start' : 'end';
		if (event !== this.eventOf(entry, part)) throw new Error(`${key} is untrue`);
		if (!entry.due.delete(part) && !entry.free.has(part)) {
			throw new Error(`${key} belongs to the past`);
		}
		const age = now - Date.parse(String(item.occurredAt)) / 1000;
		const isBare = part === 'end' && (task.filaments as unknown[]).length === 0;
		if (isBare && age < this.wait && age > -clockSlack) throw new Error(`${key} is early`);
	}

	expect({ now, isLast }: PollTime): () => string[] {
		if (!listensFor(this.scope, printEvents)) return () => [];
		const isThere = ({ print, isHeldBack }: Watched) => print.isListed || isHeldBack;
		const entries = [...this.watched.values()].filter(isThere);
		const { newestStart } = this.world.prints;
		const due = entries.flatMap((entry) =>
			[...entry.due].flatMap((part) => {
				const event = this.eventOf(entry, part);
				const isDue = event !== undefined && this.isWanted(event, entry.print);
				const isHeldBack = part === 'end' && this.isWaiting(entry.print, now);
				return isDue && !isHeldBack ? [{ entry, part, key: `${event}:${entry.print.id}` }] : [];
			}),
		);
		const ended = entries.filter(({ print, due: open }) => isOver(print) && open.has('end'));
		return () => {
			// Very old prints are looked for now and then.
			const isSeen = ({ print }: Watched) =>
				isLast || this.world.prints.newestStart - print.start <= day;
			// One that vanished with its filaments unseen is held back as if it had none.
			const mayWait = ({ entry, part }: (typeof due)[number]) =>
				part === 'end' && this.isWaiting(entry.print, now);
			const lost = due
				.filter(({ entry, key }) => isThere(entry) && !this.emitted.has(key) && isSeen(entry))
				.filter((each) => !mayWait(each));
			for (const entry of ended) {
				// What vanished in the midst of the poll may not have been seen by it.
				const isHeld = entry.due.has('end') && newestStart - entry.print.start <= day;
				if (entry.print.isListed) entry.isHeldBack = isHeld && isSeen(entry);
			}
			return lost.map(({ key }) => key);
		};
	}

	private isWaiting(print: Print, now: number): boolean {
		const age = now - (print.end ?? Infinity);
		// Filaments of a print that is gone show nowhere.
		const isFilled = print.isListed && this.world.isFilled(print);
		return !isFilled && age < this.wait && age > -clockSlack;
	}

	private eventOf({ print }: Watched, part: Part): string | undefined {
		if (part === 'start') return 'taskCreated';
		if (print.status === 2) return 'taskFinished';
		return print.status === 3 ? 'taskFailed' : undefined;
	}

	private isWanted(event: string, { device }: Print): boolean {
		return this.scope.events.includes(event) && isChosen(this.scope, device);
	}
}
