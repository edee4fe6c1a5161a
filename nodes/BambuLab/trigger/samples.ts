import { NodeOperationError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { idText, textOrEmpty, type JsonObject } from '../cloud/json';
import { pollClient, type CloudClient, type Send } from '../cloud/client';
import { isOnline } from '../output/device';
import { offeredVersion } from '../output/firmware';
import { readAccount, readSession } from './account';
import { readDeviceList } from './deviceSource';
import { deviceEventNames, needs, taskEventNames, type DeviceEventName } from './events';
import { readFirmware } from './firmwareSource';
import { fetchExtras, itemsFor } from './items';
import { messageEventOf } from './messageDetector';
import { readSampleMessages } from './messageSource';
import { isInScope, type Scope } from './scope';
import { hasKnownEnd, sessionEventOf, type SeenSession } from './sessionDetector';
import { eventOf } from './taskDetector';
import { phaseOf } from './taskRows';
import { readSampleTasks } from './taskSource';
import {
	ofDevice,
	ofFirmware,
	ofMessage,
	ofSession,
	ofTask,
	type TriggerEvent,
} from './triggerEvent';
import type { Settings } from './settings';

function samplesIn(tasks: JsonObject[], scope: Scope, now: number): TriggerEvent[] {
	return taskEventNames.flatMap((name) => {
		const events = tasks
			.filter((task) => name === 'taskCreated' || phaseOf(task) === name)
			.map((task) => ofTask(eventOf(name, idText(task.id), task, now)));
		return events.filter((event) => isInScope(scope, event)).slice(0, 1);
	});
}

async function sampleTasks(send: Send, scope: Scope, now: number): Promise<TriggerEvent[]> {
	if (!needs('tasks', scope.events)) return [];
	const chosen = taskEventNames.filter((name) => scope.events.includes(name));
	const find = (tasks: JsonObject[]) => samplesIn(tasks, scope, now);
	return find(await readSampleTasks(send, (read) => find(read).length === chosen.length));
}

async function sampleMessages(send: Send, scope: Scope, now: number): Promise<TriggerEvent[]> {
	if (!needs('messages', scope.events)) return [];
	const find = (messages: JsonObject[]) =>
		messages
			.map((message) => ofMessage(messageEventOf(message, now)))
			.filter((event) => isInScope(scope, event))
			.slice(0, 1);
	return find(await readSampleMessages(send, (read) => find(read).length > 0));
}

const fits: { [Name in DeviceEventName]: (device: JsonObject) => boolean } = {
	deviceOffline: (device) => !isOnline(device),
	deviceOnline: isOnline,
	deviceStatusChanged: isOnline,
};

/** The printers as they are; what their status was before, nobody knows. */
async function sampleDevices(send: Send, scope: Scope, now: number): Promise<TriggerEvent[]> {
	if (!needs('devices', scope.events)) return [];
	const devices = await readDeviceList(send);
	return deviceEventNames.flatMap((name) => {
		const events = devices
			.filter(fits[name])
			.map((device) => ({ name, deviceId: textOrEmpty(device.dev_id), occurredAt: now, device }))
			.map((event) => ofDevice(event, now));
		return events.filter((event) => isInScope(scope, event)).slice(0, 1);
	});
}

async function sampleFirmware(
	send: Send,
	{ wishes: { scope }, deviceIds }: Settings,
	now: number,
): Promise<TriggerEvent[]> {
	if (!needs('firmware', scope.events)) return [];
	const events = (await readFirmware(send, deviceIds, 0)).map((device) =>
		ofFirmware(
			{ deviceId: textOrEmpty(device.dev_id), version: offeredVersion(device) ?? '', device },
			now,
		),
	);
	const offered = events.filter(({ subject }) => offeredVersion(subject.row) !== undefined);
	return offered.filter((event) => isInScope(scope, event)).slice(0, 1);
}

async function readSignedIn(
	context: IPollFunctions,
	cloud: CloudClient,
	{ events }: Scope,
	now: number,
): Promise<SeenSession | undefined> {
	if (!needs('session', events)) return undefined;
	// Signs in where that is still to be done.
	const account = await readAccount(context, cloud.send, undefined);
	return await readSession(cloud, account, now);
}

function noSample(context: IPollFunctions, session: SeenSession | undefined): NodeOperationError {
	const [message, description] =
		session === undefined
			? [
					'Nothing fits the chosen events yet',
					'Choose more events, printers, or kinds of messages, or start a print and try again. A published workflow fires by itself.',
				]
			: session.renewsItself
				? [
						'The credential renews its sign-in by itself',
						'It signs in again with the password, so "Sign-In Expires Soon" never fires for it. Choose other events.',
					]
				: [
						'It is not known when the sign-in ends',
						'Neither Bambu Lab nor the access token tells. "Sign-In Expires Soon" fires only where that is known, mostly after a sign-in with a verification code.',
					];
	return new NodeOperationError(context.getNode(), message, { description });
}

/**
 * "Fetch Test Event": the newest print or message that fits each chosen event, a printer in the state
 * that the event leads to, and the sign-in as it is, however far its end. Stores nothing.
 */
export async function sampleEvents(
	context: IPollFunctions,
	settings: Settings,
): Promise<INodeExecutionData[]> {
	const cloud = pollClient(context);
	const { send } = cloud;
	const { scope } = settings.wishes;
	const now = Date.now();
	const events = [
		...(await sampleTasks(send, scope, now)),
		...(await sampleMessages(send, scope, now)),
		...(await sampleDevices(send, scope, now)),
		...(await sampleFirmware(send, settings, now)),
	];
	const session = await readSignedIn(context, cloud, scope, now);
	if (session !== undefined && hasKnownEnd(session)) {
		events.push(ofSession(sessionEventOf(session, now)));
	}
	if (events.length === 0) throw noSample(context, session);
	return itemsFor(events, await fetchExtras(context, cloud, events, settings), settings);
}
