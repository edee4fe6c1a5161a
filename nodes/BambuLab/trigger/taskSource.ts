import { idText, isObject, objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Send } from '../cloud/client';
import { wasBusy } from '../output/device';
import { readDeviceList } from './deviceSource';
import type { Opening } from './kernel';
import { baselinePages, mostSamplePages, readNewest } from './listPages';
import { isBaselineCovered } from './taskBaseline';
import { tasksBelow, type TaskState } from './taskDetector';
import { printersToAsk, type TaskPrinters } from './taskPrinters';
import { isRunning } from './taskRows';

const taskList = '/v1/user-service/my/tasks';
/** A printer prints one after the other, so what it prints is among its newest. */
const newestOfPrinter = 10;
/** A baseline asks no more printers than these for what they print. */
const mostAbsentPrinters = 100;

/** The newest tasks of some printers, newest first; of all printers where the server knows no such filter. */
async function readTasksOf(send: Send, serials: string[]): Promise<JsonObject[]> {
	const rows: JsonObject[] = [];
	for (const deviceId of serials) {
		const query = { deviceId, limit: newestOfPrinter, offset: 0 };
		const body = await send({ method: 'GET', path: taskList, query });
		rows.push(...objectsIn(isObject(body) ? body.hits : undefined));
	}
	return rows;
}

export interface TaskReading {
	/** Newest first. */
	rows: JsonObject[];
	below?: JsonObject[];
}

/**
 * Reads on only while something new may stand further down; of the open tasks there, those of a few
 * printers are asked for by printer, others are read down to.
 */
export async function readTaskNews(
	send: Send,
	known: TaskState,
	printers: TaskPrinters,
	now: number,
): Promise<TaskReading> {
	let sought: string[] = [];
	let serials: string[] = [];
	const { rows } = await readNewest(send, taskList, Infinity, (tasks) => {
		const open = tasksBelow(known, tasks, now);
		const toAsk = open && printersToAsk(open, printers);
		if (open === undefined || toAsk === undefined) return false;
		[sought, serials] = [open, toAsk];
		return true;
	});
	if (sought.length === 0) return { rows };
	const isSought = ({ id }: JsonObject) => sought.includes(idText(id));
	const below = (await readTasksOf(send, serials)).filter(isSought);
	const found = new Set(below.map(({ id }) => idText(id)));
	if (found.size === sought.length) return { rows, below };
	// Deleted, or not where it should be: only the whole list can tell.
	const isCovered = (tasks: JsonObject[]) => tasksBelow(known, tasks, now)?.length === 0;
	return await readNewest(send, taskList, Infinity, isCovered);
}

/**
 * The tasks to begin with. Where they are too many to read, a printer that is not among them may have
 * one that runs for long.
 */
export async function readTaskBaseline(
	send: Send,
	opening: Opening,
	now: number,
): Promise<TaskReading> {
	const { rows, isCut } = await readNewest(
		send,
		taskList,
		baselinePages(opening.since, now),
		(tasks, page) => isBaselineCovered(page, tasks, opening.since, now),
	);
	if (!isCut) return { rows };
	const listed = new Set(rows.map(({ deviceId }) => deviceId));
	const absent = (await readDeviceList(send))
		.filter((device) => wasBusy(device) && !listed.has(device.dev_id))
		.map(({ dev_id: serial }) => textOrEmpty(serial))
		.slice(0, mostAbsentPrinters);
	const isTheirs = ({ deviceId }: JsonObject) => absent.includes(textOrEmpty(deviceId));
	const theirs = (await readTasksOf(send, absent)).filter(isTheirs);
	return { rows, below: theirs.filter(isRunning) };
}

/** The newest tasks for a manual test, read on until `isEnough`, within a few pages. */
export async function readSampleTasks(
	send: Send,
	isEnough: (tasks: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	return (await readNewest(send, taskList, mostSamplePages, isEnough)).rows;
}
