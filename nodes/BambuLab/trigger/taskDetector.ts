import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import {
	day,
	isDeepEnough,
	lookBack,
	orderSlack,
	newestTime,
	secondsOf,
	timeOf,
	type Row,
} from './chronology';
import type { TaskEventName } from './events';
import { chronologicalTasks, endOf, isFilling, isRunning, phaseOf } from './taskRows';

/**
 * What the trigger knows of the account's tasks. A task is new while it started at or after
 * `floor` and stands neither in `open` nor in `done`.
 */
export interface TaskState {
	/** Every task that started before this moment and is not open has been dealt with. */
	floor: number;
	/** Running tasks: id to start and, for those that are searched for now and then only, when they were last. */
	open: { [id: string]: [start: number, searched?: number] };
	/** Ended tasks that started at or after `floor`: id to start. */
	done: { [id: string]: number };
}

export interface TaskEvent {
	name: TaskEventName;
	id: string;
	/** Milliseconds. */
	occurredAt: number;
	deviceId: string;
	task: JsonObject;
}

/** The cloud forgets tasks after about 90 days. */
const forgottenAfter = 100 * day;
/** Beyond these the oldest are remembered by `floor` alone; they bound the stored state. */
const mostDone = 300;
const mostOpen = 800;
/**
 * Below the pages that are read anyway, an open task older than a day is searched for only once in
 * this part of its age (a quarter of an hour per day), since some stay "running" for ever. One that
 * was searched for in vain was deleted as a rule, and is not to cost more than such an old one.
 */
const searchesPerAge = 96;
const shortestPause = day / searchesPerAge;

/** Keeps the state small: what was dropped from `open` and `done` lies below the new floor. */
function compact({ floor, open, done }: TaskState, now: number): TaskState {
	const openNewestFirst = Object.entries(open).sort(([, [a]], [, [b]]) => b - a);
	const doneNewestFirst = Object.entries(done).sort(([, a], [, b]) => b - a);
	const newest = newestTime(
		[...doneNewestFirst.map(([, start]) => start), ...openNewestFirst.map(([, [start]]) => start)],
		now,
	);
	const newFloor = Math.max(
		floor,
		newest - lookBack,
		(doneNewestFirst[mostDone]?.[1] ?? -1) + 1,
		(openNewestFirst[mostOpen]?.[1][0] ?? -1) + 1,
	);
	return {
		floor: newFloor,
		open: Object.fromEntries(
			openNewestFirst.slice(0, mostOpen).filter(([, [start]]) => start >= newest - forgottenAfter),
		),
		done: Object.fromEntries(doneNewestFirst.filter(([, start]) => start >= newFloor)),
	};
}

/** @param now the time of an event for which the cloud gives none, in milliseconds */
export function eventOf(name: TaskEventName, id: string, task: JsonObject, now: number): TaskEvent {
	const time = name === 'taskCreated' ? timeOf(task.startTime) : endOf(task);
	return { name, id, occurredAt: time ?? now, deviceId: textOrEmpty(task.deviceId), task };
}

/** What has ended does not run again: a list that says so was read before one that another poll has read. */
function rowsOf(tasks: JsonObject[], heldBack: JsonObject[]): Row[] {
	const ended = new Map(chronologicalTasks(heldBack).map((row) => [row.id, row]));
	const rows = chronologicalTasks(tasks).map((row) => {
		const known = ended.get(row.id);
		ended.delete(row.id);
		return known !== undefined && isRunning(row.value) ? known : row;
	});
	return [...rows, ...ended.values()];
}

type OpenEntry = TaskState['open'][string];

/** Decides about open tasks that are not on the pages read so far. */
function searchAt(rows: Row[], now: number) {
	const newest = newestTime(
		rows.map(({ time }) => time),
		now,
	);
	const isOld = (start: number) => newest - start > day;
	const pause = (start: number) => Math.max(shortestPause, (newest - start) / searchesPerAge);
	return {
		isDue: ([start, searched]: OpenEntry) =>
			searched === undefined || Math.abs(now - searched) >= pause(start),
		found: (start: number): OpenEntry => (isOld(start) ? [start, now] : [start]),
		missed: (start: number): OpenEntry => [start, now],
	};
}

export interface TaskSnapshot {
	/** Newest first, down to where nothing new can stand (`tasksBelow`); of what is further down, what was asked for. */
	tasks: JsonObject[];
	/** Tasks that an earlier comparison held back, which may have vanished from the list since. */
	heldBack: JsonObject[];
}

/**
 * Compares what the cloud lists with what is known. Pure: the same state and tasks give the same
 * events and the same next state, so a state that was rolled back to an earlier one repeats nothing
 * that was emitted together with it.
 *
 * @param waitMs how long an ended task without filaments is held back
 * @param now milliseconds; no event depends on it but one held back, only the pace of searching and,
 * where the cloud gives none, the time of an event
 */
export function detectTasks(
	state: TaskState,
	{ tasks, heldBack }: TaskSnapshot,
	waitMs: number,
	now: number,
): { events: TaskEvent[]; state: TaskState; heldBack: JsonObject[] } {
	const rows = rowsOf(tasks, heldBack);
	const listed = new Set(tasks.map(({ id }) => idText(id)));
	const open = { ...state.open };
	const done = { ...state.done };
	const events: TaskEvent[] = [];
	const filling: JsonObject[] = [];
	const search = searchAt(rows, secondsOf(now));

	for (const { id, time, value } of rows) {
		const phase = phaseOf(value);
		const isOpen = open[id] !== undefined;
		if (done[id] !== undefined || (!isOpen && time < state.floor)) continue;
		if (!isOpen) events.push(eventOf('taskCreated', id, value, now));
		const isHeldBack = phase !== 'running' && isFilling(value, waitMs, now);
		if (isHeldBack) filling.push(value);
		if (phase === 'running' || isHeldBack) {
			open[id] = search.found(time);
		} else {
			events.push(eventOf(phase, id, value, now));
			delete open[id];
			done[id] = time;
		}
	}
	for (const [id, entry] of Object.entries(open)) {
		if (!listed.has(id) && search.isDue(entry)) open[id] = search.missed(entry[0]);
	}
	const next = compact({ floor: state.floor, open, done }, secondsOf(now));
	return { events, state: next, heldBack: filling };
}

/**
 * The open tasks that are to be searched for and may stand below these rows. Undefined while the rows
 * do not reach well into known ground, so that something new may stand below them as well.
 */
export function tasksBelow(
	state: TaskState,
	tasks: JsonObject[],
	now: number,
): string[] | undefined {
	const rows = chronologicalTasks(tasks);
	const isKnown = ({ id, time }: Row) =>
		time < state.floor || state.done[id] !== undefined || state.open[id] !== undefined;
	const oldest = rows[0];
	if (oldest === undefined || !isDeepEnough(rows, isKnown)) return undefined;
	const listed = new Set(rows.map(({ id }) => id));
	const search = searchAt(rows, secondsOf(now));
	return Object.entries(state.open)
		.filter(([id, entry]) => !listed.has(id) && search.isDue(entry))
		.filter(([, [start]]) => start - orderSlack <= oldest.time)
		.map(([id]) => id);
}

export function isTaskState(value: unknown): value is TaskState {
	if (!isObject(value) || !Number.isFinite(value.floor)) return false;
	if (!isObject(value.open) || !isObject(value.done)) return false;
	return (
		Object.values(value.open).every(
			(entry) => Array.isArray(entry) && entry.length > 0 && entry.every(Number.isFinite),
		) && Object.values(value.done).every(Number.isFinite)
	);
}
