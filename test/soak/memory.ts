/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { waitFor } from '../../sandbox/wait';
import { readSetup } from '../e2e/support/setup';
import type { Sample } from './tally';

export type MemoryUse = Pick<Sample, 'rss' | 'heapUsed' | 'external' | 'held'>;

export interface MemoryProbe {
	/** Settings with which n8n can be asked. */
	env: Record<string, string>;
	/** @param pid of n8n */
	read(pid: number): Promise<MemoryUse>;
}

export function memoryProbe(): MemoryProbe {
	const file = join(mkdtempSync(join(readSetup().folder, 'memory-')), 'use.json');
	const hook = join(__dirname, 'memoryProbe.cjs');
	return {
		env: { NODE_OPTIONS: `--require ${hook}`, SOAK_MEMORY: file },
		read: async (pid) => {
			rmSync(file, { force: true });
			process.kill(pid, 'SIGUSR2');
			await waitFor(async () => existsSync(file), {
				what: 'n8n to tell its memory',
				timeoutMs: 60_000,
			});
			return JSON.parse(readFileSync(file, 'utf8')) as MemoryUse;
		},
	};
}
