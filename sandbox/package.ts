/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { npm } from './npm';
import { run } from './processes';
import { UserProblem } from './say';

export interface InstalledPackage {
	name: string;
	version: string;
	author: { name: string; email: string };
}

interface PackageJson extends InstalledPackage {
	dependencies?: Record<string, string>;
	devDependencies?: unknown;
	peerDependencies?: unknown;
	optionalDependencies?: unknown;
}

const DROPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** Builds the package in its checkout. */
export async function buildPackage(root: string, signal?: AbortSignal): Promise<void> {
	const { ok, output } = await npm(['run', 'build'], { cwd: root, signal });
	if (!ok) throw new UserProblem(`"npm run build" did not work:\n${output.trim()}`);
}

/** Packs the built package as publishing it would, and returns the path of the tarball. */
export async function packPackage(
	root: string,
	destination: string,
	signal?: AbortSignal,
): Promise<string> {
	mkdirSync(destination, { recursive: true });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
	const { ok, stdout, output } = await npm(args, { cwd: root, signal });
	if (!ok) throw new UserProblem(`"npm pack" did not work:\n${output.trim()}`);
	const [packed] = JSON.parse(stdout) as Array<{ filename: string }>;
	if (!packed) throw new Error(`npm pack named no tarball: ${stdout}`);
	return join(destination, packed.filename);
}

/**
 * Puts a tarball where n8n's own installer of community packages puts it, with the same changes to
 * its package.json. n8n must not be running. (Its installer then runs `npm install` there, which
 * does nothing for a package without dependencies, and adds rows to the database, for which see
 * `listInstalledPackage`.)
 */
export async function installPackage(
	tarball: string,
	userFolder: string,
): Promise<InstalledPackage> {
	const packageJson = JSON.parse(
		await tar(tarball, ['-xzOf', basename(tarball), 'package/package.json']),
	) as PackageJson;
	const { name, version, author, dependencies = {} } = packageJson;
	for (const field of DROPPED) delete packageJson[field];
	if (Object.keys(dependencies).length > 0) {
		throw new Error(`${name} has dependencies, which this cannot install.`);
	}
	const nodes = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodes, 'node_modules', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await tar(tarball, ['-xzf', basename(tarball), '-C', folder, '--strip-components=1']);
	writeJson(join(folder, 'package.json'), packageJson);
	enterInLedger(join(nodes, 'package.json'), name, version);
	return { name, version, author };
}

/** Windows brings a tar too, but some builds take "C:" for a host: so the tarball is named from within its folder. */
async function tar(tarball: string, args: string[]): Promise<string> {
	const { ok, stdout, output } = await run('tar', args, { cwd: dirname(tarball) });
	if (!ok) throw new UserProblem(`Unpacking ${tarball} did not work:\n${output.trim()}`);
	return stdout;
}

/** n8n keeps this list of what it installed beside the packages. */
function enterInLedger(file: string, name: string, version: string): void {
	let ledger: { dependencies?: Record<string, string> } = {};
	try {
		ledger = JSON.parse(readFileSync(file, 'utf8')) as typeof ledger;
	} catch {
		// There is none yet, or none that n8n could read either.
	}
	const dependencies = { ...ledger.dependencies, [name]: version };
	writeJson(file, { name: 'installed-nodes', private: true, dependencies });
}

function writeJson(file: string, value: unknown): void {
	writeFileSync(file, JSON.stringify(value, null, 2));
}
