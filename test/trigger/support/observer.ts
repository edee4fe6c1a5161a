import { isOver, type Print } from './printWorld';

export interface Scope {
	events: string[];
	deviceIds: string[];
}

interface Watched {
	print: Print;
	/** Events that must have come by the end of the next full poll, or are still ahead. */
	due: Set<string>;
	/** Events that may come, but need not. */
	free: Set<string>;
}

const day = 86_400;

/** What a perfect observer, who sees every print at every moment, expects of the trigger. */
export class Observer {
	private readonly watched = new Map<number, Watched>();
	private readonly emitted = new Set<string>();

	constructor(private scope: Scope) {}

	/** A print that was there before the baseline: only its end may still be news. */
	know(print: Print): void {
		const due = new Set(isOver(print) ? [] : ['end']);
		this.watched.set(print.id, { print, due, free: new Set() });
	}

	/** A print that began after the baseline. */
	welcome(print: Print): void {
		const due = new Set(['taskCreated', 'end']);
		this.watched.set(print.id, { print, due, free: new Set() });
	}

	/** What the user has just begun to listen for counts from now on. */
	changeScope(scope: Scope, newestStart: number): void {
		for (const entry of this.watched.values()) {
			for (const event of ['taskCreated', this.endOf(entry)]) {
				if (event === undefined || this.isWanted(event, entry.print)) continue;
				const wasDue = entry.due.delete(event === 'taskCreated' ? event : 'end');
				// The end of a very old print is noticed late, so it may fall behind the change.
				if (wasDue && newestStart - entry.print.start > day) entry.free.add(event);
			}
		}
		this.scope = scope;
	}

	/** @throws Error where an event is repeated, not wanted, or not true. */
	receive(event: string, id: number): void {
		const key = `${event}:${id}`;
		if (this.emitted.has(key)) throw new Error(`${key} is repeated`);
		this.emitted.add(key);
		const entry = this.watched.get(id);
		if (entry === undefined) throw new Error(`${key} is about an unknown print`);
		if (!this.isWanted(event, entry.print)) throw new Error(`${key} is not listened for`);
		if (event !== 'taskCreated' && event !== this.endOf(entry)) throw new Error(`${key} is untrue`);
		const isDue = entry.due.delete(event === 'taskCreated' ? event : 'end');
		if (!isDue && !entry.free.has(event)) throw new Error(`${key} belongs to the past`);
	}

	/** The events that a full poll beginning now has to bring, unless their print vanishes meanwhile. */
	expected(): { key: string; print: Print }[] {
		return [...this.watched.values()].flatMap((entry) => {
			const { print, due } = entry;
			const end = this.endOf(entry);
			const events = [due.has('taskCreated') && 'taskCreated', due.has('end') && end];
			return events
				.filter((event) => typeof event === 'string')
				.filter((event) => print.isListed && this.isWanted(event, print))
				.map((event) => ({ key: `${event}:${print.id}`, print }));
		});
	}

	/** @throws Error where an expected event has not come. Very old prints are looked for now and then. */
	check(expected: { key: string; print: Print }[], newestStart: number, isPatient: boolean): void {
		const lost = expected
			.filter(({ key, print }) => print.isListed && !this.emitted.has(key))
			.filter(({ print }) => !isPatient || newestStart - print.start <= day);
		if (lost.length > 0) throw new Error(`${lost.map(({ key }) => key).join(', ')} is lost`);
	}

	private endOf({ print }: Watched): string | undefined {
		if (print.status === 2) return 'taskFinished';
		return print.status === 3 ? 'taskFailed' : undefined;
	}

	private isWanted(event: string, { device }: Print): boolean {
		const { events, deviceIds } = this.scope;
		return events.includes(event) && (deviceIds.length === 0 || deviceIds.includes(device));
	}
}
