import { readDeviceList } from '../../core/printers';
import type { Send } from '../../cloud/client';
import { idText, type JsonObject } from '../../cloud/json';
import { serialIn, serialOf, wasBusy } from '../../output/device';
import { usedFilaments } from '../../output/task';
import { timeOf } from '../../output/times';
import type { PrintEventName } from '../events';
import { isLedger, type Change, type Ledger, type LedgerRules } from '../ledger';
import { day, NewestRows, readPage, secondsOf, type Newest, type Row } from '../readNewest';
import { DatedList, type Reading } from './datedList';
import { newestOfPrinter, orderSlack, printList, PrintSearch } from './printSearch';
import { endOf, outcomeOf, overdueAt, overdueMinutes, printSteps } from './printSteps';
import type { Finding, Look, Rules, SampleLook, Source, TriggerEvent } from './source';

/** No print takes longer; a baseline looks for running ones among all that started since. */
const maxPrintMs = 14 * day;
/** Polls that go on read a waiting print again within this time, as a rule. */
const recentMs = 10 * 60_000;
/** A baseline asks no more printers than these for what they print. */
const maxAbsentPrinters = 100;

function eventOf(name: PrintEventName, task: JsonObject, occurredAt: number): TriggerEvent {
	const printer = serialIn(task.deviceId);
	const subject = { kind: 'task', row: task } as const;
	return { name, id: idText(task.id), occurredAt, printer, print: task, subject };
}

function overdueEvent(task: JsonObject, rules: Rules, now: number): TriggerEvent {
	const event = eventOf('taskOverdue', task, overdueAt(task, rules) ?? now);
	event.subject.overdueMinutes = overdueMinutes(task, now);
	return event;
}

/** The events of what a print came to. Of its end one says how it was, one only that it was. */
function stepEvents(task: JsonObject, steps: string, rules: Rules, now: number): TriggerEvent[] {
	const end = endOf(task) ?? now;
	const outcome = outcomeOf(task, now);
	const of: { [letter: string]: TriggerEvent[] } = {
		o: [overdueEvent(task, rules, now)],
		e: outcome === undefined ? [] : [eventOf('taskEnded', task, end), eventOf(outcome, task, end)],
		f: [eventOf('taskFilamentData', task, end)],
		i: [eventOf('deviceIdle', task, end + rules.idleAfterMs)],
	};
	return [...steps].flatMap((letter) => of[letter] ?? []);
}

/** Whether nothing more is told of an ended print, whatever its printer does; but for one event. */
function isOver(
	task: JsonObject,
	{ scope, rules, now }: Look<Ledger>,
	but?: PrintEventName,
): boolean {
	const events = scope.events.filter((name) => name !== but);
	const row = { id: idText(task.id), time: secondsOf(now), value: task };
	return printSteps(row, { events, rules, isNewest: true, now }).isOver;
}

/** An ended print of which something is still to come. */
interface Waiting {
	id: string;
	task: JsonObject;
	/** When it was read; milliseconds of this process. */
	readAt: number;
	/** Whether it waited for nothing but its printer's rest then. */
	isResting: boolean;
}

/** Prints that start and end, from the account's list of tasks. */
export class Prints extends DatedList implements Source<Ledger> {
	readonly label = 'the prints';
	readonly isState = isLedger;
	private readonly search = new PrintSearch();
	/** As they were read last, also where they vanish from the list meanwhile. */
	private waiting: Waiting[] = [];
	/** By printer, the print that it began last. */
	private readonly begun = new Map<string, { id: string; time: number }>();

	constructor() {
		super(() => new NewestRows(printList), 'startTime', orderSlack);
	}

	/** The same where it was empty from the beginning. */
	override async look(look: Look<Ledger>): Promise<Finding<Ledger> | undefined> {
		const finding = await super.look(look);
		return finding?.state === look.known ? undefined : finding;
	}

	/** No event depends on our clock but one that waits, or whose status is odd. */
	protected rules({ known, scope, rules, now }: Look<Ledger>, rows: Row[]): LedgerRules {
		this.noteBegun(rows, known, secondsOf(now) + day);
		const isNewest = ({ id, value }: Row) => this.begun.get(serialIn(value.deviceId))?.id === id;
		const { events } = scope;
		return {
			stepsOf: (row) => printSteps(row, { events, rules, isNewest: isNewest(row), now }),
			printerOf: ({ deviceId }) => serialIn(deviceId),
			// Enough for each print of two days on a farm of a hundred printers.
			maxKnown: 1000,
		};
	}

	protected eventsOf({ row, isNew, steps }: Change, { rules, now }: Look<Ledger>): TriggerEvent[] {
		const { value: task } = row;
		return [
			...(isNew ? [eventOf('taskCreated', task, timeOf(task.startTime) ?? now)] : []),
			...stepEvents(task, steps, rules, now),
		];
	}

