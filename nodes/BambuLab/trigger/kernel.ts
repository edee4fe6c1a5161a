import { textOrEmpty, type JsonObject } from '../cloud/json';
import { detectSession, type Session, type SessionEvent } from './sessionDetector';
import { isInScope, type Scope, type TriggerState } from './state';
import { baselineOf, detectTasks, type TaskEvent, type TaskState } from './taskDetector';

/** What the user asks for. */
export interface Wishes {
	scope: Scope;
	daysBefore: number;
}

/** What a poll has read; undefined what none of the chosen events needs. */
export interface Snapshot {
	tasks: JsonObject[] | undefined;
	session: Session | undefined;
}

export interface Comparison {
	/** The events that the user listens for. */
	taskEvents: TaskEvent[];
	sessionEvents: SessionEvent[];
	next: Omit<TriggerState, 'account'>;
}

export function deviceOf(task: JsonObject): string {
	return textOrEmpty(task.deviceId);
}

function compareTasks(
	before: TriggerState | undefined,
	tasks: JsonObject[] | undefined,
	scope: Scope,
	now: number,
): { events: TaskEvent[]; state: TaskState | undefined } {
	if (tasks === undefined) return { events: [], state: undefined };
	if (before?.tasks === undefined) return { events: [], state: baselineOf(tasks, now) };
	const { events, state } = detectTasks(before.tasks, tasks, now);
	// What the user has just begun to listen for counts from now on, not from the stored state.
	const wanted = events.filter(
		({ name, task }) =>
			isInScope(scope, name, deviceOf(task)) && isInScope(before.scope, name, deviceOf(task)),
	);
	return { events: wanted, state };
}

/**
 * What is news against the state before, and the state after. Without a state before it is a
 * baseline: of tasks only what happens later is news, but a sign-in whose end is near is so now.
 */
export function compare(
	before: TriggerState | undefined,
	{ tasks, session }: Snapshot,
	{ scope, daysBefore }: Wishes,
	now: number,
): Comparison {
	const ofTasks = compareTasks(before, tasks, scope, now);
	const ofSession = detectSession(before?.session, session, daysBefore, now);
	return {
		taskEvents: ofTasks.events,
		sessionEvents: ofSession.events,
		next: {
			version: 1,
			scope,
			...(ofTasks.state && { tasks: ofTasks.state }),
			...(ofSession.state && { session: ofSession.state }),
		},
	};
}
