import type { JsonObject } from '../cloud/json';
import { day, lookBack, newestTime, orderSlack, secondsOf, type Row } from './chronology';
import type { TaskState } from './taskDetector';
import { chronologicalTasks, endOf, isRunning } from './taskRows';

/** No print takes longer; a baseline looks for running ones among all that started since. */
const longestPrint = 14 * day;

/** What of the past is told when the trigger begins; by default nothing. */
export interface TaskOpening {
	/** Prints that end at or after this moment are told; milliseconds. */
	endedSince: number;
	/** Whether a print that stands in the list already counts as a new one. */
	isNew: (task: JsonObject) => boolean;
	/** What an earlier life of the trigger knew: nothing of that is told again. */
	told: TaskState | undefined;
	/** Running tasks below those that were read, where more stand there than could be. */
	below: JsonObject[] | undefined;
}

export const fromNowOn: TaskOpening = {
	endedSince: Infinity,
	isNew: () => false,
	told: undefined,
	below: undefined,
};

function isKnown(told: TaskState | undefined, { id, time }: Row): boolean {
	return (
		told !== undefined &&
		(told.open[id] !== undefined || told.done[id] !== undefined || time < told.floor)
	);
}

/**
 * The state to begin with: compared with it (`detectTasks`), the tasks tell what `opening` asks for.
 * `tasks` must satisfy `isBaselineCovered`.
 */
export function baselineOf(tasks: JsonObject[], now: number, opening = fromNowOn): TaskState {
	const { endedSince, isNew, told, below } = opening;
	const rows = chronologicalTasks(tasks);
	const newStarts: number[] = [];
	const open = Object.fromEntries(
		chronologicalTasks(below ?? []).map(({ id, time }): [string, [number]] => [id, [time]]),
	) as TaskState['open'];
	const done: TaskState['done'] = {};
	for (const row of rows) {
		const { id, time, value } = row;
		const wasOpen = told?.open[id] !== undefined;
		const mayEnd = isRunning(value) || (endOf(value) ?? 0) >= endedSince;
		if (mayEnd && (wasOpen || !isKnown(told, row))) {
			if (wasOpen || !isNew(value)) open[id] = [time];
			else newStarts.push(time);
		} else {
			done[id] = time;
		}
	}
	// An empty list may be a hiccup of the cloud; then the history must not pass for new.
	if (tasks.length === 0) return { floor: Math.max(0, secondsOf(now) - lookBack), open, done };
	// What stands below what was read is history, though it may have started a little later.
	const [oldest, newest] = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
	const behind = below ? Math.min(oldest + orderSlack, newest + 1) : 0;
	return { floor: newStarts.reduce((least, time) => Math.min(least, time), behind), open, done };
}

/** Of the tasks below those that were read, the ones to tell as new: the floor leaves them out. */
export function newBelow({ below, isNew, told }: TaskOpening): Row[] {
	return chronologicalTasks(below ?? []).filter((row) => isNew(row.value) && !isKnown(told, row));
}

/**
 * Whether the pages read so far are enough for a baseline: no print that still runs, or ended since
 * a moment, stands further down.
 *
 * @param since milliseconds
 */
export function isBaselineCovered(
	page: JsonObject[],
	tasks: JsonObject[],
	since: number,
	now: number,
): boolean {
	const times = chronologicalTasks(tasks).map(({ time }) => time);
	const newest = Math.min(newestTime(times, secondsOf(now)), secondsOf(since));
	const span = newest - (times[0] ?? 0);
	return span > longestPrint && page.every((task) => !isRunning(task));
}
