/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

import { CURRENT_HOST } from '../../sandbox/host';
import { run } from '../../sandbox/processes';
import { say, UserProblem } from '../../sandbox/say';
import globalSetup from '../e2e/support/globalSetup';
import globalTeardown from '../e2e/support/globalTeardown';
import { readSetup } from '../e2e/support/setup';
import { inProject } from '../support/project';
import { cases } from './cases';
import type { AllFigures } from './figures';
import { notesOf, performancePage, plainTable } from './report';

const DATA = inProject('docs/performance.data.json');
const PAGE = inProject('docs/performance.md');

function readOptions(): { runs: number; only: string[] } {
	const { values } = parseArgs({
		options: {
			runs: { type: 'string', default: '5' },
			only: { type: 'string', default: Object.keys(cases).join(',') },
		},
	});
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) {
		throw new UserProblem(`--runs must be a whole number from 1 on, not "${values.runs}".`);
	}
	const only = values.only.split(',');
	const unknown = only.find((id) => !Object.hasOwn(cases, id));
	if (unknown !== undefined) {
		const known = Object.keys(cases).join(',');
		throw new UserProblem(`There is no benchmark "${unknown}". There are: ${known}.`);
	}
	return { runs, only };
}

/** Keeps new figures in the place of the earlier ones of the same benchmarks, and writes the page. */
async function keep(news: AllFigures): Promise<void> {
	const earlier = existsSync(DATA) ? (JSON.parse(readFileSync(DATA, 'utf8')) as AllFigures) : {};
	const figures = { ...earlier, ...news };
	writeFileSync(DATA, await format(JSON.stringify(figures), await styleOf(DATA, 'json')));
	const node = (await run(readSetup().host.node, ['--version'])).stdout.trim().slice(1);
	const page = performancePage(figures, { cores: cpus().length, node, n8n: CURRENT_HOST.n8n });
	writeFileSync(PAGE, await format(page, await styleOf(PAGE, 'markdown')));
}

async function styleOf(file: string, parser: 'json' | 'markdown') {
	return { ...(await resolveConfig(file)), parser };
}

/** `npm run bench`: our node beside n8n's HTTP Request node, in a real n8n. */
async function main(): Promise<void> {
	const { runs, only } = readOptions();
	const figures: AllFigures = {};
	await globalSetup();
	try {
		for (const [id, measure] of Object.entries(cases)) {
			if (!only.includes(id)) continue;
			say(`${id} …`);
			const date = new Date().toISOString().slice(0, 10);
			const isBusy = (loadavg()[0] ?? 0) > cpus().length;
			figures[id] = { date, runs, isBusy, ...(await measure(runs, say)) };
			say(plainTable({ [id]: figures[id] }));
			await keep(figures);
		}
	} finally {
		globalTeardown();
	}
	say(['', plainTable(figures), '', ...notesOf(figures)].join('\n'));
}

main().catch((error: unknown) => {
	const words = error instanceof UserProblem ? error.message : error;
	process.stderr.write(`${String(words instanceof Error ? words.stack : words)}\n`);
	process.exit(1);
});
