import type { Send } from '../../cloud/client';
import { idText, type JsonObject } from '../../cloud/json';
import { serialIn, serialOf, wasBusy } from '../../output/device';
import { statusOfPrint } from '../../output/status';
import { usedFilaments } from '../../output/task';
import { timeOf } from '../../output/times';
import { day, newestTime, secondsOf, type Change, type Ledger, type LedgerRules } from '../ledger';
import { readPage, type Newest } from '../newest';
import { DatedList, type Reading } from './datedList';
import { newestOfPrinter, orderSlack, printList, PrintSearch } from './printSearch';
import { readDeviceList } from './printers';
import type { Finding, Look, SampleLook, TriggerEvent } from './source';

type PrintEventName = 'taskCreated' | 'taskEnded' | 'taskFailed' | 'taskFinished';

const minuteMs = 60_000;
/** A clock of ours that is behind by more than this tells nothing about how long ago a print ended. */
const clockSlackMs = 5 * minuteMs;
/** While a print runs, the cloud gives an end some seconds after its start. */
const shortestEndMs = 10 * minuteMs;
/** No print takes longer; a baseline looks for running ones among all that started since. */
const longestPrint = 14 * day;
/** A baseline asks no more printers than these for what they print. */
const mostAbsentPrinters = 100;

/** Where the cloud gives no time, or one before the start, there is no end. */
function endOf({ startTime, endTime }: JsonObject): number | undefined {
	const end = timeOf(endTime);
	return end !== undefined && end >= (timeOf(startTime) ?? 0) ? end : undefined;
}

/**
 * How a print ended; undefined while it runs. Studio reads 1, 4 and any unknown status as printing. But a
 * status may stay as it is although an end was given long ago; then nobody knows of a success.
 */
export function outcomeOf(
	task: JsonObject,
	now: number,
): 'taskFinished' | 'taskFailed' | undefined {
	const status = statusOfPrint(task.status);
	if (status === 'finished') return 'taskFinished';
	if (status === 'failed' || status === 'cancelled') return 'taskFailed';
	const [start, end] = [timeOf(task.startTime), endOf(task)];
	if (start === undefined || end === undefined || end - start < shortestEndMs) return undefined;
	return now - end > (status === 'unknown' ? 60 * minuteMs : day * 1000) ? 'taskFailed' : undefined;
}

/**
 * Whether the filaments of an ended task may still come: they fill in a while after the end.
 * @param waitMs how long after the end they are waited for
 */
function isFilling(task: JsonObject, waitMs: number, now: number): boolean {
	const end = endOf(task);
	if (end === undefined || usedFilaments(task).length > 0) return false;
	return now - end < waitMs && now - end > -clockSlackMs;
}

function eventOf(name: PrintEventName, task: JsonObject, now: number): TriggerEvent {
	const time = name === 'taskCreated' ? timeOf(task.startTime) : endOf(task);
	return {
		name,
		id: idText(task.id),
		occurredAt: time ?? now,
		printer: serialIn(task.deviceId),
		subject: { kind: 'task', row: task },
	};
}

/** One event says how it ended, one only that it did. */
function endEventsOf(task: JsonObject, now: number): TriggerEvent[] {
	const outcome = outcomeOf(task, now);
	if (outcome === undefined) return [];
	return [eventOf('taskEnded', task, now), eventOf(outcome, task, now)];
}

/** Prints that start and end, from the account's list of tasks. */
export class Prints extends DatedList {
	readonly label = 'the prints';
	private readonly search = new PrintSearch();
	/** Ended prints that wait for their filaments, also where they vanish from the list meanwhile. */
	private waiting: JsonObject[] = [];

	constructor() {
		super(printList, 'startTime', orderSlack);
	}

	/** The same where it was empty from the beginning. */
	override async look(look: Look<Ledger>): Promise<Finding<Ledger> | undefined> {
		const finding = await super.look(look);
		return finding?.state === look.known ? undefined : finding;
	}

	/** No event depends on our clock but one that waits, or whose status is odd. */
	protected rules({ rules: { filamentWaitMs }, now }: Look<Ledger>): LedgerRules {
		return {
			isOver: (task) => outcomeOf(task, now) !== undefined && !isFilling(task, filamentWaitMs, now),
			printerOf: ({ deviceId }) => serialIn(deviceId),
			// Enough for each print of two days on a farm of a hundred printers.
			mostKnown: 1000,
		};
	}

	protected eventsOf({ row, isNew, isOver }: Change, { now }: Look<Ledger>): TriggerEvent[] {
		return [
			...(isNew ? [eventOf('taskCreated', row.value, now)] : []),
			...(isOver ? endEventsOf(row.value, now) : []),
		];
	}

	protected endOf(task: JsonObject): number | undefined {
		return endOf(task);
	}

	protected override async readNews(look: Look<Ledger>, known: Ledger): Promise<Reading> {
		const { cloud, rules, now } = look;
		const reading = await super.readNews(look, known);
		// As long as the list is empty, nothing is known of what the settings are about.
		if (reading.isCut || reading.rows.length === 0) return { ...reading, isCut: true };
		const { below, failure } = await this.search.look(cloud.send, known, reading, secondsOf(now));
		const isOpen = ({ id }: JsonObject) => Object.hasOwn(known.open, idText(id));
		const lists = [...below, this.waiting.filter(isOpen)];
		const isWaiting = (task: JsonObject) =>
			outcomeOf(task, now) !== undefined && isFilling(task, rules.filamentWaitMs, now);
		this.waiting = [reading.rows, ...lists].flat().filter(isWaiting);
		return {
			...reading,
			below: lists,
			failure: failure && { label: 'the prints that run for long', error: failure.error },
		};
	}

	/** No print that still runs, or ended since a moment, stands further down. */
	protected isBaseline(
		tasks: JsonObject[],
		page: JsonObject[],
		{ opening: { since }, now }: Look<Ledger>,
	): boolean {
		const times = this.rowsOf(tasks, secondsOf(now)).map(({ time }) => time);
		const newest = Math.min(newestTime(times, secondsOf(now)), secondsOf(since));
		const isLong = newest - (times[0] ?? 0) > longestPrint;
		return isLong && page.every((task) => outcomeOf(task, now) !== undefined);
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
			.slice(0, mostAbsentPrinters);
		const below: JsonObject[][] = [];
		for (const serial of absent) {
			const query = { deviceId: serial, limit: newestOfPrinter, offset: 0 };
			const { rows: tasks } = await readPage(send, printList, query);
			below.push(tasks.filter((task) => outcomeOf(task, now) === undefined));
		}
		return below;
	}

	protected samplesOf(task: JsonObject, { now }: SampleLook): TriggerEvent[] {
		// As it looked when it began: its filaments come after its end.
		const begun = { ...task, status: 4, endTime: null, amsDetailMapping: [] };
		return [eventOf('taskCreated', begun, now), ...endEventsOf(task, now)];
	}
}
