import type { Cloud } from '../cloud';
import { isObject } from '../http/controlInput';
import { NOT_FOUND_PAGE } from '../http/pages';
import { json, type Reply } from '../http/reply';
import { taskDeviceId, taskRow, taskStatus } from '../world/taskRow';
import type { Print } from '../world/types';
import { afterRow } from './after';
import { numberQuery, pageOf, textField, type Call, type Handlers } from './call';
import { leanTask, leanTasks } from './keptRows';
import { NO_IOT_TASK, iotTask } from './printContext';

/** What a created task keeps of the body that created it. */
const KEPT_FIELDS = [
	'modelId',
	'profileId',
	'plateIndex',
	'designId',
	'mode',
	'bedType',
	'useAms',
	'amsMapping',
	'amsMapping2',
	'nozzleMapping',
	'weight',
	'costTime',
];

export const taskHandlers: Handlers = {
	getTasks: (call, cloud) => {
		const { offset, limit } = pageOf(call, cloud);
		const now = cloud.now();
		const matching = matchingPrints(call, cloud, now);
		const { length: total } = matching;
		const page = afterRow(matching, call, cloud).slice(offset, offset + limit);
		if (cloud.lean) return leanTasks(total, page, cloud);
		return json({ total, hits: page.map((print) => taskRow(print, now, cloud.sign)) });
	},

	getTask: (call, cloud) => {
		const print = printOf(call, cloud);
		if (print && cloud.lean) return leanTask(print, cloud);
		return print ? json(taskRow(print, cloud.now(), cloud.sign)) : NOT_FOUND_PAGE;
	},

	createTask: (call, cloud) => {
		if (!cloud.settings.createTaskAllowed && !isVendorClient(call)) {
			return json({ error: 'The client does not have access rights to the content.' }, 403);
		}
		return startPrint(call.body, cloud);
	},

	getIotTask: (call, cloud) => {
		const print = printOf(call, cloud);
		const isGiven = print && cloud.settings.iotTasks === 'own';
		const task = isGiven && iotTask(print, cloud);
		return task ? json(task) : json(NO_IOT_TASK, 403);
	},
};

function matchingPrints(call: Call, { world }: Cloud, now: number): Print[] {
	const { deviceId } = call.query;
	const status = numberQuery(call, 'status') ?? 0;
	// A long history is not gone through where nothing is sought in it.
	if (!deviceId && status === 0) return world.prints;
	const deviceFits = (print: Print) => !deviceId || taskDeviceId(print) === deviceId;
	const statusFits = (print: Print) => status === 0 || taskStatus(print, now) === status;
	return world.prints.filter((print) => deviceFits(print) && statusFits(print));
}

function printOf({ params }: Call, cloud: Cloud): Print | undefined {
	return cloud.world.print(Number(params.taskId));
}

/** The headers that the real server insists on; it compares the system with the upload's. */
function isVendorClient({ headers }: Call): boolean {
	return headers['x-bbl-client-name'] === 'BambuStudio' && Boolean(headers['x-bbl-os-type']);
}

function startPrint(body: Record<string, unknown>, cloud: Cloud): Reply {
	const kept = Object.entries(body).filter(([name]) => KEPT_FIELDS.includes(name));
	const deviceId = textField(body, 'deviceId') || undefined;
	const { world } = cloud;
	const printer = deviceId === undefined ? world.printers[0] : world.printer(deviceId);
	if (!printer) return json({ error: 'This printer is not bound to the account.' }, 400);
	const print = world.startPrint({
		deviceId,
		title: textField(body, 'title') || undefined,
		seconds: typeof body.costTime === 'number' ? body.costTime : undefined,
		fields: { ...Object.fromEntries(kept), ...mappingField(body) },
	});
	return json({ id: print.id });
}

/** Colours have a # in requests and none in answers. */
function mappingField({ amsDetailMapping }: Record<string, unknown>): Record<string, unknown> {
	if (!Array.isArray(amsDetailMapping) || amsDetailMapping.length === 0) return {};
	const mapping = amsDetailMapping.filter(isObject).map((slot) => ({
		...slot,
		sourceColor: textField(slot, 'sourceColor').replace('#', ''),
		targetColor: textField(slot, 'targetColor').replace('#', ''),
	}));
	return { amsDetailMapping: mapping };
}
