/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const APP = 'n8n-nodes-bambulab-cloud';

export const PROJECT_ROOT = resolve(__dirname, '..');

interface Machine {
	platform: NodeJS.Platform;
	home: string;
	env: NodeJS.ProcessEnv;
}

/** The folder outside the checkout that keeps Node, n8n and n8n's data between two starts. */
export function cacheRoot(
	{ platform, home, env }: Machine = {
		platform: process.platform,
		home: homedir(),
		env: process.env,
	},
): string {
	if (env.N8N_BAMBULAB_CACHE) return resolve(env.N8N_BAMBULAB_CACHE);
	if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), APP);
	if (platform === 'darwin') return join(home, 'Library', 'Caches', APP);
	return join(env.XDG_CACHE_HOME || join(home, '.cache'), APP);
}

/** Where n8n's data of the sandbox lives; a user's own account never shares it with a made-up one. */
export function defaultUserFolder(real: boolean, cache = cacheRoot()): string {
	return join(cache, real ? 'n8n-data-real' : 'n8n-data-simulated');
}
