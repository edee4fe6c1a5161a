import { finiteNumber, idText, type JsonObject } from '../../cloud/json';
import { readPages, readHits } from '../../cloud/list/pages';
import type { CloudClient, Send } from '../../cloud/client';
import { isBusy } from '../../output/device';

function isRunning({ status }: JsonObject): boolean {
	return [1, 4].includes(finiteNumber(status) ?? 0);
}

/** The task of a printer among the running ones. The printer may name it by another id than the list. */
function taskOf(device: JsonObject, running: JsonObject[]): JsonObject | undefined {
	const ids = [idText(device.print_job), idText(device.task_id)];
	const own = running.filter(({ deviceId }) => deviceId === device.dev_id);
	return own.find(({ id }) => ids.includes(idText(id))) ?? own[0];
}

const newestTasks = { method: 'GET', path: '/v1/user-service/my/tasks' } as const;

/** The answers are kept for the whole execution, so this one is small. */
async function newestTasksOf(deviceId: string, sendOnce: Send): Promise<JsonObject[]> {
	const query = { deviceId, limit: 20, offset: 0 };
	return readHits(await sendOnce({ ...newestTasks, query })).rows;
}

/**
 * The printers with the tasks that they work on. Where none works, nothing is asked; else the newest
 * tasks are read until each has its own, or a page holds no running one. An execution asks for them
 * once, however many printers it looks up; a single one that is not on their first page is asked for.
 */
export async function withCurrentTasks(
	devices: JsonObject[],
	{ sendOnce }: CloudClient,
): Promise<JsonObject[]> {
	const busy = devices.filter(isBusy);
	if (busy.length === 0) return devices;
	const running: JsonObject[] = [];
	const isMissing = () => busy.some((device) => taskOf(device, running) === undefined);
	for await (const page of readPages(sendOnce, { request: newestTasks, read: readHits })) {
		const fresh = page.filter(isRunning);
		running.push(...fresh);
		if (fresh.length === 0 || devices.length === 1 || !isMissing()) break;
	}
	const [only] = devices.length === 1 ? devices : [];
	if (only !== undefined && isMissing()) {
		running.push(...(await newestTasksOf(idText(only.dev_id), sendOnce)).filter(isRunning));
	}
	return devices.map((device) => {
		const currentTask = isBusy(device) ? taskOf(device, running) : undefined;
		return currentTask === undefined ? device : { ...device, currentTask };
	});
}
