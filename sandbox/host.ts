/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ensureN8n, type NativeModule } from './hostN8n';
import { ensureNode, type NodeMajor } from './hostNode';
import { lockWhenFree } from './lock';
import { cacheRoot } from './paths';
import type { Say } from './say';

export interface HostVersion {
	n8n: string;
	node: NodeMajor;
	/** What n8n needs built: always its database, in newer versions also what evaluates expressions. */
	native: NativeModule[];
	/** Settings that older versions would refuse. */
	settings?: Record<string, string>;
}

/** The host of `npm start` and of the end-to-end tests. */
export const CURRENT_HOST: HostVersion = {
	n8n: '2.41.1',
	node: 24,
	native: ['sqlite3', 'isolated-vm'],
	// It would ask its makers for a list.
	settings: { N8N_DISABLED_MODULES: 'mcp-registry' },
};

export interface Host {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's own start script. */
	n8n: string;
	/** For n8n's environment. */
	settings: Record<string, string>;
}

export interface HostOptions {
	say: Say;
	version?: HostVersion;
	cache?: string;
	/** Throws the present n8n away and installs it again. */
	reinstall?: boolean;
	signal?: AbortSignal;
}

/**
 * Makes sure that an n8n and the Node for it are in the cache folder and work. What is broken or half
 * there is repaired or made again; a second process that wants the same waits for the first.
 */
export async function ensureHost(options: HostOptions): Promise<Host> {
	const { version = CURRENT_HOST, cache = cacheRoot(), reinstall = false, say, signal } = options;
	const node = await ensureNodeOf(version.node, options);
	const n8n = await alone(`n8n-${version.n8n}.lock`, 'n8n', options, async () => {
		return await ensureN8n({ ...version, node, cache, reinstall, say, signal });
	});
	return { node, n8n, settings: version.settings ?? {} };
}

/** The path of a Node of that major version, which is brought into the cache folder where need be. */
export async function ensureNodeOf(major: NodeMajor, options: HostOptions): Promise<string> {
	const { cache = cacheRoot(), say, signal } = options;
	return await alone('node.lock', 'Node', options, async () => {
		return await ensureNode({ cache, major, say, signal });
	});
}

/** Keeps other processes from working on the same folders. */
async function alone<T>(
	lockFile: string,
	what: string,
	{ cache = cacheRoot(), say, signal }: HostOptions,
	act: () => Promise<T>,
): Promise<T> {
	mkdirSync(cache, { recursive: true });
	const lock = await lockWhenFree(
		join(cache, lockFile),
		(pid) =>
			say(`Process ${pid} is installing ${what} for this project; waiting until it is done.`),
		signal,
	);
	try {
		return await act();
	} finally {
		lock.release();
	}
}