	protected override async readNews(look: Look<Ledger>, known: Ledger): Promise<Reading> {
		const { cloud, now } = look;
		const reading = await super.readNews(look, known);
		// As long as the list is empty, nothing is known of what the settings are about.
		if (reading.isCut || reading.rows.length === 0) return { ...reading, isCut: true };
		this.waiting = this.waiting.filter(({ id }) => Object.hasOwn(known.open, id));
		// Of a print that waits for nothing but its printer's rest, all is known.
		const open = { ...known.open };
		for (const { id, task, isResting } of this.waiting) {
			if (isResting && isOver(task, look, 'deviceIdle')) delete open[id];
		}
		const sought = { ...known, open };
		const searched = await this.search.look(cloud.send, sought, reading, secondsOf(now));
		const { below, pending, failure } = searched;
		// Where there are several, the first is as it is now.
		const read = [reading.rows, ...below].flat().reverse();
		const byId = new Map(read.map((task) => [idText(task.id), task]));
		const unread = this.waiting.filter(({ id }) => !byId.has(id));
		const readAt = performance.now();
		const fresh = [...byId]
			.filter(([, task]) => outcomeOf(task, now) !== undefined && !isOver(task, look))
			.map(([id, task]) => ({ id, task, readAt, isResting: isOver(task, look, 'deviceIdle') }));
		this.waiting = [...fresh, ...unread];
		// What was read long ago, and may stand further down, may look otherwise: it is looked for first.
		const counted = unread.filter(
			(each) => readAt - each.readAt <= recentMs || !pending.has(each.id),
		);
		return {
			...reading,
			below: [...below, counted.map(({ task }) => task)],
			failure: failure && { label: 'the prints that run for long', error: failure.error },
		};
	}

	/** @param most seconds; what is of the future is not the last */
	private noteBegun(rows: Row[], known: Ledger | undefined, most: number): void {
		const ids = new Set(rows.map(({ id }) => id));
		const before = [...this.begun].map(([printer, each]) => ({ ...each, printer }));
		const open = Object.entries(known?.open ?? {}).map(([id, [time, printer]]) => {
			return { id, time, printer };
		});
		// A place in the list may make a row count as newer than it is.
		const read = rows.map(({ id, time, value }) => {
			const start = timeOf(value.startTime);
			const own = start === undefined ? time : secondsOf(start);
			return { id, time: own, printer: serialIn(value.deviceId) };
		});
		this.begun.clear();
		for (const { id, time, printer } of [
			...[...before, ...open].filter((each) => !ids.has(each.id)),
			...read,
		]) {
			const isLast = printer !== '' && time >= (this.begun.get(printer)?.time ?? 0);
			if (isLast && time <= most) this.begun.set(printer, { id, time });
		}
	}

	/** No print that still runs, or ended since a moment, stands further down. */
	protected isBaseline([oldest = 0]: number[], page: JsonObject[], now: number): boolean {
		return oldest > maxPrintMs && page.every((task) => outcomeOf(task, now) !== undefined);
	}

	/** Where there are too many to read, a printer that is not among them may have one that runs for long. */
	protected override async readBelow(
		send: Send,
		{ rows, isCut }: Newest,
		now: number,
	): Promise<JsonObject[][]> {
		if (!isCut) return [];
		const listed = new Set(rows.map(({ deviceId }) => idText(deviceId)));
		// Where the printers cannot be read, the prints begin without them.
		const devices = await readDeviceList(send).catch(() => []);
		const absent = devices
			.filter(wasBusy)
			.map(serialOf)
			.filter((serial) => !listed.has(serial))
			.slice(0, maxAbsentPrinters);
		const below: JsonObject[][] = [];
		for (const serial of absent) {
			const query = { deviceId: serial, limit: newestOfPrinter, offset: 0 };
			const { rows: tasks } = await readPage(send, printList, query);
			below.push(tasks.filter((task) => outcomeOf(task, now) === undefined));
		}
		return below;
	}

	protected samplesOf(task: JsonObject, { rules, now }: SampleLook): TriggerEvent[] {
		// As it looked when it began: its filaments come after its end.
		const begun = { ...task, status: 4, endTime: null, amsDetailMapping: [] };
		const isFilled = usedFilaments(task).length > 0;
		const steps = outcomeOf(task, now) === undefined ? '' : isFilled ? 'efi' : 'ei';
		const start = timeOf(task.startTime) ?? now;
		// As it would look at that moment, though it may have ended in time.
		const late = Math.min(overdueAt(task, rules) ?? now, now);
		return [
			eventOf('taskCreated', begun, start),
			{ ...overdueEvent(begun, rules, late), occurredAt: late },
			...stepEvents(task, steps, rules, now),
		];
	}
}
