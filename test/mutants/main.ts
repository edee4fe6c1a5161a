/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { say, UserProblem } from '../../sandbox/say';
import { createRandom } from '../cloud/world/random';
import { inProject, readText } from '../support/project';

/*
 * `npm run test:mutants`: Stryker changes the product's sources a little, in lines that a seed draws, and runs the
 * suites that execute them. A change that no test notices is a hole in the tests, or changes nothing.
 *
 * --seed draws other lines, --lines sets how many, --file keeps to the files whose path contains it.
 */
const { values: options } = parseArgs({
	options: {
		seed: { type: 'string', default: '1' },
		lines: { type: 'string', default: '150' },
		file: { type: 'string', default: '' },
	},
});

const folder = inProject('artifacts/mutants');
const written = /\.generated\.ts$|\/registry\.ts$/;

function sources(): string[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
			.map((file) => `${folder}/${file}`)
			.filter((file) => file.endsWith('.ts') && !written.test(file)),
	);
}

/** The lines in which something can be changed, each as Stryker takes it. */
function linesOf(file: string): string[] {
	return readText(file)
		.split('\n')
		.flatMap((line, index) =>
			/^\s*($|\/\/|\/?\*|import |\} from |export (type|interface) )/.test(line)
				? []
				: [`${file}:${index + 1}-${index + 1}`],
		);
}

/** What of Stryker's report is used. */
interface Report {
	files: {
		[file: string]: {
			mutants: Array<{
				location: { start: { line: number } };
				mutatorName: string;
				replacement?: string;
				status: string;
			}>;
		};
	};
}

function configFor(mutate: string[], report: string): object {
	return {
		mutate,
		// Labels and sentences are texts; a test that repeats them would prove nothing.
		mutator: { excludedMutations: ['StringLiteral'] },
		testRunner: 'jest',
		jest: { configFile: 'test/mutants/jest.config.js', enableFindRelatedTests: false },
		coverageAnalysis: 'perTest',
		// What is made once at load time is seen by no test of its own.
		ignoreStatic: true,
		concurrency: 2,
		timeoutMS: 30_000,
		timeoutFactor: 4,
		dryRunTimeoutMinutes: 60,
		disableTypeChecks: false,
		// Elsewhere, as the linter looks at whatever is in here.
		tempDirName: join(tmpdir(), 'bambulab-mutants'),
		reporters: ['progress-append-only', 'json'],
		jsonReporter: { fileName: report },
		allowConsoleColors: false,
		checkers: [],
		plugins: ['@stryker-mutator/jest-runner'],
	};
}

function main(): void {
	const random = createRandom(`mutants ${options.seed}`);
	const rest = sources()
		.filter((file) => file.includes(options.file))
		.sort()
		.flatMap(linesOf);
	const drawn: string[] = [];
	while (drawn.length < Number(options.lines) && rest.length > 0)
		drawn.push(...rest.splice(random.whole(0, rest.length - 1), 1));

	mkdirSync(folder, { recursive: true });
	const settings = `${folder}/stryker.config.json`;
	const report = `${folder}/mutation.json`;
	writeFileSync(settings, JSON.stringify(configFor(drawn, report)));
	const stryker = inProject('node_modules/.bin/stryker');
	const { status } = spawnSync(stryker, ['run', settings], {
		cwd: inProject('.'),
		stdio: 'inherit',
	});
	if (status !== 0) throw new UserProblem('Stryker did not run through; see above.');

	const { files } = JSON.parse(readFileSync(report, 'utf8')) as Report;
	const all = Object.entries(files).flatMap(([file, { mutants }]) =>
		mutants.map((mutant) => ({ file, ...mutant })),
	);
	const ran = all.filter(({ status: end }) => !['Ignored', 'CompileError'].includes(end));
	const alive = ran.filter(({ status: end }) => end === 'Survived' || end === 'NoCoverage');
	for (const { file, location, mutatorName, replacement = '', status: end } of alive) {
		const { line } = location.start;
		const before = readText(file).split('\n')[line - 1] ?? '';
		say(`${file}:${line} ${end}, ${mutatorName}: ${replacement}\n    ${before.trim()}`);
	}
	say(`Seed ${options.seed}: ${ran.length} mutants, ${ran.length - alive.length} died.`);
}

main();
