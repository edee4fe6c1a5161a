import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isObject, textOrEmpty } from '../cloud/json';
import type { Send } from '../cloud/client';
import { withoutSecrets } from '../output/secrets';
import { defaultPictureField } from '../core/fields';
import { withPicture } from '../core/picture';
import { deviceName, printerForm } from '../output/device';
import { firmwareForm } from '../output/firmware';
import { messageForm } from '../output/message';
import { shape } from '../output/row';
import { filamentForm } from '../output/split';
import { statusOfPrinter } from '../output/status';
import { printForm } from '../output/task';
import { fetchPictures, type PictureOf } from './pictures';
import { readDeviceNames } from './deviceSource';
import type { Subject, TriggerEvent } from './triggerEvent';
import type { Settings } from './settings';

/** The name that an event's own data gives its printer. */
function ownName({ kind, row }: Subject): string {
	if (kind === 'device') return deviceName(row);
	const holder = kind === 'message' && isObject(row.taskMessage) ? row.taskMessage : row;
	return textOrEmpty(holder.deviceName);
}

/** Names of printers whose events don't carry one; a failure here must not cost the event. */
async function missingNames(
	context: IPollFunctions,
	send: Send,
	events: TriggerEvent[],
): Promise<Map<string, string>> {
	const isNameless = ({ deviceId, subject }: TriggerEvent) =>
		deviceId !== '' && ownName(subject) === '';
	if (!events.some(isNameless)) return new Map();
	try {
		return await readDeviceNames(send);
	} catch (error) {
		context.logger.warn(`Bambu Lab: the printers' names could not be read: ${String(error)}`);
		return new Map();
	}
}

/** What is fetched beside the events, before they are told. */
export interface Extras {
	names: Map<string, string>;
	pictureOf: PictureOf;
}

export async function fetchExtras(
	context: IPollFunctions,
	send: Send,
	events: TriggerEvent[],
	{ pictureField, mostPictureBytes }: Settings,
): Promise<Extras> {
	const names = await missingNames(context, send, events);
	const wanted = pictureField === undefined ? [] : events;
	return { names, pictureOf: await fetchPictures(context, send, wanted, mostPictureBytes) };
}

type Rows = { [name: string]: IDataObject };

/** The event's data under the name of what it is about; flat where a row per filament is wanted. */
function dataOf(
	{ kind, row }: Subject,
	printerName: string | null,
	{ choice, splitByFilament: isSplit, prices }: Settings,
	deviceId: string,
): Array<Rows | IDataObject> {
	if (kind === 'session') return [{ session: row as IDataObject }];
	const named = kind === 'task' ? { ...row, deviceName: printerName } : row;
	const printerNames = new Map(printerName === null ? [] : [[deviceId, printerName]]);
	const told = { prices, printerNames };
	if (kind === 'task' && isSplit) return shape(filamentForm, named, choice, told);
	const key = kind === 'device' ? 'printer' : kind;
	if (choice.output === 'raw') return [{ [key]: row as IDataObject }];
	const form = {
		task: printForm,
		message: messageForm,
		device: printerForm,
		firmware: firmwareForm,
	};
	return shape(form[kind], named, choice, told).map((data) => ({ [key]: data }));
}

function itemsOf(
	{ name, id, occurredAt, deviceId, subject }: TriggerEvent,
	{ names, pictureOf }: Extras,
	settings: Settings,
): INodeExecutionData[] {
	const printerName = ownName(subject) || names.get(deviceId) || deviceId || null;
	const rows = dataOf(subject, printerName, settings, deviceId);
	const picture = pictureOf(subject);
	return rows.map((row, index) => {
		const json = withoutSecrets({
			event: name,
			// Rows of one print must not pass for repeats of each other.
			eventId: [name, id, ...(rows.length > 1 ? [index + 1] : [])].join(':'),
			occurredAt: new Date(occurredAt).toISOString(),
			...(subject.kind !== 'session' && { printerName }),
			...(subject.kind === 'device' &&
				subject.previousStatus !== undefined && {
					previousStatus: statusOfPrinter(subject.previousStatus),
				}),
			...row,
		});
		return withPicture({ json }, picture, settings.pictureField ?? defaultPictureField);
	});
}

export function itemsFor(
	events: TriggerEvent[],
	extras: Extras,
	settings: Settings,
): INodeExecutionData[] {
	return events.flatMap((event) => itemsOf(event, extras, settings));
}
