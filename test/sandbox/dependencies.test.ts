/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- a development tool that never ships */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const script = resolve(__dirname, '../../sandbox/dependencies.mjs');

const wanted = {
	'': { version: '0.1.0' },
	'node_modules/tsx': { version: '4.0.0' },
	'node_modules/only-on-windows': { version: '1.0.0', optional: true },
};

describe('the check of the installed packages', () => {
	let root: string;
	let calls: string;

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'dependencies-'));
		calls = join(root, 'npm-calls');
		write('package-lock.json', JSON.stringify({ packages: wanted }));
		mkdirSync(join(root, 'sandbox'));
		copyFileSync(script, join(root, 'sandbox', 'dependencies.mjs'));
		write(
			'npm-cli.js',
			`require('node:fs').writeFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' '));
			process.exit(Number(process.env.NPM_ENDS_WITH));`,
		);
	});

	afterEach(() => rmSync(root, { recursive: true }));

	function check(npmEndsWith = 0) {
		const env = {
			...process.env,
			npm_execpath: join(root, 'npm-cli.js'),
			NPM_ENDS_WITH: String(npmEndsWith),
		};
		const args = [join(root, 'sandbox', 'dependencies.mjs')];
		const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
		return { status, output: stdout + stderr, npmRan: existsSync(calls) };
	}

	it('does nothing when all are there', () => {
		write('node_modules/.package-lock.json', lockOf({ 'node_modules/tsx': { version: '4.0.0' } }));
		expect(check()).toEqual({ status: 0, output: '', npmRan: false });
	});

	it.each([
		['nothing is installed', undefined, 'nothing is installed yet'],
		['one is missing', {}, 'node_modules/tsx 4.0.0 is not installed'],
		[
			'one is of another version',
			{ 'node_modules/tsx': { version: '3.0.0' } },
			'node_modules/tsx 4.0.0 is not installed',
		],
	])('installs when %s', (_, installed, reason) => {
		if (installed) write('node_modules/.package-lock.json', lockOf(installed));
		const { status, output, npmRan } = check();
		expect({ status, npmRan }).toEqual({ status: 0, npmRan: true });
		expect(output).toContain(reason);
	});

	it('says so when npm fails', () => {
		const { status, output } = check(1);
		expect(status).toBe(1);
		expect(output).toContain('npm ci did not work (see above).');
	});

	it.each([
		['18.20.4', false],
		['20.18.1', false],
		['20.19.0', true],
		['22.1.0', true],
		['24.21.0', true],
	])('Node %s will do: %s', (version, good) => {
		const code = `import { nodeProblem } from ${JSON.stringify(pathToFileURL(script).href)};
			process.stdout.write(nodeProblem('${version}') ?? '');`;
		const args = ['--input-type=module', '-e', code];
		const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
		expect(stdout === '').toBe(good);
		if (!good) expect(stdout).toContain(`Node ${version} is too old`);
	});

	function write(path: string, text: string): void {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
});

function lockOf(packages: Record<string, { version: string }>): string {
	return JSON.stringify({ packages });
}
