import { finiteNumber, idText, isObject, type JsonObject } from '../cloud/json';
import type { EventName } from './events';

/**
 * What the trigger knows of the account's tasks. A task is new while it started at or after
 * `floor` and stands neither in `open` nor in `done`. All times are milliseconds of the cloud's clock.
 */
export interface TaskState {
	/** Every task that started before this moment and is not open has been dealt with. */
	floor: number;
	/** Running tasks: id to start, and in how many polls running the task was not to be found. */
	open: { [id: string]: [start: number, missed: number] };
	/** Ended tasks that started at or after `floor`: id to start. */
	done: { [id: string]: number };
}

export interface TaskEvent {
	name: EventName;
	id: string;
	occurredAt: number;
	task: JsonObject;
}

/** Beyond these the oldest ended tasks are remembered by `floor` alone; they bound the stored state. */
const mostDone = 400;
const lookBackMs = 48 * 3_600_000;
/** After so many polls without it a task counts as deleted, and is no longer searched for. */
export const mostMissed = 3;
/** The cloud forgets tasks after about 90 days. */
const forgottenAfterMs = 100 * 24 * 3_600_000;

type Phase = 'running' | 'taskFinished' | 'taskFailed';

/** Studio reads 1, 4 and any unknown status as printing. */
export function phaseOf(task: JsonObject): Phase {
	const status = finiteNumber(task.status);
	if (status === 2) return 'taskFinished';
	return status === 3 ? 'taskFailed' : 'running';
}

interface Row {
	id: string;
	start: number;
	phase: Phase;
	task: JsonObject;
}

function timeOf(value: unknown): number | undefined {
	return typeof value === 'string' ? finiteNumber(Date.parse(value)) : undefined;
}

/**
 * The rows oldest first, each id once. A row without a start takes the start of the next older one,
 * since the cloud lists tasks by their start.
 */
function chronological(tasks: JsonObject[]): Row[] {
	const rows: Row[] = [];
	const seen = new Set<string>();
	let start = 0;
	for (const task of [...tasks].reverse()) {
		const id = idText(task.id);
		start = timeOf(task.startTime) ?? start;
		if (id === '' || seen.has(id)) continue;
		seen.add(id);
		rows.push({ id, start, phase: phaseOf(task), task });
	}
	return rows;
}

/** Keeps the state small: old ended tasks are folded into `floor`, long vanished open ones dropped. */
function compact({ floor, open, done }: TaskState): TaskState {
	const newest = Math.max(floor, ...Object.values(done), ...Object.values(open).map(([s]) => s));
	const newestFirst = Object.entries(done).sort(([, a], [, b]) => b - a);
	const firstFolded = newestFirst.findIndex(
		([, start], index) => index >= mostDone || start < newest - lookBackMs,
	);
	const folded = firstFolded < 0 ? undefined : newestFirst[firstFolded];
	const newFloor = folded === undefined ? floor : Math.max(floor, folded[1] + 1);
	return {
		floor: newFloor,
		open: Object.fromEntries(
			Object.entries(open).filter(([, [start]]) => start >= newest - forgottenAfterMs),
		),
		done: Object.fromEntries(newestFirst.filter(([, start]) => start >= newFloor)),
	};
}

/** The state from which only what happens later is new. */
export function baselineOf(tasks: JsonObject[]): TaskState {
	const rows = chronological(tasks);
	const open = rows.filter(({ phase }) => phase === 'running');
	const done = rows.filter(({ phase }) => phase !== 'running');
	const oldest = rows[0];
	return compact({
		// What stands further down, unread, may have started in the same second as the oldest row.
		floor: oldest === undefined ? 0 : oldest.start + 1,
		open: Object.fromEntries(open.map(({ id, start }) => [id, [start, 0]])),
		done: Object.fromEntries(done.map(({ id, start }) => [id, start])),
	});
}

function eventOf(name: EventName, row: Row, now: number): TaskEvent {
	const stamp = name === 'taskCreated' ? row.task.startTime : row.task.endTime;
	return { name, id: row.id, occurredAt: timeOf(stamp) ?? now, task: row.task };
}

/**
 * Compares what the cloud lists with what is known. Pure: the same state and tasks give the same
 * events and the same next state, so a state that was rolled back to an earlier one repeats nothing
 * that was emitted together with it.
 *
 * @param tasks the newest tasks, newest first, down to where nothing new can stand (`isCovered`)
 * @param now used only where an ended task has no end
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

	for (const row of rows) {
		const { id, start, phase } = row;
		const isOpen = open[id] !== undefined;
		if (done[id] !== undefined || (!isOpen && start < state.floor)) continue;
		if (!isOpen) events.push(eventOf('taskCreated', row, now));
		if (phase === 'running') {
			open[id] = [start, 0];
		} else {
			events.push(eventOf(phase, row, now));
			delete open[id];
			done[id] = start;
		}
	}
	const listed = new Set(rows.map(({ id }) => id));
	for (const [id, [start, missed]] of Object.entries(open)) {
		if (!listed.has(id)) open[id] = [start, Math.min(missed + 1, mostMissed)];
	}
	events.sort((a, b) => a.occurredAt - b.occurredAt);
	return { events, state: compact({ floor: state.floor, open, done }) };
}

/**
 * Whether the pages read so far reach down to known ground: the oldest row is known, and no open task
 * can stand further down.
 */
export function isCovered(state: TaskState, tasks: JsonObject[]): boolean {
	const rows = chronological(tasks);
	const oldest = rows[0];
	if (oldest === undefined) return false;
	const isKnown =
		oldest.start < state.floor ||
		state.done[oldest.id] !== undefined ||
		state.open[oldest.id] !== undefined;
	const listed = new Set(rows.map(({ id }) => id));
	const mayStandBelow = Object.entries(state.open).some(
		([id, [start, missed]]) => !listed.has(id) && missed < mostMissed && start <= oldest.start,
	);
	return isKnown && !mayStandBelow;
}

/** Whether the pages read so far are enough for a baseline: no print that still runs stands further down. */
export function isBaselineCovered(page: JsonObject[], tasks: JsonObject[]): boolean {
	const rows = chronological(tasks);
	const span = (rows.at(-1)?.start ?? 0) - (rows[0]?.start ?? 0);
	return span > lookBackMs && page.every((task) => phaseOf(task) !== 'running');
}

export function isTaskState(value: unknown): value is TaskState {
	if (!isObject(value) || typeof value.floor !== 'number') return false;
	if (!isObject(value.open) || !isObject(value.done)) return false;
	return (
		Object.values(value.open).every(
			(entry) => Array.isArray(entry) && entry.every((part) => typeof part === 'number'),
		) && Object.values(value.done).every((start) => typeof start === 'number')
	);
}
