import { finiteNumber, idText, isObject, type JsonObject } from '../cloud/json';
import type { TaskEventName } from './events';

/**
 * What the trigger knows of the account's tasks. A task is new while it started at or after
 * `floor` and stands neither in `open` nor in `done`. All times are whole seconds, as in the cloud.
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
	task: JsonObject;
}

const hour = 3600;
const day = 24 * hour;
/** How late a task may show up in the list, measured against the newest one. */
const lookBack = 2 * day;
/** No print takes longer; a baseline looks for running ones among all that started since. */
const longestPrint = 14 * day;
/** The cloud forgets tasks after about 90 days. */
const forgottenAfter = 100 * day;
/** Beyond these the oldest are remembered by `floor` alone; they bound the stored state. */
const mostDone = 300;
const mostOpen = 800;
/** How far known ground is read into: a task may show up a little later than the next one did. */
const lateSlack = 600;
/** The list may be ordered by creation, which comes some minutes before the start. */
const orderSlack = hour;
/**
 * An open task older than a day is searched for below the pages that are read anyway only once in
 * this part of its age (a quarter of an hour per day), since some stay "running" for ever.
 */
const searchesPerAge = 96;

type Phase = 'running' | 'taskFinished' | 'taskFailed';

/** Studio reads 1, 4 and any unknown status as printing. */
export function phaseOf(task: JsonObject): Phase {
	const status = finiteNumber(task.status);
	if (status === 2) return 'taskFinished';
	return status === 3 ? 'taskFailed' : 'running';
}

interface Row {
	id: string;
	/** Seconds. */
	start: number;
	phase: Phase;
	task: JsonObject;
}

/** Milliseconds; undefined where the cloud gives no time, or a zero time. */
function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' ? Date.parse(value) : NaN;
	return time > 0 ? time : undefined;
}

