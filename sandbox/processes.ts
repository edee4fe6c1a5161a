/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

import { waitFor } from './wait';

const WINDOWS = process.platform === 'win32';

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Whom to run it as, other than the present user; only root may say so. */
	account?: Account;
	signal?: AbortSignal;
}

export interface Account {
	uid: number;
	gid: number;
}

export interface RunResult {
	ok: boolean;
	/** Standard output and standard error, in the order in which they came. */
	output: string;
	stdout: string;
}

/**
 * Starts a process as the leader of its own group, so that Ctrl-C in the terminal reaches only us
 * and its children can be stopped together with it.
 */
export function spawnGroup(command: string, args: string[], options: SpawnOptions): ChildProcess {
	return spawn(command, args, { ...options, detached: !WINDOWS, windowsHide: true });
}

/** Runs a command to its end. Aborting the signal kills it and all that it started. */
export async function run(
	command: string,
	args: string[],
	{ cwd, env, account, signal }: RunOptions = {},
): Promise<RunResult> {
	signal?.throwIfAborted();
	const child = spawnGroup(command, args, { cwd, env, ...account, stdio: 'pipe' });
	let output = '';
	let stdout = '';
	child.stdout?.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		stdout += chunk.toString();
	});
	child.stderr?.on('data', (chunk: Buffer) => {
		output += chunk.toString();
	});
	const kill = () => signalGroup(child, 'SIGKILL');
	signal?.addEventListener('abort', kill);
	try {
		const code = await new Promise<number | null>((resolve) => {
			child.once('error', (error) => {
				output += error.message;
				resolve(null);
			});
			child.once('close', resolve);
		});
		signal?.throwIfAborted();
		return { ok: code === 0, output, stdout };
	} finally {
		signal?.removeEventListener('abort', kill);
	}
}

export function hasExited(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Stops a process and its children, by force when it is not gone after the time of grace. */
export async function stopGroup(
	child: ChildProcess,
	signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
	graceMs = 10_000,
): Promise<void> {
	signalGroup(child, signal);
	try {
		await waitFor(async () => hasExited(child), {
			what: `process ${child.pid} to stop`,
			timeoutMs: graceMs,
			intervalMs: 50,
		});
	} catch {
		// It is stopped below, whether it wants to or not.
	}
	signalGroup(child, 'SIGKILL');
}

/** Sends a signal to a process and all that it started; nothing happens when all are gone. */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
	if (child.pid === undefined) return;
	if (WINDOWS) {
		if (hasExited(child)) return;
		spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch {
		// The whole group has ended.
	}
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errorCode(error) === 'EPERM';
	}
}

/** The code that Node gives its own errors, such as EEXIST. */
export function errorCode(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
