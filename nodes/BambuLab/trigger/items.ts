import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { taskPicture } from '../actions/file/locate';
import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { CloudClient, Send } from '../cloud/client';
import { outputRow } from '../core/outputRow';
import { defaultPictureField } from '../core/fields';
import { fetchPictures, withPicture, type Picture } from '../core/picture';
import { deviceName, simplifyDevice } from '../output/device';
import { simplifyFirmware } from '../output/firmware';
import { simplifyMessage } from '../output/message';
import { splitByFilament } from '../output/split';
import { simplifyTask } from '../output/task';
import type { Settings } from './settings';
import { readDeviceNames } from './sources/printers';
import type { Subject, TriggerEvent } from './sources/source';

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
	const isNameless = ({ printer = '', subject }: TriggerEvent) =>
		printer !== '' && ownName(subject) === '';
	if (!events.some(isNameless)) return new Map();
	try {
		return await readDeviceNames(send);
	} catch (error) {
		context.logger.warn(`Bambu Lab: the printers' names could not be read: ${String(error)}`);
		return new Map();
	}
}

/** The picture of each event that has one. */
type PictureOf = (subject: Subject) => Picture | undefined;

/** A poll must end before the next; what is not here by then is missed. */
const mostTimeMs = 45_000;

/** The print that an event is about, as far as the event holds it. */
function taskOf({ kind, row }: Subject): JsonObject {
	if (kind === 'task') return row;
	return kind === 'message' && isObject(row.taskMessage) ? row.taskMessage : {};
}

/** The pictures of the events, at once because their addresses die. Never throws: an event is worth more. */
async function picturesOf(
	context: IPollFunctions,
	client: CloudClient,
	events: TriggerEvent[],
	mostBytes: number,
): Promise<PictureOf> {
	const files = events.flatMap(({ subject }) => taskPicture(taskOf(subject), client.send) ?? []);
	// Newer versions of n8n tell how long the whole poll may take.
	const { getPollBudgetMs }: Partial<IPollFunctions> = context;
	const timeMs = Math.min(mostTimeMs, (getPollBudgetMs?.call(context) ?? Infinity) / 2);
	const pictures = await fetchPictures(context, client, files, {
		mostBytes,
		deadline: Date.now() + timeMs,
	});
	return (subject) => pictures.get(textOrEmpty(taskOf(subject).cover));
}

/** What is fetched beside the events, before they are told. */
export interface Extras {
	names: Map<string, string>;
	pictureOf: PictureOf;
}

export async function fetchExtras(
	context: IPollFunctions,
	client: CloudClient,
	events: TriggerEvent[],
	{ pictureField, mostPictureBytes }: Settings,
): Promise<Extras> {
	const names = await missingNames(context, client.send, events);
	const wanted = pictureField === undefined ? [] : events;
	return { names, pictureOf: await picturesOf(context, client, wanted, mostPictureBytes) };
}

/** Under which name an event's data stand in the item, and their readable form. */
const words: {
	[Kind in Subject['kind']]: {
		key: string;
		simplified: (row: JsonObject, settings: Settings) => IDataObject;
	};
} = {
	task: { key: 'task', simplified: (row, { prices }) => simplifyTask(row, prices) },
	message: { key: 'message', simplified: simplifyMessage },
	device: { key: 'printer', simplified: simplifyDevice },
	firmware: { key: 'firmware', simplified: simplifyFirmware },
	session: { key: 'session', simplified: (row) => row as IDataObject },
};

/** The event's data under the name of what it is about; flat where a row per filament is wanted. */
function dataOf(
	{ kind, row }: Subject,
	printerName: string | null,
	settings: Settings,
): IDataObject[] {
	if (kind === 'task' && settings.splitByFilament) {
		return splitByFilament(row, settings.prices).map((use) => ({ ...use, printerName }));
	}
	const { key, simplified } = words[kind];
	if (!settings.simplify) return [{ [key]: row as IDataObject }];
	const data = simplified(row, settings);
	return [{ [key]: kind === 'task' ? { ...data, printerName } : data }];
}

function itemsOf(
	{ name, id, occurredAt, printer, subject }: TriggerEvent,
	{ names, pictureOf }: Extras,
	settings: Settings,
): INodeExecutionData[] {
	const printerName = ownName(subject) || names.get(printer ?? '') || printer || null;
	const rows = dataOf(subject, printerName, settings);
	const picture = pictureOf(subject);
	return rows.map((row, index) => {
		const json = outputRow({
			event: name,
			// Rows of one print must not pass for repeats of each other.
			eventId: [name, id, ...(rows.length > 1 ? [index + 1] : [])].join(':'),
			occurredAt: new Date(occurredAt).toISOString(),
			...(printer !== undefined && { printerName }),
			...(subject.kind === 'device' &&
				subject.previousStatus !== undefined && { previousStatus: subject.previousStatus }),
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
