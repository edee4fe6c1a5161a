import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, idText, objectsIn, textOrEmpty } from '../cloud/json';
import type { FilamentUseRow, TaskRow } from '../cloud/rows';

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

function rounded(value: number, digits: number): number {
	const factor = 10 ** digits;
	return Math.round(value * factor) / factor;
}

function scaled(value: unknown, divisor: number, digits: number): number | null {
	const number = finiteNumber(value);
	return number === undefined ? null : rounded(number / divisor, digits);
}

/** `RRGGBBAA` or `#RRGGBB` as `#RRGGBB`; null where it is no colour. */
export function hexColor(value: unknown): string | null {
	const digits = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(textOrEmpty(value))?.[1];
	return digits === undefined ? null : `#${digits.toUpperCase()}`;
}

function filamentsOf(task: TaskRow): IDataObject[] {
	return objectsIn(task.amsDetailMapping).map((filament: FilamentUseRow) => ({
		type: textOrEmpty(filament.filamentType) || null,
		filamentId: textOrEmpty(filament.filamentId) || null,
		color: hexColor(filament.targetColor) ?? hexColor(filament.sourceColor),
		estimatedGrams: scaled(filament.weight, 1, 2),
	}));
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
 * A task as a flat row. Weights and lengths are the slicer's estimates, also for a failed print, so
 * their names say so. `length` comes in centimetres, `costTime` in seconds.
 */
export function simplifyTask(task: TaskRow): IDataObject {
	const statusText = taskStatusText(task.status);
	const startedAt = orNull(task.startTime);
	// While a task runs the cloud gives an end a few seconds after the start.
	const endedAt = statusText === 'running' ? null : orNull(task.endTime);
	return {
		id: task.id as number,
		title: taskTitle(task),
		status: (task.status ?? null) as number | null,
		statusText,
		printerName: orNull(task.deviceName),
		printerSerial: orNull(task.deviceId),
		printerModel: orNull(task.deviceModel),
		startedAt,
		endedAt,
		durationMinutes: minutesBetween(startedAt, endedAt),
		estimatedMinutes: scaled(task.costTime, 60, 1),
		estimatedGrams: scaled(task.weight, 1, 2),
		estimatedMetres: scaled(task.length, 100, 2),
		filaments: filamentsOf(task),
		plate: finiteNumber(task.plateIndex) ?? null,
		bedType: orNull(task.bedType),
		mode: orNull(task.mode),
		pictureUrl: orNull(task.cover),
		designId: finiteNumber(task.designId) || null,
		modelId: orNull(task.modelId),
		profileId: finiteNumber(task.profileId) || null,
	};
}
