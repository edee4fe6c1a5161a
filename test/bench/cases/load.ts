/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { packPackage } from '../../../sandbox/package';
import { PROJECT_ROOT } from '../../../sandbox/paths';
import { run } from '../../../sandbox/processes';
import { readSetup } from '../../e2e/support/setup';
import { inProject } from '../../support/project';
import { withLab } from '../lab';
import { httpRequest, TASKS, workflow } from '../workflows';
import type { Case } from './case';

const HTTP_REQUEST = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';

function ourFiles(): string[] {
	const { n8n } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return [...n8n.credentials, ...n8n.nodes].map((file) => inProject(file));
}

async function freshProcess(files: string[]): Promise<number> {
	const { host } = readSetup();
	const script = join(__dirname, '..', 'coldLoad.cjs');
	const { ok, stdout, output } = await run(host.node, [script, host.n8n, ...files]);
	if (!ok) throw new Error(output);
	return Number(stdout);
}

/** How long n8n itself spends in our files and in those of the HTTP Request node. */
async function insideN8n(): Promise<{ ours: number; theirs: number }> {
	const file = join(mkdtempSync(join(readSetup().folder, 'requires-')), 'requires.txt');
	const env = {
		NODE_OPTIONS: `--require ${join(__dirname, '..', 'timeRequires.cjs')}`,
		BENCH_REQUIRES: file,
		BENCH_FILES: 'n8n-nodes-bambulab-cloud/dist/|/HttpRequest\\.node\\.js$',
	};
	return await withLab(async (lab) => {
		const target = await lab.target({ history: 10 });
		const node = httpRequest(target, `${target.cloud.apiUrl}${TASKS}`);
		await lab.runOnce(workflow([node]), target);
		const lines = readFileSync(file, 'utf8').trim().split('\n');
		const sum = (isOurs: boolean) =>
			lines
				.filter((line) => /HttpRequest\.node\.js$/.test(line) !== isOurs)
				.reduce((total, line) => total + Number(line.split(' ')[0]), 0);
		return { ours: sum(true), theirs: sum(false) };
	}, env);
}

/** B6: what the package costs who only has it installed. */
export const load: Case = async (runs) => {
	const fresh: { theirs: number[]; ours: number[] } = { theirs: [], ours: [] };
	const inside: { theirs: number[]; ours: number[] } = { theirs: [], ours: [] };
	for (let count = 0; count < runs; count++) {
		const { ours, theirs } = await insideN8n();
		inside.ours.push(ours);
		inside.theirs.push(theirs);
		fresh.theirs.push(await freshProcess([HTTP_REQUEST]));
		fresh.ours.push(await freshProcess(ourFiles()));
	}
	const tarball = await packPackage(PROJECT_ROOT, mkdtempSync(join(readSetup().folder, 'pack-')));
	return {
		findings: [
			{
				what: 'Loading all nodes and the credential in a running n8n: time',
				unit: 'ms',
				...inside,
				goal: { most: 15 },
			},
			{
				what: 'the same in a fresh Node that has loaded n8n-workflow: time',
				unit: 'ms',
				...fresh,
				goal: { most: 15 },
			},
			{
				what: 'the tarball: size',
				unit: 'kB',
				ours: [statSync(tarball).size / 1000],
				goal: { most: 120 },
			},
		],
		notes: [],
	};
};
