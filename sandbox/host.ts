/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ensureN8n } from './hostN8n';
import { ensureNode } from './hostNode';
import { lockWhenFree } from './lock';
import { cacheRoot } from './paths';
import type { Say } from './say';

export interface Host {
	/** The Node 24 that runs n8n. */
	node: string;
	/** n8n's own start script. */
	n8n: string;
}

export interface HostOptions {
	say: Say;
	cache?: string;
	/** Throws the present n8n away and installs it again. */
	reinstall?: boolean;
	signal?: AbortSignal;
}

/**
 * Makes sure that Node 24 and n8n are in the cache folder and work. What is broken or half there is
 * repaired or made again; a second process that wants the same waits for the first.
 */
export async function ensureHost({
	say,
	cache = cacheRoot(),
	reinstall = false,
	signal,
}: HostOptions): Promise<Host> {
	mkdirSync(cache, { recursive: true });
	const lock = await lockWhenFree(
		join(cache, 'install.lock'),
		(pid) => say(`Process ${pid} is installing n8n for this project; waiting until it has done.`),
		signal,
	);
	try {
		const node = await ensureNode({ cache, say, signal });
		return { node, n8n: await ensureN8n({ cache, node, reinstall, say, signal }) };
	} finally {
		lock.release();
	}
}
