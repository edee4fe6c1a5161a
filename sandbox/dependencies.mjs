// Runs before anything else (npm start, npm test …), so it may import nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];

/** Says what is wrong with this version of Node, or nothing when it will do. */
export function nodeProblem(version) {
	const [major, minor] = version.split('.').map(Number);
	const [oldestMajor, oldestMinor] = OLDEST_NODE;
	if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
	return (
		`Node ${version} is too old: this project needs Node ${OLDEST_NODE.join('.')} or newer. ` +
		'Install it from https://nodejs.org and run the command again.'
	);
}

/**
 * Says which package is missing or has another version than package-lock.json wants, or nothing
 * when all are there. npm writes node_modules/.package-lock.json last, so an interrupted
 * installation has none.
 */
export function dependencyProblem(root) {
	const wanted = readPackages(join(root, 'package-lock.json'));
	const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
	if (!wanted) return 'there is no readable package-lock.json';
	if (!installed) return 'nothing is installed yet';
	for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
		const found = installed[path];
		const mayBeAbsent = path === '' || (!found && (optional || devOptional));
		if (!mayBeAbsent && found?.version !== version) return `${path} ${version} is not installed`;
	}
	return undefined;
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

function installDependencies(root) {
	const npm = process.env.npm_execpath;
	const viaNode = npm?.endsWith('npm-cli.js');
	// Without warnings: some packages would like a newer Node than they need here.
	const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	const result = viaNode
		? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: 'inherit' })
		: spawnSync('npm', flags, {
				cwd: root,
				stdio: 'inherit',
				// npm is a .cmd file on Windows, which Node starts only through a shell.
				shell: process.platform === 'win32',
			});
	return result.status === 0;
}

function main() {
	const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
	const problem = nodeProblem(process.versions.node);
	if (problem) return fail(problem);
	const missing = dependencyProblem(root);
	if (!missing) return;
	process.stdout.write(`Installing the project's packages (${missing}); this takes a minute.\n`);
	if (!installDependencies(root)) {
		fail('npm ci did not work (see above). Check the network and run the command again.');
	}
}

function fail(message) {
	process.stderr.write(`${message}\n`);
	process.exitCode = 1;
}

const isStarted =
	process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isStarted) main();
