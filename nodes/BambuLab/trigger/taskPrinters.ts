import { idText, textOrEmpty, type JsonObject } from '../cloud/json';
import type { TaskState } from './taskDetector';

/** The printer's serial number by the id of an open task, as far as this process has seen it. */
export type TaskPrinters = ReadonlyMap<string, string>;

/** So many printers are asked for their own tasks before the list of all is read further down. */
const mostPrinters = 5;

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

/** What is known of the printers of the tasks that are open now. */
export function printersOf(
	open: TaskState['open'] = {},
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
