import { finiteNumber, objectsIn, type JsonObject } from '../cloud/json';
import { chronological, timeOf, type Row } from './chronology';

/** A clock of ours that is behind by more than this tells nothing about how long ago a print ended. */
const clockSlackMs = 300_000;

export type Phase = 'running' | 'taskFinished' | 'taskFailed';

/** Studio reads 1, 4 and any unknown status as printing. */
export function phaseOf(task: JsonObject): Phase {
	const status = finiteNumber(task.status);
	if (status === 2) return 'taskFinished';
	return status === 3 ? 'taskFailed' : 'running';
}

/** Where the cloud gives a zero time, or one before the start, there is no end. */
export function endOf({ startTime, endTime }: JsonObject): number | undefined {
	const end = timeOf(endTime);
	return end !== undefined && end >= (timeOf(startTime) ?? 0) ? end : undefined;
}

/**
 * Whether the filaments of an ended task may still come: they fill in a while after the end.
 * @param waitMs how long after the end they are waited for
 */
export function isFilling(task: JsonObject, waitMs: number, now: number): boolean {
	const end = endOf(task);
	if (end === undefined || objectsIn(task.amsDetailMapping).length > 0) return false;
	return now - end < waitMs && now - end > -clockSlackMs;
}

export function chronologicalTasks(tasks: JsonObject[]): Row[] {
	return chronological(tasks, 'startTime');
}

export function isRunning(task: JsonObject): boolean {
	return phaseOf(task) === 'running';
}

/** @param since milliseconds */
export function startedSince(task: JsonObject, since: number): boolean {
	return (timeOf(task.startTime) ?? 0) >= since;
}
