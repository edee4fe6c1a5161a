import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import {
	day,
	isDeepEnough,
	lookBack,
	orderSlack,
	newestOf,
	secondsOf,
	timeOf,
	type Row,
} from './chronology';
import type { TaskEventName } from './events';
import { chronologicalTasks, endOf, isFilling, phaseOf } from './taskRows';

/**
 * What the trigger knows of the account's tasks. A task is new while it started at or after
 * `floor` and stands neither in `open` nor in `done`.
 */
export interface TaskState {
	/** Every task that started before this moment and is not open has been dealt with. */
	floor: number;
	/** Running tasks: id to start and, for those older than a day, when they were last searched for. */
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
 * An open task older than a day is searched for below the pages that are read anyway only once in
 * this part of its age (a quarter of an hour per day), since some stay "running" for ever.
 */
const searchesPerAge = 96;
/** Keeps the state small: what was dropped from `open` and `done` lies below the new floor. */
function compact({ floor, open, done }: TaskState, now: number): TaskState {
	const openNewestFirst = Object.entries(open).sort(([, [a]], [, [b]]) => b - a);
	const doneNewestFirst = Object.entries(done).sort(([, a], [, b]) => b - a);
	const newest = newestOf(
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

type OpenEntry = TaskState['open'][string];

/** Decides about open tasks that are not on the pages read so far. */
function searchAt(rows: Row[], now: number) {
	const newest = newestOf(
		rows.map(({ time }) => time),
		now,
	);
	const isOld = (start: number) => newest - start > day;
	return {
		isDue: ([start, searched = 0]: OpenEntry) =>
			!isOld(start) || Math.abs(now - searched) >= (newest - start) / searchesPerAge,
		done: (start: number): OpenEntry => (isOld(start) ? [start, now] : [start]),
	};
}

export interface TaskSnapshot {
	/** The newest tasks, newest first, down to where nothing new can stand (`isCovered`). */
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
	const rows = chronologicalTasks(tasks);
	const listed = new Set(rows.map(({ id }) => id));
	rows.push(...chronologicalTasks(heldBack).filter(({ id }) => !listed.has(id)));
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
			open[id] = search.done(time);
		} else {
			events.push(eventOf(phase, id, value, now));
			delete open[id];
			done[id] = time;
		}
	}
	for (const [id, entry] of Object.entries(open)) {
		if (!listed.has(id) && search.isDue(entry)) open[id] = search.done(entry[0]);
	}
	const next = compact({ floor: state.floor, open, done }, secondsOf(now));
	return { events, state: next, heldBack: filling };
}

/**
 * Whether the pages read so far reach well into known ground: the oldest row is known, and no open task
 * that is to be searched for can stand further down.
 */
export function isCovered(state: TaskState, tasks: JsonObject[], now: number): boolean {
	const rows = chronologicalTasks(tasks);
	const oldest = rows[0];
	if (oldest === undefined) return false;
	const isKnown = ({ id, time }: Row) =>
		time < state.floor || state.done[id] !== undefined || state.open[id] !== undefined;
	const listed = new Set(rows.map(({ id }) => id));
	const search = searchAt(rows, secondsOf(now));
	const mayStandBelow = Object.entries(state.open).some(
		([id, entry]) => !listed.has(id) && entry[0] - orderSlack <= oldest.time && search.isDue(entry),
	);
	return isDeepEnough(rows, isKnown) && !mayStandBelow;
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
