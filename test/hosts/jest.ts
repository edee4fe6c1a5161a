/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { once } from 'node:events';
import { join } from 'node:path';

import { environmentFor, QUIT_WITH_PARENT } from '../../sandbox/npm';
import { PROJECT_ROOT } from '../../sandbox/paths';
import { spawnGroup } from '../../sandbox/processes';

/** Runs jest on the given Node, its output to the terminal, and says whether all went well. */
export async function runJest(
	node: string,
	args: string[],
	settings: Record<string, string> = {},
): Promise<boolean> {
	const jest = join(PROJECT_ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	const child = spawnGroup(node, ['--require', QUIT_WITH_PARENT, jest, ...args], {
		cwd: PROJECT_ROOT,
		env: { ...environmentFor(node, process.env), ...settings },
		stdio: ['pipe', 'inherit', 'inherit'],
	});
	const [code] = (await once(child, 'close')) as [number | null];
	return code === 0;
}