function secondsOf(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

/** The rows oldest first, each id once. A row without a start takes the start of a neighbour. */
function chronological(tasks: JsonObject[]): Row[] {
	// Of a row listed twice its first place counts: a repeat further down would pass for old ground.
	const seen = new Set<string>();
	const isFirst = ({ id }: JsonObject) => !seen.has(idText(id)) && seen.add(idText(id)) === seen;
	const oldestFirst = tasks.filter(isFirst).reverse();
	const starts = oldestFirst.map(({ startTime }) => timeOf(startTime));
	let start = secondsOf(starts.find((time) => time !== undefined) ?? 0);
	const rows: Row[] = [];
	for (const [index, task] of oldestFirst.entries()) {
		const id = idText(task.id);
		const time = starts[index];
		if (time !== undefined) start = secondsOf(time);
		if (id !== '') rows.push({ id, start, phase: phaseOf(task), task });
	}
	return rows;
}

/** The newest start. One in the future counts as now, and a wrong clock of ours counts for nothing. */
function newestOf(starts: number[], now: number): number {
	return Math.min(
		now,
		starts.reduce((newest, start) => Math.max(newest, start), 0),
	);
}

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

/** The state from which only what happens later is new. `tasks` must satisfy `isBaselineCovered`. */
export function baselineOf(tasks: JsonObject[], now: number): TaskState {
	const rows = chronological(tasks);
	// An empty list may be a hiccup of the cloud; then the history must not pass for new.
	const floor = rows.length === 0 ? Math.max(0, secondsOf(now) - lookBack) : 0;
	const open = rows.filter(({ phase }) => phase === 'running');
	const done = rows.filter(({ phase }) => phase !== 'running');
	const state: TaskState = {
		floor,
		open: Object.fromEntries(open.map(({ id, start }) => [id, [start]])),
		done: Object.fromEntries(done.map(({ id, start }) => [id, start])),
	};
	return compact(state, secondsOf(now));
}

/** @param now the time of an event for which the cloud gives none, in milliseconds */
export function eventOf(name: TaskEventName, task: JsonObject, now: number): TaskEvent {
	const start = timeOf(task.startTime);
	const end = timeOf(task.endTime);
	const isEnd = end !== undefined && end >= (start ?? 0);
	const occurredAt = name === 'taskCreated' ? (start ?? now) : isEnd ? end : now;
	return { name, id: idText(task.id), occurredAt, task };
}

type OpenEntry = TaskState['open'][string];

/** Decides about open tasks that are not on the pages read so far. */
function searchAt(rows: Row[], now: number) {
	const newest = newestOf(
		rows.map(({ start }) => start),
		now,
	);
	const isOld = (start: number) => newest - start > day;
	return {
		isDue: ([start, searched = 0]: OpenEntry) =>
			!isOld(start) || Math.abs(now - searched) >= (newest - start) / searchesPerAge,
		done: (start: number): OpenEntry => (isOld(start) ? [start, now] : [start]),
	};
}

/**
 * Compares what the cloud lists with what is known. Pure: the same state and tasks give the same
 * events and the same next state, so a state that was rolled back to an earlier one repeats nothing
 * that was emitted together with it.
 *
 * @param tasks the newest tasks, newest first, down to where nothing new can stand (`isCovered`)
 * @param now milliseconds; no event depends on it, only the pace of searching and, where the cloud
 * gives none, the time of an event
 */
export function detectTasks(
	state: TaskState,
	tasks: JsonObject[],
	now: number,
): { events: TaskEvent[]; state: TaskState } {
	const rows = chronological(tasks);
	const open = { ...state.open };
	const done = { ...state.done };
	const events: TaskEvent[] = [];
	const search = searchAt(rows, secondsOf(now));

	for (const row of rows) {
		const { id, start, phase } = row;
		const isOpen = open[id] !== undefined;
		if (done[id] !== undefined || (!isOpen && start < state.floor)) continue;
		if (!isOpen) events.push(eventOf('taskCreated', row.task, now));
		if (phase === 'running') {
			open[id] = search.done(start);
		} else {
			events.push(eventOf(phase, row.task, now));
			delete open[id];
			done[id] = start;
		}
	}
	const listed = new Set(rows.map(({ id }) => id));
	for (const [id, entry] of Object.entries(open)) {
		if (!listed.has(id) && search.isDue(entry)) open[id] = search.done(entry[0]);
	}
	events.sort((a, b) => a.occurredAt - b.occurredAt);
	return { events, state: compact({ floor: state.floor, open, done }, secondsOf(now)) };
}

/**
 * Whether the pages read so far reach well into known ground: the oldest row is known, and no open task
 * that is to be searched for can stand further down.
 */
export function isCovered(state: TaskState, tasks: JsonObject[], now: number): boolean {
	const rows = chronological(tasks);
	const oldest = rows[0];
	if (oldest === undefined) return false;
	const isKnown = ({ id, start }: Row) =>
		start < state.floor || state.done[id] !== undefined || state.open[id] !== undefined;
	const newestKnown = [...rows].reverse().find(isKnown);
	const isDeepEnough = newestKnown !== undefined && newestKnown.start - oldest.start >= lateSlack;
	const listed = new Set(rows.map(({ id }) => id));
	const search = searchAt(rows, secondsOf(now));
	const mayStandBelow = Object.entries(state.open).some(
		([id, entry]) =>
			!listed.has(id) && entry[0] - orderSlack <= oldest.start && search.isDue(entry),
	);
	return isKnown(oldest) && isDeepEnough && !mayStandBelow;
}

/** Whether the pages read so far are enough for a baseline: no print that still runs stands further down. */
export function isBaselineCovered(page: JsonObject[], tasks: JsonObject[], now: number): boolean {
	const starts = chronological(tasks).map(({ start }) => start);
	const span = newestOf(starts, secondsOf(now)) - (starts[0] ?? 0);
	return span > longestPrint && page.every((task) => phaseOf(task) !== 'running');
}

export function isTaskState(value: unknown): value is TaskState {
	if (!isObject(value) || typeof value.floor !== 'number') return false;
	if (!isObject(value.open) || !isObject(value.done)) return false;
	return (
		Object.values(value.open).every(
			(entry) =>
				Array.isArray(entry) && entry.length > 0 && entry.every((part) => typeof part === 'number'),
		) && Object.values(value.done).every((start) => typeof start === 'number')
	);
}
