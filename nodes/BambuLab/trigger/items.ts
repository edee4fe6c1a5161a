import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { readablePrinter } from '../actions/device/readable';
import { taskPicture } from '../actions/file/locate';
import { printContext } from '../actions/task/context';
import { readDeviceList } from '../core/printers';
import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { CloudClient } from '../cloud/client';
import { defaultPictureField } from '../core/fields';
import { websiteFor } from '../core/website';
import { outputRow } from '../core/output';
import { fetchPictures, withPicture, type Picture } from '../core/picture';
import { deviceName, printerForm, serialOf } from '../output/device';
import { fieldsOf, shape, wants, type RowContext, type RowForm } from '../output/rowForm';
import { filamentForm } from '../output/splitByFilament';
import { printForm } from '../output/task';
import { isoTime } from '../output/times';
import type { EventName } from './events';
import type { Settings } from './settings';
import { forms, type Subject, type TriggerEvent } from './sources/source';

/** A poll must end before the next; what is not here by then is missed. */
const maxTimeMs = 45_000;

/** The print that an event is about, as far as the event holds it. */
function taskOf({ kind, row }: Subject): JsonObject {
	if (kind === 'task') return row;
	return kind === 'message' && isObject(row.taskMessage) ? row.taskMessage : {};
}

/** The name that an event's own data gives its printer. */
function ownName(subject: Subject): string {
	const { kind, row } = subject;
	if (kind === 'printer') return deviceName(row);
	return textOrEmpty(taskOf(subject).deviceName ?? row.deviceName);
}

/** The pictures of prints by their addresses, at once because these die. Never throws: an event is worth more. */
async function picturesOf(
	context: IPollFunctions,
	client: CloudClient,
	events: TriggerEvent[],
	maxBytes: number,
): Promise<Extras['pictures']> {
	const files = events.flatMap(({ subject }) => taskPicture(taskOf(subject), client.send) ?? []);
	// Newer versions of n8n tell how long the whole poll may take.
	const { getPollBudgetMs }: Partial<IPollFunctions> = context;
	const timeMs = Math.min(maxTimeMs, (getPollBudgetMs?.call(context) ?? Infinity) / 2);
	const deadline = Date.now() + timeMs;
	return await fetchPictures(context, client, files, { maxBytes, deadline });
}

/** What is fetched beside the events, before they are told. */
export interface Extras {
	/** Of printers whose events don't carry one, by serial number. */
	names: ReadonlyMap<string, string>;
	rows: RowContext;
	/** By their addresses. */
	pictures: ReadonlyMap<string, Picture>;
}

/** Names of printers whose events don't carry one. */
async function missingNames(
	{ send }: CloudClient,
	events: TriggerEvent[],
): Promise<Extras['names']> {
	const isNameless = ({ printer = '', subject }: TriggerEvent) =>
		printer !== '' && ownName(subject) === '';
	const rows = events.some(isNameless) ? await readDeviceList(send) : [];
	return new Map(rows.map((row) => [serialOf(row), deviceName(row)]));
}

/** What is fetched, or what stands in for it where that fails. */
type OrElse = <T>(what: string, asked: Promise<T>, otherwise: T) => Promise<T>;

/** What the readable rows tell from elsewhere, as in the action. What fails leaves the rest as it is. */
async function rowContext(
	cloud: CloudClient,
	events: TriggerEvent[],
	{ choice, splitByFilament, prices }: Settings,
	orElse: OrElse,
): Promise<RowContext> {
	const rowsOf = (kind: Subject['kind']) =>
		events.flatMap(({ subject }) => (subject.kind === kind ? [subject.row] : []));
	const reading = (form: RowForm) => ({
		values: {},
		cloud,
		wants: (field: string) => wants(form, choice, field),
	});
	const [tasks, devices] = [rowsOf('task'), rowsOf('printer')];
	const print = reading(splitByFilament ? filamentForm : printForm);
	const isLinked = events.some(({ subject: { kind } }) => ['message', 'milestone'].includes(kind));
	const website = async (): Promise<RowContext> => ({ website: await websiteFor(cloud) });
	const printers = readablePrinter.context;
	return {
		prices,
		...(isLinked && (await orElse('the region', website(), {}))),
		...(tasks.length > 0 &&
			(await orElse('the filaments', printContext(tasks, print, prices), {}))),
		...(devices.length > 0 &&
			(await orElse('what printers print', printers(devices, reading(printerForm)), {}))),
	};
}

