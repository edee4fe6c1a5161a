import type { IPollFunctions } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { Trouble } from './trouble';

/** What one process of n8n remembers of a trigger. Nothing of it is needed for an event to be right. */
export interface TriggerMemory {
	/** Whether the trigger has polled in this process. */
	isAlive: boolean;
	/** How many polls were begun. */
	polls: number;
	/** How many polls have compared the printers. */
	comparisons: number;
	/** Ended tasks that wait for their filaments. */
	heldBack: JsonObject[];
	/** Why polls fail at present. */
	trouble: Trouble | undefined;
}

const mostTriggers = 5000;
const memories = new Map<string, TriggerMemory>();

/** n8n polls with one and the same context from one activation to the next. */
const activationsSeen = new WeakSet<IPollFunctions>();

export function memoryOf(context: IPollFunctions): TriggerMemory {
	const id = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const memory = memories.get(id) ?? {
		isAlive: false,
		polls: 0,
		comparisons: 0,
		heldBack: [],
		trouble: undefined,
	};
	memories.delete(id);
	memories.set(id, memory);
	const [oldest] = memories.keys();
	if (memories.size > mostTriggers && oldest !== undefined) memories.delete(oldest);
	return memory;
}

/**
 * Whether the user has just published the workflow, which is when a trigger begins anew. n8n gives
 * all later polls the same mode, so it is the first poll of an activation by a user.
 */
export function isPublishing(context: IPollFunctions): boolean {
	const isFirst = !activationsSeen.has(context);
	activationsSeen.add(context);
	return isFirst && context.getActivationMode() === 'activate';
}
