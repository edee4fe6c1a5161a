/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { join } from 'node:path';

import { CURRENT_HOST, ensureNodeOf } from './host';
import type { InstalledPackage } from './package';
import { run } from './processes';
import type { N8nRest } from './rest';
import { say } from './say';

/**
 * The last step of n8n's installer: writes the package and its nodes into n8n's database, where the
 * page "Community nodes" reads them. n8n must be running, as it makes the tables at its first start.
 */
export async function listInstalledPackage(
	{ name, version, author }: InstalledPackage,
	userFolder: string,
	rest: N8nRest,
): Promise<void> {
	const types = await rest.nodeTypes(name);
	const names = new Set(types.map((type) => type.name));
	const nodes = types
		// n8n adds a second type for AI agents to each node that can be their tool.
		.filter((type) => !(type.name.endsWith('Tool') && names.has(type.name.slice(0, -4))))
		.map((type) => ({
			name: type.displayName,
			type: type.name,
			version: Math.max(...[type.version].flat()),
		}));
	const database = join(userFolder, '.n8n', 'database.sqlite');
	const input = JSON.stringify({ database, name, version, author, nodes });
	const script = join(__dirname, 'listInstalledPackage.mjs');
	// Older Nodes, on which older versions of n8n run, have no SQLite of their own.
	const node = await ensureNodeOf(CURRENT_HOST.node, { say });
	const { ok, output } = await run(node, ['--no-warnings', script, input]);
	if (!ok) throw new Error(`n8n's list of installed packages could not be written:\n${output}`);
}
