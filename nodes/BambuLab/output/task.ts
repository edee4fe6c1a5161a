import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, idText, idValue, textOrEmpty } from '../cloud/json';
import type { TaskRow } from '../cloud/api/rows';
import { filamentsOf, rounded, type FilamentUse, type Prices } from './filaments';

/** 1 and 4 are printing, 2 is success, 3 is failed or cancelled (which the cloud cannot tell apart). */
const statusTexts: { [status: number]: string } = {
	1: 'running',
	2: 'finished',
	3: 'failed',
	4: 'running',
};

export function taskStatusText(status: unknown): string {
	return statusTexts[finiteNumber(status) ?? -1] ?? 'unknown';
}

function scaled(value: unknown, divisor: number, digits: number): number | null {
	const number = finiteNumber(value);
	return number === undefined ? null : rounded(number / divisor, digits);
}

/** The design's title is what the user picked on MakerWorld; the task's own is a file name. */
export function taskTitle(task: TaskRow): string {
	const hasDesign = (finiteNumber(task.designId) ?? 0) > 0;
	const designTitle = textOrEmpty(task.designTitle);
	return hasDesign && designTitle !== '' ? designTitle : textOrEmpty(task.title);
}

function orNull(value: unknown): string | null {
	return idText(value) || null;
}

function minutesBetween(start: string | null, end: string | null): number | null {
	const span = Date.parse(end ?? '') - Date.parse(start ?? '');
	return Number.isFinite(span) && span >= 0 ? rounded(span / 60_000, 1) : null;
}

/**
 * How much of a failed print was done, by time alone: a guess, in a field of its own, because every
 * other figure of a failed task is the slicer's for the whole print.
 */
function estimatedUsedShare(minutes: number | null, planned: number | null): number | null {
	if (minutes === null || planned === null || planned <= 0) return null;
	return rounded(Math.min(1, minutes / planned), 2);
}

function costOf(filaments: FilamentUse[]): number | null {
	const costs = filaments.map(({ estimatedCost }) => finiteNumber(estimatedCost));
	if (costs.length === 0 || costs.includes(undefined)) return null;
	return rounded(
		costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
		2,
	);
}

/**
 * A task as a flat row. Weights and lengths are the slicer's estimates, also for a failed print, so
 * their names say so. `length` comes in centimetres, `costTime` in seconds.
 */
export function simplifyTask(task: TaskRow, prices?: Prices): IDataObject {
	const statusText = taskStatusText(task.status);
	const startedAt = orNull(task.startTime);
	const designId = finiteNumber(task.designId) || null;
	// While a task runs the cloud gives an end a few seconds after the start.
	const endedAt = statusText === 'running' ? null : orNull(task.endTime);
	const durationMinutes = minutesBetween(startedAt, endedAt);
	const estimatedMinutes = scaled(task.costTime, 60, 1);
	const estimatedGrams = scaled(task.weight, 1, 2);
	const usedShare =
		statusText === 'failed' ? estimatedUsedShare(durationMinutes, estimatedMinutes) : null;
	const filaments = filamentsOf(task, prices);
	return {
		id: idValue(task.id),
		title: taskTitle(task),
		status: finiteNumber(task.status) ?? null,
		statusText,
		printerName: orNull(task.deviceName),
		printerSerial: orNull(task.deviceId),
		printerModel: orNull(task.deviceModel),
		startedAt,
		endedAt,
		durationMinutes,
		estimatedMinutes,
		estimatedGrams,
		estimatedMetres: scaled(task.length, 100, 2),
		estimatedUsedShare: usedShare,
		...(prices === undefined ? {} : { estimatedCost: costOf(filaments) }),
		filaments,
		plate: finiteNumber(task.plateIndex) ?? null,
		bedType: orNull(task.bedType),
		mode: orNull(task.mode),
		pictureUrl: orNull(task.cover),
		url: designId === null ? null : `https://makerworld.com/models/${designId}`,
		designId,
		modelId: orNull(task.modelId),
		profileId: finiteNumber(task.profileId) || null,
	};
}
