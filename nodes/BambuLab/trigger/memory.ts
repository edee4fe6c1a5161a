import type { IPollFunctions } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import { readState, type TriggerState } from './state';
import type { TaskPrinters } from './taskPrinters';
import type { Trouble } from './trouble';

/** What one process of n8n remembers of a trigger. Nothing of it is needed for an event to be right. */
export interface TriggerMemory {
	/** How many polls were begun. */
	polls: number;
	/** How many polls have compared the printers. */
	comparisons: number;
	/** Ended tasks that wait for their filaments. */
	heldBack: JsonObject[];
	/** Where the open tasks run. */
	printers: TaskPrinters;
	/** Why polls fail at present. */
	trouble: Trouble | undefined;
	/** Whether the poll on publishing is under way. */
	isOpening: boolean;
	/** What the last poll stored that told something, or began anew; when, and of which account. */
	stored?: { uid: string; toldAt: number; at: number };
	/** What was last read from the stored state, and its text. */
	read?: { text: string; state: TriggerState | undefined };
	/** What the poll on publishing stored, and the text of what it replaced. */
	baseline?: { state: unknown; replaced: string } | undefined;
}

const mostTriggers = 5000;
/** Longer than n8n takes to store what a poll told. */
const storingMs = 30_000;
/** Longer than any poll that n8n waits for. */
const longestPollMs = 300_000;
const memories = new Map<string, TriggerMemory>();

/** n8n polls with one and the same context from one activation to the next. */
const activationsSeen = new WeakSet<IPollFunctions>();

export function memoryOf(context: IPollFunctions): TriggerMemory {
	const id = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const memory = memories.get(id) ?? {
		polls: 0,
		comparisons: 0,
		heldBack: [],
		printers: new Map(),
		trouble: undefined,
		isOpening: false,
	};
	memories.delete(id);
	memories.set(id, memory);
	const [oldest] = memories.keys();
	if (memories.size > mostTriggers && oldest !== undefined) memories.delete(oldest);
	return memory;
}

/**
 * What a poll begins: the life of a published trigger, which begins anew, or a process of n8n that
 * starts, or takes over, what was published before. n8n gives all later polls of an activation the
 * same mode, so it is the first that counts. Its durable scheduler polls at no start.
 */
export function beginningOf(context: IPollFunctions): 'publishing' | 'start' | undefined {
	if (activationsSeen.has(context)) return undefined;
	activationsSeen.add(context);
	const mode = context.getActivationMode();
	if (mode === 'activate') return 'publishing';
	return mode === 'init' || mode === 'leadershipChange' ? 'start' : undefined;
}

/**
 * n8n's durable scheduler drops what the poll on publishing stored, unless that poll told something,
 * and hands the next one the state of an earlier life. Gives what to use in its place.
 */
export function forgottenBaseline(memory: TriggerMemory, handedIn: unknown): unknown {
	if (memory.baseline === undefined) return undefined;
	if (textOf(handedIn) !== memory.baseline.replaced) memory.baseline = undefined;
	return memory.baseline?.state;
}

export function textOf(state: unknown): string {
	return JSON.stringify(state) ?? '';
}

/** Reads a stored state; one that n8n hands back as it was is not unpacked again. */
export function knownState(memory: TriggerMemory, stored: unknown): TriggerState | undefined {
	const text = textOf(stored);
	if (memory.read?.text !== text) memory.read = { text, state: readState(stored) };
	return memory.read.state;
}

/**
 * Whether a poll was given a state of before what has just been told: the durable scheduler gives
 * each of several polls at once a copy of its own. A state that is old for longer was never stored.
 *
 * @param beganAt when the poll began; milliseconds
 */
export function isOutdated(
	{ stored }: TriggerMemory,
	{ account: { uid }, toldAt }: TriggerState,
	beganAt: number,
): boolean {
	if (stored?.uid !== uid || toldAt >= stored.toldAt) return false;
	const sinceStored = beganAt - stored.at;
	return sinceStored > -longestPollMs && sinceStored < storingMs;
}
