import type { CloudClient, Send } from '../cloud/client';
import { readSession } from './account';
import { readDeviceList } from './deviceSource';
import { needs } from './events';
import { readFirmware } from './firmwareSource';
import type { Opening, Snapshot } from './kernel';
import { readMessages } from './messageSource';
import type { AccountMark, TriggerState } from './state';
import type { TaskPrinters } from './taskPrinters';
import { readTaskBaseline, readTaskNews, type TaskReading } from './taskSource';

async function readTasks(
	send: Send,
	{ known, printers, opening, now }: Reading,
): Promise<TaskReading> {
	return known?.tasks === undefined
		? await readTaskBaseline(send, opening, now)
		: await readTaskNews(send, known.tasks, printers, now);
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
export async function readSnapshot(cloud: CloudClient, reading: Reading): Promise<Snapshot> {
	const { events, deviceIds, account, known, opening, turn, now } = reading;
	const { send } = cloud;
	const isNeeded = (source: Parameters<typeof needs>[0]) => needs(source, events);
	const tasks = isNeeded('tasks') ? await readTasks(send, reading) : undefined;
	const messages = isNeeded('messages')
		? await readMessages(send, known?.messages, opening, now)
		: undefined;
	return {
		tasks: tasks?.rows,
		tasksBelow: tasks?.below,
		messages: messages?.rows,
		devices: isNeeded('devices') ? await readDeviceList(send) : undefined,
		firmware: isNeeded('firmware')
			? await readFirmware(send, deviceIds, known?.firmware && turn)
			: undefined,
		session: isNeeded('session') ? await readSession(cloud, account, now) : undefined,
	};
}
