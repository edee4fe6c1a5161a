import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, idText, idValue, isObject, textOrEmpty } from '../cloud/json';
import type { DeviceRow, TaskRow } from '../cloud/api/rows';
import { modelName } from './models';
import { simplifyTask } from './task';
import { iotTime } from './times';

/** A printer's name, by whatever key the two lists of printers give it. */
export function deviceName(device: DeviceRow): string {
	return textOrEmpty(device.name) || textOrEmpty(device.dev_name) || textOrEmpty(device.dev_id);
}

export function deviceModel(device: DeviceRow): string {
	return modelName(textOrEmpty(device.dev_product_name), textOrEmpty(device.dev_model_name));
}

/** Whether a printer is online, by whatever key the two lists of printers give it. */
export function isOnline(device: DeviceRow): boolean {
	return device.online === true || device.dev_online === true;
}

/** A printer with the task that it works on, where that was looked up. */
export type JoinedDeviceRow = DeviceRow & { readonly currentTask?: unknown };

/** The status of its print, as the cloud words it: the two lists of printers call it differently. */
export function statusOf(device: DeviceRow): string {
	return textOrEmpty(device.print_status) || textOrEmpty(device.task_status);
}

/** Statuses of a printer that has a print under way. */
const busyStatuses = ['ACTIVE', 'INIT', 'PAUSE', 'PREPARE', 'RUNNING', 'SLICING'];

export function isBusy(device: DeviceRow): boolean {
	return isOnline(device) && wasBusy(device);
}

/** Whether a print was under way when the printer was last heard of. */
export function wasBusy(device: DeviceRow): boolean {
	return busyStatuses.includes(statusOf(device).toUpperCase());
}

/** What a workflow wants to know of a print beside its printer. */
function simplifyCurrentTask(task: TaskRow): IDataObject {
	const { id, title, startedAt, estimatedMinutes, estimatedGrams, pictureUrl } = simplifyTask(task);
	return { id, title, startedAt, estimatedMinutes, estimatedGrams, pictureUrl };
}

/**
 * A printer as a flat row. An offline printer keeps its last status for ever in the cloud, so the
 * row shows it only as the last one known. The access code is there for whoever asked for secrets.
 */
export function simplifyDevice(device: JoinedDeviceRow): IDataObject {
	const online = isOnline(device);
	const status = statusOf(device) || null;
	// The cloud keeps the last task here after its end.
	const lastTaskId = finiteNumber(device.print_job) || finiteNumber(device.task_id) || null;
	return {
		id: textOrEmpty(device.dev_id),
		name: deviceName(device),
		model: deviceModel(device) || null,
		modelCode: textOrEmpty(device.dev_model_name) || null,
		online,
		status: online ? status : 'OFFLINE',
		lastKnownStatus: status,
		nozzleDiameter: finiteNumber(device.nozzle_diameter) ?? null,
		currentTaskId: isBusy(device) ? lastTaskId : null,
		currentTask: isObject(device.currentTask) ? simplifyCurrentTask(device.currentTask) : null,
		lastTaskId,
		accessCode: textOrEmpty(device.dev_access_code) || null,
	};
}

/** What the cloud says a printer is printing, as a flat row; all null while it says nothing. */
export function simplifyPrintStatus(device: DeviceRow): IDataObject {
	return {
		id: textOrEmpty(device.dev_id),
		name: deviceName(device),
		model: deviceModel(device) || null,
		online: isOnline(device),
		taskId: idValue(device.task_id),
		taskName: textOrEmpty(device.task_name) || null,
		taskStatus: textOrEmpty(device.task_status) || null,
		progress: finiteNumber(device.progress) ?? null,
		startedAt: iotTime(device.start_time),
		startTime: idText(device.start_time) || null,
		prediction: finiteNumber(device.prediction) ?? null,
		pictureUrl: textOrEmpty(device.thumbnail) || null,
		accessCode: textOrEmpty(device.dev_access_code) || null,
	};
}
