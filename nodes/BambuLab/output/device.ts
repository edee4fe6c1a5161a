import type { IDataObject } from 'n8n-workflow';

import { idFault } from '../cloud/http/request';
import { idText, textOrEmpty } from '../cloud/json';
import type { DeviceRow, TaskRow } from './rowTypes';
import { modelName } from './printerModels';
import type { RowContext, RowForm } from './rowForm';
import { statusOfPrinter, type Status } from './status';
import { taskTitle } from './design';
import { readTask } from './task';
import { isoTime, readTime, timeOf } from './times';
import { flagOf, idOrNull, positive, textOrNull } from './values';

/** A serial number; empty where the value cannot be one. */
export function serialIn(value: unknown): string {
	const serial = idText(value);
	return idFault(serial) === undefined ? serial : '';
}

/** A printer's serial number; empty where it has none. */
export function serialOf(device: DeviceRow): string {
	return serialIn(device.dev_id);
}

/** A printer's name, by whatever key the two lists of printers give it. */
export function deviceName(device: DeviceRow): string {
	return textOrEmpty(device.name) || textOrEmpty(device.dev_name) || serialOf(device);
}

export function deviceModel(device: DeviceRow): string {
	return modelName(textOrEmpty(device.dev_product_name), textOrEmpty(device.dev_model_name));
}

/** Whether a printer is online, by whatever key the two lists of printers give it. */
export function isOnline(device: DeviceRow): boolean {
	return (flagOf(device.online) ?? flagOf(device.dev_online)) === true;
}

/** The status of its print, as the cloud words it: the two lists of printers call it differently. */
export function statusOf(device: DeviceRow): string {
	return textOrEmpty(device.print_status) || textOrEmpty(device.task_status);
}

/** What a printer is doing. The cloud keeps the last word of one that went offline for ever. */
export function printerStatus(device: DeviceRow): Status {
	return isOnline(device) ? statusOfPrinter(statusOf(device)) : 'offline';
}

export function isBusy(device: DeviceRow): boolean {
	return isOnline(device) && wasBusy(device);
}

/** Whether a print was under way when the printer was last heard of. */
export function wasBusy(device: DeviceRow): boolean {
	return ['running', 'paused'].includes(statusOfPrinter(statusOf(device)));
}

function identity(device: DeviceRow, status: Status): IDataObject {
	return {
		printerName: deviceName(device) || null,
		printerSerial: serialOf(device) || null,
		printerModel: deviceModel(device) || null,
		status,
		online: isOnline(device),
	};
}

/** What a printer works on, in the words of a print's own row; all null where that is not known. */
function currentFields(task: TaskRow | undefined, lastTaskId: number | string | null) {
	const read = task && readTask(task, {});
	return {
		taskId: task === undefined ? lastTaskId : idOrNull(task.id),
		title: task === undefined ? null : taskTitle(task) || null,
		startedAt: read?.startedAt ?? null,
		estimatedEndAt: read?.estimatedEndAt ?? null,
		estimatedMinutes: read?.estimatedMinutes ?? null,
		estimatedGrams: read?.whole.estimatedGrams ?? null,
		pictureUrl: task === undefined ? null : textOrNull(task.cover),
	};
}

/**
 * A printer as a flat row, with the print that it works on. The access code is there for whoever
 * asked for secrets.
 */
function printerRow(device: DeviceRow, { currentTasks }: RowContext): IDataObject {
	// The cloud keeps the last task here after its end.
	const lastTaskId = idOrNull(device.print_job) ?? idOrNull(device.task_id);
	const code = statusOf(device);
	const task = currentTasks?.get(serialOf(device));
	const { taskId, title, startedAt, estimatedEndAt, ...current } = isBusy(device)
		? currentFields(task, lastTaskId)
		: currentFields(undefined, null);
	return {
		...identity(device, printerStatus(device)),
		taskId,
		title,
		startedAt,
		estimatedEndAt,
		nozzleDiameter: positive(device.nozzle_diameter) ?? null,
		...current,
		lastTaskId,
		lastKnownStatus: statusOfPrinter(code),
		statusCode: code || null,
		modelCode: textOrNull(device.dev_model_name),
		accessCode: textOrNull(device.dev_access_code),
	};
}

export const printerForm: RowForm = {
	toRows: (device, context) => [printerRow(device, context)],
	simple: [
		'printerName',
		'printerSerial',
		'printerModel',
		'status',
		'online',
		'taskId',
		'title',
		'startedAt',
		'estimatedEndAt',
		'nozzleDiameter',
	],
	secret: ['accessCode'],
	more: [
		'estimatedMinutes',
		'estimatedGrams',
		'pictureUrl',
		'lastTaskId',
		'lastKnownStatus',
		'statusCode',
		'modelCode',
		'accessCode',
	],
};

/**
 * What the cloud says a printer is printing, as a flat row. It has not been seen to say anything for
 * years, and never how far a print is.
 */
function printStatusRow(device: DeviceRow): IDataObject {
	const start = timeOf(device.start_time);
	const seconds = positive(device.prediction);
	// It says nothing of a printer that may well be printing.
	const status = isOnline(device) && statusOf(device) === '' ? 'unknown' : printerStatus(device);
	return {
		...identity(device, status),
		taskId: idOrNull(device.task_id),
		title: textOrNull(device.task_name),
		startedAt: readTime(device.start_time),
		estimatedEndAt: isoTime((start ?? NaN) + (seconds ?? NaN) * 1000),
		statusCode: statusOf(device) || null,
		modelId: textOrNull(device.model_id),
		projectId: idOrNull(device.project_id),
		profileId: idOrNull(device.profile_id),
		pictureUrl: textOrNull(device.thumbnail),
		accessCode: textOrNull(device.dev_access_code),
	};
}

export const printStatusForm: RowForm = {
	toRows: (device) => [printStatusRow(device)],
	simple: [
		'printerName',
		'printerSerial',
		'printerModel',
		'status',
		'online',
		'taskId',
		'title',
		'startedAt',
		'estimatedEndAt',
		'statusCode',
	],
	secret: ['accessCode'],
	more: ['modelId', 'projectId', 'profileId', 'pictureUrl', 'accessCode'],
};
