import { boundDevices, readDevices } from '../cloud/devices';
import { incompleteAnswer } from '../cloud/errors';
import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Cloud, Send } from '../cloud/request';
import { deviceName } from '../output/device';
import { readSession } from './account';
import { needs } from './events';
import { readFirmware } from './firmwareSource';
import type { Opening, Snapshot } from './kernel';
import { readNewest, type Newest } from './listPages';
import { isInboxCovered, reachesBehind, type MessageState } from './messageDetector';
import type { AccountMark, TriggerState } from './state';
import { isBaselineCovered } from './taskBaseline';
import { tasksBelow, type TaskState } from './taskDetector';
import { printersToAsk, readTasksOf, type TaskPrinters } from './taskPrinters';

/** No baseline needs more: what is older than a thousand prints has long ended. */
const mostBaselinePages = 20;
/** Where the user asks for hours of the past, they may hold more. */
const mostPastPages = 200;
/** A manual test looks for its samples no further than this. */
const mostSamplePages = 4;

const taskList = '/v1/user-service/my/tasks';
const messageList = '/v1/user-service/my/messages';

function pagesFor({ since }: Opening, now: number): number {
	return since < now ? mostPastPages : mostBaselinePages;
}

/**
 * The newest tasks, newest first. Reads on only while something new may stand further down; of the open
 * tasks there, those of a few printers are asked for by printer, others are read down to.
 */
async function readTaskNews(
	send: Send,
	known: TaskState,
	printers: TaskPrinters,
	now: number,
): Promise<Newest> {
	let below: string[] = [];
	let serials: string[] = [];
	const news = await readNewest(send, taskList, Infinity, (tasks) => {
		const open = tasksBelow(known, tasks, now);
		const toAsk = open && printersToAsk(open, printers);
		if (open === undefined || toAsk === undefined) return false;
		[below, serials] = [open, toAsk];
		return true;
	});
	if (below.length === 0) return news;
	const isSought = ({ id }: JsonObject) => below.includes(idText(id));
	const found = (await readTasksOf(send, taskList, serials)).filter(isSought);
	const foundIds = new Set(found.map(({ id }) => idText(id)));
	if (foundIds.size === below.length) return { ...news, rows: [...news.rows, ...found] };
	// Deleted, or not where it should be: only the whole list can tell.
	const isCovered = (tasks: JsonObject[]) => tasksBelow(known, tasks, now)?.length === 0;
	return await readNewest(send, taskList, Infinity, isCovered);
}

async function readTasks(send: Send, { known, printers, opening, now }: Reading): Promise<Newest> {
	if (known?.tasks !== undefined) return await readTaskNews(send, known.tasks, printers, now);
	return await readNewest(send, taskList, pagesFor(opening, now), (tasks, page) =>
		isBaselineCovered(page, tasks, opening.since, now),
	);
}

async function readMessages(
	send: Send,
	known: MessageState | undefined,
	opening: Opening,
	now: number,
): Promise<Newest> {
	return known === undefined
		? await readNewest(send, messageList, pagesFor(opening, now), (messages) =>
				reachesBehind(messages, opening.since),
			)
		: await readNewest(send, messageList, Infinity, (messages) => isInboxCovered(known, messages));
}

/** The newest tasks for a manual test, read on until `isEnough`, within a few pages. */
export async function readSampleTasks(
	send: Send,
	isEnough: (tasks: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	return (await readNewest(send, taskList, mostSamplePages, isEnough)).rows;
}

export async function readSampleMessages(
	send: Send,
	isEnough: (messages: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	return (await readNewest(send, messageList, mostSamplePages, isEnough)).rows;
}

/** @throws CloudProblem where the answer is none of the printers' list; an account without printers has no key. */
export async function readDeviceList(send: Send): Promise<JsonObject[]> {
	const body = await send(boundDevices);
	const isList = isObject(body) && Array.isArray(body.devices ?? []);
	if (!isList) throw incompleteAnswer('the list of printers');
	return readDevices(body).rows;
}

/** Names by serial number. */
export async function readDeviceNames(send: Send): Promise<Map<string, string>> {
	const rows = await readDeviceList(send);
	return new Map(rows.map((row) => [textOrEmpty(row.dev_id), deviceName(row)]));
}

export interface Reading {
	events: string[];
	/** Serial numbers; empty for all. */
	deviceIds: string[];
	account: AccountMark;
	/** What the lists are read for: news against it, or a baseline where it is undefined. */
	known: TriggerState | undefined;
	/** Where the open tasks run. */
	printers: TaskPrinters;
	opening: Opening;
	/** Counts the polls, where printers take turns; for a baseline all have theirs. */
	turn: number;
	now: number;
}

/** Asks only for what the chosen events need. */
export async function readSnapshot(cloud: Cloud, reading: Reading): Promise<Snapshot> {
	const { events, deviceIds, account, known, opening, turn, now } = reading;
	const { send } = cloud;
	const isNeeded = (source: Parameters<typeof needs>[0]) => needs(source, events);
	const tasks = isNeeded('tasks') ? await readTasks(send, reading) : undefined;
	const messages = isNeeded('messages')
		? await readMessages(send, known?.messages, opening, now)
		: undefined;
	return {
		tasks: tasks?.rows,
		isTaskListCut: tasks?.isCut === true,
		messages: messages?.rows,
		devices: isNeeded('devices') ? await readDeviceList(send) : undefined,
		firmware: isNeeded('firmware')
			? await readFirmware(send, deviceIds, known?.firmware && turn)
			: undefined,
		session: isNeeded('session') ? await readSession(cloud, account, now) : undefined,
	};
}
