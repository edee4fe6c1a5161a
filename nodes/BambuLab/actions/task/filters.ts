import { finiteNumber, textOrEmpty, type JsonObject } from '../../cloud/json';
import type { TaskRow } from '../../output/rowTypes';
import type { ParameterLiteral, ValuesOf } from '../../core/operation';
import type { FilterValues } from '../../core/leftOut';
import type { PageTest, RowTest } from '../../core/wantedPages';
import { taskTitle } from '../../output/design';
import { statusOfPrint, type Status } from '../../output/status';
import { spanOf } from '../../output/task';
import { deviceField } from '../device/fields';
import { newerField, newerThan } from '../newerThan';

export const taskFilters = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Ended After',
			name: 'endedAfter',
			type: 'dateTime',
			default: '',
			description:
				'Only prints that ended at this time or later, in the time zone of the workflow. As an expression, {{ $now.minus({ days: 7 }) }} is a week ago.',
		},
		{
			displayName: 'Ended Before',
			name: 'endedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only prints that ended before this time, in the time zone of the workflow',
		},
		newerField,
		{
			...deviceField,
			required: false,
			description:
				'Only prints of this printer. AI agents and expressions give its name or its serial number.',
		},
		{
			displayName: 'Started After',
			name: 'startedAfter',
			type: 'dateTime',
			default: '',
			description:
				'Only prints that started at this time or later, in the time zone of the workflow',
		},
		{
			displayName: 'Started Before',
			name: 'startedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only prints that started before this time, in the time zone of the workflow',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'finished',
			description: 'Only prints in this state',
			options: [
				{ name: 'Any', value: 'any' },
				{ name: 'Ended (Finished or Failed)', value: 'ended' },
				{ name: 'Failed or Cancelled', value: 'failed' },
				{ name: 'Finished', value: 'finished' },
				{ name: 'Running', value: 'running' },
			],
		},
		{
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. Order',
			description: 'Only prints with this text in their title. Capitals don’t matter.',
		},
	],
} as const satisfies ParameterLiteral;

type Filters = ValuesOf<readonly [typeof taskFilters]>['filters'];

/** The numbers by which the cloud filters; what has several is filtered here alone. */
const statusNumbers: { [status: string]: number } = { finished: 2, failed: 3 };

export function statusQuery({ status = 'any' }: Filters): number | undefined {
	return statusNumbers[status];
}

const statuses: { [choice: string]: Status[] } = {
	ended: ['finished', 'failed', 'cancelled'],
	failed: ['failed', 'cancelled'],
	finished: ['finished'],
	running: ['running', 'paused'],
};

function isRunning(task: TaskRow): boolean {
	return statusOfPrint(task.status) === 'running';
}

/** When a print began; without a start its end is the latest that it can have been. */
function startOf(task: TaskRow): number | undefined {
	const { start, end } = spanOf(task);
	return start ?? end;
}

/** When a print ended; without an end, when it was to. */
function endOf(task: TaskRow): number | undefined {
	const { start, end } = spanOf(task);
	return (
		end ?? (start === undefined ? undefined : start + (finiteNumber(task.costTime) ?? 0) * 1000)
	);
}

/** What has no time at all is not earlier than anything: the newest prints may still lack it. */
function isFrom(time: number | undefined, moment: string | undefined): boolean {
	return !moment || time === undefined || time >= Date.parse(moment);
}

function isBefore(time: number | undefined, moment: string | undefined): boolean {
	return !moment || (time !== undefined && time < Date.parse(moment));
}

/** Which prints are wanted; undefined where all are. */
export function keepTask(filters: Filters): RowTest | undefined {
	const { endedAfter, endedBefore, startedAfter, startedBefore, status = 'any' } = filters;
	const title = filters.titleContains?.toLowerCase();
	const isNewer = newerThan(filters.after);
	const wanted = statuses[status];
	const byEnd = Boolean(endedAfter) || Boolean(endedBefore);
	const byTime = byEnd || Boolean(startedAfter) || Boolean(startedBefore);
	if (!byTime && !title && wanted === undefined && isNewer === undefined) return undefined;
	return (task: JsonObject) => {
		if (isNewer?.(task) === false) return false;
		if (title && !taskTitle(task).toLowerCase().includes(title)) return false;
		if (wanted !== undefined && !wanted.includes(statusOfPrint(task.status))) return false;
		const start = startOf(task);
		if (!isFrom(start, startedAfter) || !isBefore(start, startedBefore)) return false;
		if (!byEnd) return true;
		const end = endOf(task);
		return !isRunning(task) && isFrom(end, endedAfter) && isBefore(end, endedBefore);
	};
}

function dayOf(time: number | undefined): string {
	return time === undefined ? '' : new Date(time).toISOString().slice(0, 10);
}

/** What can be mistyped, and what goes with it. */
export const taskFilterValues: FilterValues<JsonObject> = {
	endedAfter: (task) => dayOf(endOf(task)),
	endedBefore: (task) => dayOf(endOf(task)),
	startedAfter: (task) => dayOf(startOf(task)),
	startedBefore: (task) => dayOf(startOf(task)),
	deviceId: ({ deviceId, deviceName }) => ({
		id: textOrEmpty(deviceId),
		name: textOrEmpty(deviceName),
	}),
	status: ({ status }) => statusOfPrint(status),
	titleContains: (task) => taskTitle(task),
};

/** No print lasts longer. */
const maxPrintMs = 14 * 24 * 3_600_000;

/** Whether a list, newest first, holds nothing wanted behind a page; undefined where that is not told. */
export function stopTask(filters: Filters): PageTest | undefined {
	const { startedAfter, endedAfter } = filters;
	const isNewer = newerThan(filters.after);
	const isTooOld = (task: TaskRow): boolean => {
		const { start, end } = spanOf(task);
		const times = [start, end].filter((time) => time !== undefined);
		if (times.length === 0) return false;
		const isPast = (moment: string | undefined, slack: number) =>
			Boolean(moment) && times.every((time) => time < Date.parse(moment ?? '') - slack);
		return isPast(startedAfter, 0) || isPast(endedAfter, maxPrintMs);
	};
	if (!startedAfter && !endedAfter && isNewer === undefined) return undefined;
	return (page) => page.every((task) => isNewer?.(task) === false || isTooOld(task));
}
