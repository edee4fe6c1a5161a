import type { TriggerState } from './state';

/*
 * n8n's durable scheduler forgets the baseline of the poll on publishing, unless that poll told
 * something, and hands the next one the state of an earlier life; and it gives polls at once copies of
 * the state. So the process remembers both.
 */

export interface DurableMemory {
	/** What the poll on publishing stored, and the text of what it replaced. */
	baseline?: { state: unknown; replaced: string } | undefined;
	/** What the last poll stored that told something, or began anew; `at` is of this process. */
	stored?: { uid: string; lastEventAt: number; at: number } | undefined;
}

/** Longer than n8n takes to store what a poll told. */
const storingMs = 30_000;

/** The state to go by in place of the one that n8n hands in. */
export function recalled(memory: DurableMemory, handedIn: unknown): unknown {
	if (memory.baseline !== undefined && textOf(handedIn) !== memory.baseline.replaced) {
		memory.baseline = undefined;
	}
	return memory.baseline?.state ?? handedIn;
}

/**
 * Whether a poll was given a state of before what has just been told. A state that is old for longer was
 * never stored.
 */
export function isOutdated(
	{ stored }: DurableMemory,
	{ account: { uid }, lastEventAt }: TriggerState,
): boolean {
	if (stored?.uid !== uid || lastEventAt >= stored.lastEventAt) return false;
	return performance.now() - stored.at < storingMs;
}

/** Any other state than one of publishing, or with events, may be rolled back. */
export function noteStored(
	memory: DurableMemory,
	{ account: { uid }, lastEventAt }: TriggerState,
): void {
	memory.stored = { uid, lastEventAt, at: performance.now() };
}

export function noteBaseline(memory: DurableMemory, state: unknown, replaced: unknown): void {
	memory.baseline = { state, replaced: textOf(replaced) };
}

function textOf(state: unknown): string {
	return JSON.stringify(state) ?? '';
}
