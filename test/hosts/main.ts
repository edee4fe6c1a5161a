/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { format } from 'prettier';

import { ensureHost, type HostVersion } from '../../sandbox/host';
import { run } from '../../sandbox/processes';
import { say, UserProblem } from '../../sandbox/say';
import { settingsFor } from '../e2e/support/setup';
import { hostResultsFile, keptHostResults } from '../support/keptFigures';
import { runJest } from './jest';
import { countTests, type HostResult, type JestResults, mergeResults, resultRow } from './results';
import { HOSTS } from './versions';

/** What a user of any version does; the others try the editor of the current one, or its newer parts. */
const SUITES = ['package', 'credential', 'operations', 'trigger'];

/** `npm run test:hosts`: the packed package in older versions of n8n, one after the other. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { only: { type: 'string' }, save: { type: 'boolean', default: false } },
	});
	const results: HostResult[] = [];
	for (const version of chosen(values.only)) results.push(await tryIn(version));
	say('');
	for (const result of results) {
		say(resultRow(result).join('  '));
		for (const name of result.failed) say(`  failed: ${name}`);
	}
	if (values.save) {
		const merged = mergeResults(keptHostResults(), results, HOSTS);
		writeFileSync(
			hostResultsFile,
			await format(JSON.stringify(merged), { parser: 'json', useTabs: true, printWidth: 100 }),
		);
		say('Saved; "npm run readme" writes the table into docs/install.md.');
	}
	process.exitCode = results.every(({ failed }) => failed.length === 0) ? 0 : 1;
}

function chosen(only: string | undefined): HostVersion[] {
	if (only === undefined) return HOSTS;
	return only.split(',').map((n8n) => {
		const version = HOSTS.find((host) => host.n8n === n8n);
		if (version) return version;
		const all = HOSTS.map((host) => host.n8n).join(', ');
		throw new UserProblem(`--only takes versions of these: ${all}`);
	});
}

async function tryIn(version: HostVersion): Promise<HostResult> {
	const host = await ensureHost({ say, version });
	const node = (await run(host.node, ['--version'])).stdout.trim().replace(/^v/, '');
	say(`\nn8n ${version.n8n} on Node ${node}`);
	const folder = mkdtempSync(join(tmpdir(), 'bambulab-hosts-'));
	try {
		const file = join(folder, 'results.json');
		const args = ['--config', 'test/e2e/jest.config.js', '--json', `--outputFile=${file}`];
		const suites = SUITES.map((name) => `test/e2e/${name}.e2e.ts`);
		await runJest(process.execPath, [...args, '--runTestsByPath', ...suites], settingsFor(version));
		const date = new Date().toISOString().slice(0, 10);
		return { n8n: version.n8n, node, date, ...countTests(readResults(file)) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readResults(file: string): JestResults {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as JestResults;
	} catch {
		throw new UserProblem('The tests did not come to an end; the reason stands above.');
	}
}

main().catch((error: unknown) => {
	say(error instanceof UserProblem ? error.message : String(error));
	process.exitCode = 1;
});
