import { finiteNumber, idText, type JsonObject } from '../../cloud/json';
import { pagesOf, readHits, usualPage } from '../../cloud/pages';
import type { Cloud } from '../../cloud/request';
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

/**
 * The printers with the tasks that they work on. Where none works, nothing is asked; else the newest
 * tasks are read until each has its own, or a page holds no running one.
 */
export async function withCurrentTasks(
	devices: JsonObject[],
	{ sendOnce }: Cloud,
): Promise<JsonObject[]> {
	const busy = devices.filter(isBusy);
	if (busy.length === 0) return devices;
	const [only] = devices.length === 1 ? devices : [];
	const query = { deviceId: idText(only?.dev_id) };
	const request = { method: 'GET', path: '/v1/user-service/my/tasks', query } as const;
	const running: JsonObject[] = [];
	// The answers for single printers are kept for the whole execution, so they are small.
	const pageSize = only === undefined ? usualPage : 20;
	for await (const page of pagesOf(sendOnce, { request, read: readHits, pageSize })) {
		const fresh = page.filter(isRunning);
		running.push(...fresh);
		if (fresh.length === 0 || busy.every((device) => taskOf(device, running) !== undefined)) break;
	}
	return devices.map((device) => {
		const currentTask = isBusy(device) ? taskOf(device, running) : undefined;
		return currentTask === undefined ? device : { ...device, currentTask };
	});
}
