import { finiteNumber, type JsonObject } from '../../cloud/json';
import { statusOfPrint } from '../../output/status';
import { usedFilaments } from '../../output/task';
import { timeOf } from '../../output/times';
import type { Steps } from '../ledger';
import { day, type Row } from '../readNewest';
import type { Rules } from './source';

const minuteMs = 60_000;
const dayMs = day * 1000;
/** A clock of ours that is behind by more than this tells nothing about how long ago a print ended. */
const clockSlackMs = 5 * minuteMs;
/** While a print runs, the cloud gives an end some seconds after its start. */
const minEndMs = 10 * minuteMs;
/** Filaments that do not show within this time of the end are not waited for. */
const filamentDataMs = 10 * minuteMs;
/** What seems to run for longer began by a clock that was never set. */
const maxRunMs = 60 * dayMs;

/** Where the cloud gives no time, or one before the start, there is no end. */
export function endOf({ startTime, endTime }: JsonObject): number | undefined {
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
	if (start === undefined || end === undefined || end - start < minEndMs) return undefined;
	return now - end > (status === 'unknown' ? 60 * minuteMs : dayMs) ? 'taskFailed' : undefined;
}

function hasFilaments(task: JsonObject): boolean {
	return usedFilaments(task).length > 0;
}

/**
 * Whether the filaments of an ended task may still come: they fill in a while after the end.
 * @param waitMs how long after the end they are waited for
 */
function isFilling(task: JsonObject, waitMs: number, now: number): boolean {
	const end = endOf(task);
	if (end === undefined || hasFilaments(task)) return false;
	return now - end < waitMs && now - end > -clockSlackMs;
}

/** When a print has taken too much longer than estimated; undefined where nobody knows the estimate. */
export function overdueAt(
	task: JsonObject,
	{ overdue }: Pick<Rules, 'overdue'>,
): number | undefined {
	const start = timeOf(task.startTime);
	const estimateMs = (finiteNumber(task.costTime) ?? 0) * 1000;
	if (start === undefined || estimateMs <= 0) return undefined;
	const more = overdue.unit === 'minutes' ? overdue.by * minuteMs : estimateMs * (overdue.by / 100);
	return start + estimateMs + more;
}

/** How much longer than its estimate a print has taken at a moment, or took; undefined where nobody knows. */
export function overdueMinutes(task: JsonObject, now: number): number | undefined {
	const planned = overdueAt(task, { overdue: { unit: 'minutes', by: 0 } });
	const end = outcomeOf(task, now) === undefined ? now : (endOf(task) ?? now);
	return planned === undefined ? undefined : Math.max(0, Math.round((end - planned) / minuteMs));
}

export interface PrintLook {
	/** The events that somebody listens for. */
	events: string[];
	rules: Rules;
	/** Whether its printer has begun nothing since. */
	isNewest: boolean;
	/** Milliseconds. */
	now: number;
}

/** What can be told of a print: e when it ended, f its filaments, i its idle printer, o that it is overdue. */
export function printSteps({ time, value: task }: Row, look: PrintLook): Steps {
	const { events, rules, isNewest, now } = look;
	const isOver = outcomeOf(task, now) !== undefined;
	const end = endOf(task) ?? time * 1000;
	const reached: Steps['reached'] = {};
	let isWaiting = !isOver;
	if (events.includes('taskOverdue')) {
		const at = overdueAt(task, rules) ?? Infinity;
		const late = (isOver ? end : now) - at;
		if (late >= 0 && late < maxRunMs) reached.o = at;
	}
	if (!isOver) return { reached, isOver };
	if (isFilling(task, rules.filamentWaitMs, now)) isWaiting = true;
	else reached.e = end;
	if (events.includes('taskFilamentData')) {
		if (hasFilaments(task)) reached.f = end;
		else if (isFilling(task, filamentDataMs, now)) isWaiting = true;
	}
	if (events.includes('deviceIdle') && isNewest) {
		const at = end + rules.idleAfterMs;
		if (now >= at) reached.i = at;
		else isWaiting = true;
	}
	return { reached, isOver: !isWaiting };
}
