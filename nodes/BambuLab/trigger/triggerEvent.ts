import type { JsonObject } from '../cloud/json';
import { messageTypesOf } from '../output/message';
import type { DeviceEvent } from './deviceDetector';
import type { EventName } from './events';
import type { FirmwareEvent } from './firmwareDetector';
import type { MessageEvent } from './messageDetector';
import type { SessionEvent } from './sessionDetector';
import type { TaskEvent } from './taskDetector';

/** What an event is about, as the cloud gave it. */
export type Subject =
	| { kind: 'task' | 'message' | 'firmware' | 'session'; row: JsonObject }
	| { kind: 'device'; row: JsonObject; previousStatus?: string | undefined };

export interface TriggerEvent {
	name: EventName;
	/** The same for the same event, whenever it is found. */
	id: string;
	/** Milliseconds. */
	occurredAt: number;
	/** Serial number; empty where the event has no printer. */
	deviceId: string;
	messageTypes?: string[];
	subject: Subject;
}

export function ofTask({ name, id, occurredAt, deviceId, task }: TaskEvent): TriggerEvent {
	return { name, id, occurredAt, deviceId, subject: { kind: 'task', row: task } };
}

export function ofMessage({ id, occurredAt, deviceId, message }: MessageEvent): TriggerEvent {
	return {
		name: 'messageReceived',
		id,
		occurredAt,
		deviceId,
		messageTypes: messageTypesOf(message),
		subject: { kind: 'message', row: message },
	};
}

/**
 * The cloud gives a change of a printer no id; the state that it was found from stands in for it.
 * @param toldAt of that state
 */
export function ofDevice(event: DeviceEvent, toldAt: number): TriggerEvent {
	const { name, deviceId, occurredAt, device: row, previousStatus } = event;
	return {
		name,
		id: `${deviceId}:${toldAt.toString(36)}`,
		occurredAt,
		deviceId,
		subject: { kind: 'device', row, previousStatus },
	};
}

export function ofFirmware(event: FirmwareEvent, now: number): TriggerEvent {
	const { deviceId, version, device: row } = event;
	return {
		name: 'firmwareAvailable',
		id: `${deviceId}:${version}`,
		occurredAt: now,
		deviceId,
		subject: { kind: 'firmware', row },
	};
}

export function ofSession({ id, occurredAt, status }: SessionEvent): TriggerEvent {
	return {
		name: 'signInExpiring',
		id,
		occurredAt,
		deviceId: '',
		subject: { kind: 'session', row: status },
	};
}
