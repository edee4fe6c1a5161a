/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode, isAlive } from './processes';

/** Two processes that find the same stale lock both take it over; after this long the last has won. */
const SETTLE_MS = 100;

export interface Lock {
	release(): void;
}

export type LockAttempt = { lock: Lock } | { heldBy: number };

/** Takes a lock file, also from a process that has died, or says which process holds it. */
export async function tryLock(file: string): Promise<LockAttempt> {
	const mine = `${process.pid} ${randomUUID()}`;
	const lock = { release: () => release(file, mine) };
	try {
		writeFileSync(file, mine, { flag: 'wx' });
		return { lock };
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
	}
	// Empty: its owner has made the file but not yet written to it, or died just then.
	if (read(file) === '') await sleep(SETTLE_MS);
	const holder = holderOf(file);
	if (holder !== undefined) return { heldBy: holder };
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, mine);
	renameSync(draft, file);
	await sleep(SETTLE_MS);
	return read(file) === mine ? { lock } : await tryLock(file);
}

/** Waits until it has the lock; `onWait` is told once who holds it. */
export async function lockWhenFree(
	file: string,
	onWait: (pid: number) => void,
	signal?: AbortSignal,
): Promise<Lock> {
	let told = false;
	for (;;) {
		const attempt = await tryLock(file);
		if ('lock' in attempt) return attempt.lock;
		if (!told) onWait(attempt.heldBy);
		told = true;
		await sleep(1000, undefined, { signal });
	}
}

function holderOf(file: string): number | undefined {
	const pid = Number(read(file).split(' ')[0]);
	return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
}

function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

function release(file: string, mine: string): void {
	if (read(file) === mine) rmSync(file, { force: true });
}
