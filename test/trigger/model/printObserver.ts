import type { IDataObject } from 'n8n-workflow';

import { isOddlyOver, isOver, type AccountWorld, type Print } from './accountWorld';
import { brim, DatedObserver, type Part, type Watched } from './datedObserver';
import { isChosen, type PollView, type Scope } from './observer';
import type { PrintChoice } from './printChoice';

export const printEvents = ['taskCreated', 'taskEnded', 'taskFinished', 'taskFailed'] as const;

const partOf: { [event: string]: Part } = { taskCreated: 'start', taskEnded: 'ended' };

const hour = 3600;
const day = 86_400;
/** Publishing reads twenty pages; what runs further down ran for weeks, among hundreds of prints. */
const baselineDepth = 19 * 19;
/** An end so long after the start is one, whatever the status. */
const oddlyLong = 7200;
const endEvents = new Map<unknown, string>([
	[2, 'taskFinished'],
	[3, 'taskFailed'],
]);

export class PrintObserver extends DatedObserver<Print> {
	constructor(
		private readonly world: AccountWorld,
		scope: Scope,
		/** How long an ended print without filaments is held back; seconds. */
		private readonly wait: number,
		private readonly choice: PrintChoice,
	) {
		super(world.prints, scope, printEvents, ['start', 'end', 'ended'], world.time);
	}

	protected happenedAt(print: Print, part: Part): number | undefined {
		if (part === 'start') return print.listedAt;
		return isOver(print) || isOddlyOver(print) ? print.overAt : undefined;
	}

	/** A list without rows may be empty by mistake. */
	protected override hasSaid(): boolean {
		return this.hasRows();
	}

	protected endOf({ end }: Print): number | undefined {
		return end;
	}

	/** An end that was shown in two ways need not come to whoever listens for one of them. */
	protected isWanted(print: Print, part: Part, scope: Scope): boolean {
		if (!isChosen(scope, print.device)) return false;
		if (this.choice.fits(print, part, scope) !== 'yes') return false;
		if (part === 'start') return scope.events.includes('taskCreated');
		if (part === 'ended') return scope.events.includes('taskEnded');
		return this.endsOf(print).every((event) => scope.events.includes(event));
	}

	protected override mayBeWanted(print: Print, part: Part, scope: Scope): boolean {
		const events = { start: ['taskCreated'], end: this.endsOf(print), ended: ['taskEnded'] }[part];
		const isListenedFor = events.some((event) => scope.events.includes(event));
		const fits = this.choice.fits(print, part, scope) !== 'no';
		return isListenedFor && isChosen(scope, print.device) && fits;
	}

	protected isRipe({ row, part, seenAt }: Watched<Print>, view: PollView): boolean {
		if (part === 'start') return true;
		// A status that does not say how it ended: some day, of one that nobody knows.
		const lasted = (row.end ?? 0) - row.start;
		const showsBoth = row.oddStart === undefined && lasted > oddlyLong;
		if (isOddlyOver(row)) return view.isLast && row.status === 7 && showsBoth;
		if (this.world.isFilled(row) && row.fillsAt < view.began) return true;
		if (view.isLast) return true;
		const { time } = this.world;
		const isClockRight = time.wrongBy === 0 && time.changedAt < view.began - this.wait - 60;
		const isWaitOver = (row.end ?? Infinity) + this.wait < view.began - 2;
		return (
			isClockRight &&
			isWaitOver &&
			(this.wait === 0 || (seenAt ?? Infinity) < view.began - this.wait)
		);
	}

	protected isUnclear(print: Print): boolean {
		// One that waits for its filaments may count as running.
		const { now } = this.world.time;
		const isWaiting = !this.world.isFilled(print) && now - (print.end ?? now) < this.wait + 60;
		// Of an end before its start nobody knows when it was.
		const isSenseless = (print.end ?? Infinity) < print.start;
		// What is of the future counts as newer than anything.
		const isFuture = print.start > now;
		const isOdd = isOddlyOver(print) || print.wasOddlyOver || isSenseless || isFuture;
		return (isOver(print) && isWaiting) || isOdd;
	}

	protected isDateless({ oddStart }: Print): boolean {
		return oddStart !== undefined;
	}

	protected isOutOfReach(print: Print): boolean {
		const { prints } = this.world;
		const isDeep = prints.depthOf(print) > baselineDepth;
		return isDeep || prints.newestStart - print.start > 14 * day;
	}

	/** Of hundreds of prints within an hour a baseline reads the newest: what is not newer may be one of the rest. */
	protected isBlurred({ oddStart, start, listedAt }: Print): boolean {
		const { rows, newestStart } = this.world.prints;
		const deepest = rows[baselineDepth]?.start ?? -Infinity;
		const isNewer = oddStart === undefined && listedAt - start < brim;
		return !isNewer && newestStart - deepest < hour;
	}

	protected check(item: IDataObject, view: PollView): { id: number; part: Part } {
		const task = item.task as IDataObject;
		const id = Number(task.id);
		const event = String(item.event);
		const part = partOf[event] ?? 'end';
		const row = this.watched.get(`${id} start`)?.row;
		if (row === undefined) throw new Error(`${event} of ${id} never happened`);
		const isListenedFor = this.scope.events.includes(event) && this.wasEverAt(row, this.scope);
		const fits = this.choice.fits(row, part, this.scope) !== 'no';
		if (!isListenedFor || !fits) throw new Error(`${event} of ${id} is not listened for`);
		const isUntrue = part === 'end' && !this.endsOf(row).includes(event);
		if (isUntrue) throw new Error(`${event} of ${id} is untrue`);
		if (part !== 'start') this.checkWait(row, task, view);
		return { id, part };
	}

	/** An end is not told before its filaments are known, or the wait for them is over. */
	private checkWait(row: Print, task: IDataObject, view: PollView): void {
		const { time } = this.world;
		const isClockRight = time.wrongBy === 0 && time.changedAt < (row.overAt ?? 0) - 60;
		const isBare = task.filamentSummary === null;
		const age = time.now - (row.end ?? 0);
		const isEarly = isBare && age > 0 && age < this.wait - 1 && !row.isCorrected && isOver(row);
		if (isClockRight && isEarly && view.began > 0) throw new Error(`end of ${row.id} is early`);
	}

	private endsOf(print: Print): string[] {
		const ends = [...endEvents].filter(([status]) => print.shown.has(status));
		const isOdd = isOddlyOver(print) || print.wasOddlyOver;
		return isOdd || ends.length === 0 ? [...endEvents.values()] : ends.map(([, event]) => event);
	}

	private wasEverAt({ devices }: Print, scope: Scope): boolean {
		return [...devices].some((device) => isChosen(scope, device));
	}
}