export async function fetchExtras(
	context: IPollFunctions,
	client: CloudClient,
	events: TriggerEvent[],
	settings: Settings,
): Promise<Extras> {
	/** A failure here must not cost the event. */
	const orElse: OrElse = async (what, asked, otherwise) =>
		await asked.catch((error: unknown) => {
			context.logger.warn(`Bambu Lab: ${what} could not be read: ${String(error)}`);
			return otherwise;
		});
	const { pictureField, maxPictureBytes } = settings;
	const wanted = pictureField === undefined ? [] : events;
	return {
		names: await orElse("the printers' names", missingNames(client, events), new Map()),
		rows: await rowContext(client, events, settings, orElse),
		pictures: await picturesOf(context, client, wanted, maxPictureBytes),
	};
}

/** The event's data under the name of what it is about; flat where a row per filament is wanted. */
function dataOf(
	name: EventName,
	{ kind, row }: Subject,
	context: RowContext,
	{ choice, splitByFilament }: Settings,
): IDataObject[] {
	const whole = forms[kind];
	if (whole === undefined || choice.output === 'raw') return [{ [kind]: row as IDataObject }];
	const isSplit = kind === 'task' && splitByFilament && name !== 'deviceIdle';
	const form = isSplit ? filamentForm : whole;
	// Of the chosen fields, others are those of other events.
	const own = new Set(fieldsOf(form));
	const rows = shape(form, row, choice, context).map((fields) =>
		Object.fromEntries(Object.entries(fields).filter(([name]) => own.has(name))),
	);
	return isSplit ? rows : rows.map((data) => ({ [kind]: data }));
}

/** What only events of its name have. */
function ownFieldsOf({ name, change, subject }: TriggerEvent): IDataObject {
	const { previousVersion = null, overdueMinutes = null } = subject;
	if (name === 'deviceStatusChanged') return { previousStatus: change?.previous ?? null };
	if (name === 'firmwareInstalled') return { previousVersion };
	if (name === 'taskOverdue') return { overdueMinutes };
	return {};
}

function itemsOf(
	event: TriggerEvent,
	{ names, rows: context, pictures }: Extras,
	settings: Settings,
): INodeExecutionData[] {
	const { name, id, occurredAt, printer, subject } = event;
	const printerName = ownName(subject) || names.get(printer ?? '') || printer || null;
	const { kind, row } = subject;
	const isNamed = kind === 'task' && settings.choice.output !== 'raw';
	const rows = dataOf(
		name,
		isNamed ? { kind, row: { ...row, deviceName: printerName } } : subject,
		{
			...context,
			printerNames: new Map(printerName === null ? [] : [[printer ?? '', printerName]]),
		},
		settings,
	);
	const picture = pictures.get(textOrEmpty(taskOf(subject).cover));
	return rows.map((data, index) => {
		const json = outputRow({
			event: name,
			// Rows of one print must not pass for repeats of each other.
			eventId: [name, id, ...(rows.length > 1 ? [index + 1] : [])].join(':'),
			occurredAt: isoTime(occurredAt),
			...(!['session', 'trouble'].includes(kind) && { printerName }),
			...ownFieldsOf(event),
			...data,
		});
		const field = settings.pictureField ?? defaultPictureField;
		// The picture goes with the first row, so that it is sent once.
		return picture === undefined || index > 0 ? { json } : withPicture(json, picture, field);
	});
}

export function itemsFor(
	events: TriggerEvent[],
	extras: Extras,
	settings: Settings,
): INodeExecutionData[] {
	return events.flatMap((event) => itemsOf(event, extras, settings));
}
