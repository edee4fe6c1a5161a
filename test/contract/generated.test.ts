/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- test code that never ships */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('the committed types match the contract', () => {
	// In a process of its own: openapi-typescript is an ES module, which jest does not load.
	const tsx = join(__dirname, '../../node_modules/tsx/dist/cli.mjs');
	const script = join(__dirname, 'generateTypes.ts');
	const { status, stderr } = spawnSync(process.execPath, [tsx, script, '--check'], {
		encoding: 'utf8',
	});
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
