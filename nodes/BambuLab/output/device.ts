import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, textOrEmpty } from '../cloud/json';
import type { DeviceRow } from '../cloud/rows';
import { modelName } from './models';

/** A printer's name, by whatever key the two lists of printers give it. */
export function deviceName(device: DeviceRow): string {
	return textOrEmpty(device.name) || textOrEmpty(device.dev_name) || textOrEmpty(device.dev_id);
}

export function deviceModel(device: DeviceRow): string {
	return modelName(textOrEmpty(device.dev_product_name), textOrEmpty(device.dev_model_name));
}

/** Statuses of a printer that has a print under way. */
const busyStatuses = ['ACTIVE', 'INIT', 'PAUSE', 'PREPARE', 'RUNNING', 'SLICING'];

/**
 * A printer as a flat row. An offline printer keeps its last status for ever in the cloud, so the
 * row shows it only as the last one known. The access code is there for whoever asked for secrets.
 */
export function simplifyDevice(device: DeviceRow): IDataObject {
	const online = device.online === true || device.dev_online === true;
	const status = textOrEmpty(device.print_status) || textOrEmpty(device.task_status) || null;
	// The cloud keeps the last task here after its end.
	const lastTaskId = finiteNumber(device.print_job) || finiteNumber(device.task_id) || null;
	const isBusy = online && busyStatuses.includes(status?.toUpperCase() ?? '');
	return {
		id: textOrEmpty(device.dev_id),
		name: deviceName(device),
		model: deviceModel(device) || null,
		modelCode: textOrEmpty(device.dev_model_name) || null,
		online,
		status: online ? status : 'OFFLINE',
		lastKnownStatus: status,
		nozzleDiameter: finiteNumber(device.nozzle_diameter) ?? null,
		currentTaskId: isBusy ? lastTaskId : null,
		lastTaskId,
		accessCode: textOrEmpty(device.dev_access_code) || null,
	};
}
