/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
	/** What is waited for, as it reads after "Waited N s for". */
	what: string;
	timeoutMs: number;
	intervalMs?: number;
	signal?: AbortSignal;
}

/** Asks again and again until the answer is neither undefined nor false, and returns it. */
export async function waitFor<T>(
	ask: () => Promise<T | undefined | false>,
	{ what, timeoutMs, intervalMs = 250, signal }: WaitOptions,
): Promise<T> {
	const end = Date.now() + timeoutMs;
	for (;;) {
		signal?.throwIfAborted();
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() >= end) {
			throw new Error(`Waited ${Math.round(timeoutMs / 1000)} s for ${what}, in vain.`);
		}
		await sleep(intervalMs, undefined, { signal });
	}
}
