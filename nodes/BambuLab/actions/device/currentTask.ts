import { idText, type JsonObject } from '../../cloud/json';
import type { TaskRow } from '../../output/rowTypes';
import { readPages, readHits } from '../../cloud/list/pages';
import type { CloudClient, Send } from '../../cloud/client';
import { isBusy, serialOf } from '../../output/device';
import { statusOfPrint } from '../../output/status';
import { timeOf } from '../../output/times';

function isRunning({ status }: TaskRow): boolean {
	return statusOfPrint(status) === 'running';
}

/** A task that still counts as running after this has only never got its end. */
const maxPrintMs = 7 * 24 * 3_600_000;

function isYoung({ startTime }: TaskRow): boolean {
	return Date.now() - (timeOf(startTime) ?? 0) < maxPrintMs;
}

/**
 * The task of a printer among the running ones. Where the printer names none, the cloud knows nothing of
 * what it prints. It may name it by another id than the list: then a young one of the printer is meant.
 */
function taskOf(device: JsonObject, running: JsonObject[]): JsonObject | undefined {
	const ids = [idText(device.print_job), idText(device.task_id)].filter(
		(id) => id !== '' && id !== '0',
	);
	if (ids.length === 0) return undefined;
	const own = running.filter(({ deviceId }) => idText(deviceId) === serialOf(device));
	return own.find(({ id }) => ids.includes(idText(id))) ?? own.find(isYoung);
}

const newestTasks = { method: 'GET', path: '/v1/user-service/my/tasks' } as const;

/** The answers are kept for the whole execution, so this one is small. */
async function newestTasksOf(deviceId: string, sendOnce: Send): Promise<JsonObject[]> {
	const query = { deviceId, limit: 20, offset: 0 };
	return readHits(await sendOnce({ ...newestTasks, query })).rows;
}

/**
 * The tasks that printers work on, by serial number. Where none works, nothing is asked; else the newest
 * tasks are read until each has its own, or a page holds no running one. An execution asks for them
 * once, however many printers it looks up; a single one that is not on their first page is asked for.
 */
export async function currentTasks(
	devices: JsonObject[],
	{ sendOnce }: CloudClient,
): Promise<Map<string, TaskRow>> {
	const busy = devices.filter(isBusy);
	const found = new Map<string, TaskRow>();
	if (busy.length === 0) return found;
	const running: JsonObject[] = [];
	const isMissing = () => busy.some((device) => taskOf(device, running) === undefined);
	for await (const page of readPages(sendOnce, { request: newestTasks, read: readHits })) {
		const fresh = page.filter(isRunning);
		running.push(...fresh);
		if (fresh.length === 0 || devices.length === 1 || !isMissing()) break;
	}
	const [only] = devices.length === 1 ? devices : [];
	if (only !== undefined && isMissing()) {
		running.push(...(await newestTasksOf(serialOf(only), sendOnce)).filter(isRunning));
	}
	for (const device of busy) {
		const task = taskOf(device, running);
		if (task !== undefined) found.set(serialOf(device), task);
	}
	return found;
}
