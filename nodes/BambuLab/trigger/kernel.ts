import type { JsonObject } from '../cloud/json';
import { detectDevices } from './deviceDetector';
import { detectFirmware } from './firmwareDetector';
import { detectMessages, messageBaselineOf } from './messageDetector';
import { isInScope, type Scope } from './scope';
import { detectSession, type SeenSession } from './sessionDetector';
import type { SourceStates, TriggerState } from './state';
import { baselineOf, newBelow } from './taskBaseline';
import { detectTasks, eventOf } from './taskDetector';
import { isRunning, startedSince } from './taskRows';
import {
	ofDevice,
	ofFirmware,
	ofMessage,
	ofSession,
	ofTask,
	type TriggerEvent,
} from './triggerEvent';

/** What of the past is told on publishing. */
export interface Opening {
	/** What happened since this moment is told; milliseconds, infinite for nothing. */
	since: number;
	/** Whether the prints that run are told as new. */
	tellRunning: boolean;
}

/** What the user asks for. */
export interface Wishes {
	scope: Scope;
	daysBefore: number;
	/** How long an ended print without filaments is held back; milliseconds. */
	filamentWaitMs: number;
	/** How long a printer must be offline; seconds. */
	offlineAfter: number;
	opening: Opening;
}

/** What a poll has read; undefined what none of the chosen events needs. */
export interface Snapshot {
	tasks: JsonObject[] | undefined;
	/**
	 * Tasks from further down, which were asked for by their printers; of a baseline the running ones,
	 * and undefined where the whole list was read.
	 */
	tasksBelow: JsonObject[] | undefined;
	messages: JsonObject[] | undefined;
	devices: JsonObject[] | undefined;
	firmware: JsonObject[] | undefined;
	session: SeenSession | undefined;
}

export interface Moment {
	/** Undefined at the beginning. */
	before: TriggerState | undefined;
	/** At the beginning, what an earlier life of the trigger knew; nothing of it is told again. */
	told?: TriggerState | undefined;
	snapshot: Snapshot;
	/** Whether another poll has compared the printers since these were read: they may be old news. */
	isOvertaken?: boolean;
	/** Tasks that the last comparison held back. */
	heldBack: JsonObject[];
	wishes: Wishes;
	/** Milliseconds. */
	now: number;
}

export interface Comparison {
	/** The events that the user listens for, in the order in which they happened. */
	events: TriggerEvent[];
	/** Tasks to compare again next time, also if they have vanished from the list by then. */
	heldBack: JsonObject[];
	next: Omit<TriggerState, 'account'>;
}

/** What is news in one source, and what is known of it now. */
interface Finding {
	events: TriggerEvent[];
	states: SourceStates;
	heldBack?: JsonObject[];
}

const nothing: Finding = { events: [], states: {} };

function compareTasks({ before, told, snapshot, heldBack, wishes, now }: Moment): Finding {
	const { tasks, tasksBelow } = snapshot;
	if (tasks === undefined) return nothing;
	const { since, tellRunning } = wishes.opening;
	const isNew = (task: JsonObject) => startedSince(task, since) || (tellRunning && isRunning(task));
	const opening = { endedSince: since, isNew, told: told?.tasks, below: tasksBelow };
	const state = before?.tasks ?? baselineOf(tasks, now, opening);
	const fromBelow = before?.tasks === undefined ? newBelow(opening) : [];
	const all = [...tasks, ...(tasksBelow ?? [])];
	const found = detectTasks(state, { tasks: all, heldBack }, wishes.filamentWaitMs, now);
	const created = fromBelow.map(({ id, value }) => eventOf('taskCreated', id, value, now));
	return {
		events: [...created, ...found.events].map(ofTask),
		states: { tasks: found.state },
		heldBack: found.heldBack,
	};
}

function compareMessages({ before, told, snapshot, wishes, now }: Moment): Finding {
	const { messages } = snapshot;
	if (messages === undefined) return nothing;
	const { since } = wishes.opening;
	const state = before?.messages ?? messageBaselineOf(messages, since, told?.messages, now);
	const found = detectMessages(state, messages, now);
	return { events: found.events.map(ofMessage), states: { messages: found.state } };
}

function compareDevices(moment: Moment, toldAt: number): Finding {
	const { before, snapshot, isOvertaken = false, wishes, now } = moment;
	if (snapshot.devices === undefined) return nothing;
	if (isOvertaken && before?.devices) return { events: [], states: { devices: before.devices } };
	const found = detectDevices(before?.devices, snapshot.devices, wishes.offlineAfter, now);
	const events = found.events.map((event) => ofDevice(event, toldAt));
	return { events, states: { devices: found.state } };
}

function compareFirmware({ before, told, snapshot, now }: Moment): Finding {
	if (snapshot.firmware === undefined) return nothing;
	const found = detectFirmware(before?.firmware, told?.firmware, snapshot.firmware);
	const events = found.events.map((event) => ofFirmware(event, now));
	return { events, states: { firmware: found.state } };
}

function compareSession({ before, told, snapshot, wishes, now }: Moment): Finding {
	const known = (before ?? told)?.session;
	const found = detectSession(known, snapshot.session, wishes.daysBefore, now);
	return {
		events: found.events.map(ofSession),
		states: found.state === undefined ? {} : { session: found.state },
	};
}

/**
 * What is news against the state before, and the state after. Without a state before it is a
 * baseline: of the lists only what the user asks for is news then, but a sign-in whose end is near
 * is so always. Pure: a state that was rolled back to an earlier one repeats nothing that was told
 * together with it.
 */
export function compare(moment: Moment): Comparison {
	const { before, wishes, now } = moment;
	const toldAt = before?.toldAt ?? now;
	const tasks = compareTasks(moment);
	const findings = [
		tasks,
		compareMessages(moment),
		compareDevices(moment, toldAt),
		compareFirmware(moment),
		compareSession(moment),
	];
	// What the user has just begun to listen for counts from now on, not from the stored state; a
	// sign-in that ends soon does so now.
	const isNewHere = (event: TriggerEvent) =>
		before === undefined || event.name === 'signInExpiring' || isInScope(before.scope, event);
	const isWanted = (event: TriggerEvent) => isInScope(wishes.scope, event) && isNewHere(event);
	const events = findings.flatMap((finding) => finding.events.filter(isWanted));
	events.sort((a, b) => a.occurredAt - b.occurredAt);
	const states: SourceStates = Object.assign({}, ...findings.map((finding) => finding.states));
	return {
		events,
		heldBack: tasks.heldBack ?? [],
		next: {
			scope: wishes.scope,
			toldAt: events.length > 0 ? Math.max(now, toldAt + 1) : toldAt,
			...states,
		},
	};
}
