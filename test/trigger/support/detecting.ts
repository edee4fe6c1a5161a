import type { JsonObject } from '../../../nodes/BambuLab/cloud/json';
import { baselineOf } from '../../../nodes/BambuLab/trigger/taskBaseline';
import {
	detectTasks as detect,
	type TaskEvent,
	type TaskState,
} from '../../../nodes/BambuLab/trigger/taskDetector';

export const now = Date.parse('2026-08-14T12:00:00Z');
export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

export function iso(secondsAgo: number): string {
	return new Date(now - secondsAgo * 1000).toISOString();
}

/** Without a wait for filaments. */
export function detectTasks(state: TaskState, tasks: JsonObject[], at: number) {
	return detect(state, { tasks, heldBack: [] }, 0, at);
}

export interface Given {
	id: number | string;
	/** Seconds before `now`. */
	started?: number;
	ended?: number;
	status?: unknown;
}

/** A row of the cloud; running unless it has an end or a status. */
export function row({ id, started = hour, ended, status }: Given) {
	return {
		id,
		startTime: iso(started),
		endTime: iso(ended ?? started - 19),
		status: status ?? (ended === undefined ? 4 : 2),
	};
}

export function inOrder(events: TaskEvent[]): TaskEvent[] {
	return [...events].sort((a, b) => a.occurredAt - b.occurredAt);
}

/** What a trigger knows after its first poll. */
export function begin(tasks: JsonObject[]): TaskState {
	return detectTasks(baselineOf(tasks, now), tasks, now).state;
}

export function names({ events }: ReturnType<typeof detectTasks>): string[] {
	return inOrder(events).map(({ name, id }) => `${name}:${id}`);
}
