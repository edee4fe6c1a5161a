/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { ensureNodeOf } from '../../sandbox/host';
import { NODE_MAJORS } from '../../sandbox/hostNode';
import { say, UserProblem } from '../../sandbox/say';
import type { NodeFigures } from '../support/reliability';
import { runJest } from './jest';

/** `npm run test:nodes`: the suites of `npm test` on each Node that n8n's versions run on. */
async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { only: { type: 'string' } },
	});
	const chosen = values.only?.split(',').map(Number);
	const majors = NODE_MAJORS.filter((major) => chosen?.includes(major) ?? true);
	if (majors.length < (chosen?.length ?? 1)) {
		throw new UserProblem(`--only takes some of ${NODE_MAJORS.join(',')}`);
	}
	const date = new Date().toISOString().slice(0, 10);
	const figures: NodeFigures = { run: 'nodes', date, passed: [], failed: [] };
	for (const major of majors) {
		const node = await ensureNodeOf(major, { say });
		say(`\nNode ${major}: ${node}`);
		const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
		const isPassing = await runJest(node, positionals);
		figures[isPassing ? 'passed' : 'failed'].push(version);
	}
	say(JSON.stringify(figures));
	process.exitCode = figures.failed.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
	say(error instanceof UserProblem ? error.message : String(error));
	process.exitCode = 1;
});
