import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { textOrEmpty } from '../cloud/json';
import type { Send } from '../cloud/request';
import { simplifyTask } from '../output/task';
import { sessionEventName } from './events';
import { deviceOf } from './kernel';
import type { SessionEvent } from './sessionDetector';
import { readDeviceNames } from './sources';
import type { TaskEvent } from './taskDetector';

/** Names of printers whose tasks don't carry one; a failure here must not cost the event. */
export async function missingNames(
	context: IPollFunctions,
	send: Send,
	events: TaskEvent[],
): Promise<Map<string, string>> {
	if (events.every(({ task }) => textOrEmpty(task.deviceName) !== '')) return new Map();
	try {
		return await readDeviceNames(send);
	} catch (error) {
		context.logger.warn(`Bambu Lab: the printers' names could not be read: ${String(error)}`);
		return new Map();
	}
}

function head(name: string, id: string, occurredAt: number): IDataObject {
	return {
		event: name,
		eventId: `${name}:${id}`,
		occurredAt: new Date(occurredAt).toISOString(),
	};
}

export function taskItems(
	events: TaskEvent[],
	names: Map<string, string>,
	simplify: boolean,
): INodeExecutionData[] {
	return events.map(({ name, id, occurredAt, task }) => {
		const printerName =
			textOrEmpty(task.deviceName) || names.get(deviceOf(task)) || deviceOf(task) || null;
		return {
			json: {
				...head(name, id, occurredAt),
				printerName,
				task: simplify ? { ...simplifyTask(task), printerName } : (task as IDataObject),
			},
		};
	});
}

export function sessionItems(events: SessionEvent[]): INodeExecutionData[] {
	return events.map(({ id, occurredAt, status }) => ({
		json: { ...head(sessionEventName, id, occurredAt), session: status as IDataObject },
	}));
}
