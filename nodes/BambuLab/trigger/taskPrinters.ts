import { idText, isObject, objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Send } from '../cloud/request';
import type { TaskState } from './taskDetector';

/** The printer's serial number by the id of an open task, as far as this process has seen it. */
export type TaskPrinters = ReadonlyMap<string, string>;

/** So many printers are asked for their own tasks before the list of all is read further down. */
const mostPrinters = 5;
/** A printer prints one after the other, so what it prints is among its newest. */
const newestOfPrinter = 10;

/** The printers of these tasks; undefined where one is unknown or there are too many to ask each. */
export function printersToAsk(ids: string[], printers: TaskPrinters): string[] | undefined {
	const serials = new Set<string>();
	for (const id of ids) {
		const serial = printers.get(id);
		if (serial === undefined) return undefined;
		serials.add(serial);
	}
	return serials.size > mostPrinters ? undefined : [...serials];
}

/** The newest tasks of some printers, newest first; of all printers where the server knows no such filter. */
export async function readTasksOf(
	send: Send,
	path: string,
	serials: string[],
): Promise<JsonObject[]> {
	const rows: JsonObject[] = [];
	for (const deviceId of serials) {
		const query = { deviceId, limit: newestOfPrinter, offset: 0 };
		const body = await send({ method: 'GET', path, query });
		rows.push(...objectsIn(isObject(body) ? body.hits : undefined));
	}
	return rows;
}

/** What is known of the printers of the tasks that are open now. */
export function printersOf(
	open: TaskState['open'],
	tasks: JsonObject[],
	before: TaskPrinters,
): TaskPrinters {
	const listed = new Map(tasks.map(({ id, deviceId }) => [idText(id), textOrEmpty(deviceId)]));
	const known = new Map<string, string>();
	for (const id of Object.keys(open)) {
		const serial = listed.get(id) ?? before.get(id) ?? '';
		if (serial !== '') known.set(id, serial);
	}
	return known;
}
