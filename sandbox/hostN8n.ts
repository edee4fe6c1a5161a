/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdirSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { headersOf } from './hostNode';
import { environmentFor, npm, type NpmOptions } from './npm';
import { run } from './processes';
import { progressLine } from './progress';
import { type Say, UserProblem } from './say';
import { fingerprint, missingPackage, readStamp, writeStamp } from './stamp';

/** At the top of node_modules; npm nests some more. It says how far an installation is, no more. */
const PACKAGES_EXPECTED = 1520;
const BYTES_NEEDED = 3.5e9;
const USUAL_INSTALL_MS = 7 * 60_000;
const USUAL_BUILD_MS = 2 * 60_000;

/** How to see that a native module loads. */
const TRIALS = {
	sqlite3: "n8n('sqlite3')",
	'isolated-vm': "new (n8n('isolated-vm').Isolate)().createContextSync().evalSync('1 + 1')",
};

export type NativeModule = keyof typeof TRIALS;

const BUILT_HERE = Object.keys(TRIALS);

/** n8n 2.20 and older take it from a host other than npm's, which not every network reaches; later ones take this. */
const OVERRIDES = { xlsx: 'npm:@e965/xlsx@0.20.3' };

interface N8nOptions {
	/** Its version. */
	n8n: string;
	/** Those without which this version does not start. */
	native: NativeModule[];
	cache: string;
	node: string;
	reinstall: boolean;
	say: Say;
	signal?: AbortSignal;
}

/** The start script of an n8n in the cache folder that is whole and whose native modules load. */
export async function ensureN8n(options: N8nOptions): Promise<string> {
	const folder = join(options.cache, `n8n-${options.n8n}`);
	const script = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	const packages = options.reinstall ? 'to be installed again' : packagesProblem(folder);
	if (packages) await install(folder, packages, options);

	const native = await nativeProblem(folder, options);
	if (native) await build(folder, packages ? '' : ` (${native})`, options);
	if (!readStamp(folder)) {
		await assertStarts(script, options);
		const present = fingerprint(folder, BUILT_HERE);
		writeStamp(folder, { version: options.n8n, fingerprint: present });
	}
	return script;
}

/** What is wrong with the files; says nothing about whether they run. */
function packagesProblem(folder: string): string | undefined {
	if (!existsSync(folder)) return 'not there yet';
	const missing = missingPackage(folder);
	if (missing) return missing;
	const stamp = readStamp(folder);
	const changed = stamp && stamp.fingerprint !== fingerprint(folder, BUILT_HERE);
	return changed ? 'files of it have gone since it was installed' : undefined;
}

async function nativeProblem(
	folder: string,
	{ native, node, signal }: N8nOptions,
): Promise<string | undefined> {
	const from = join(folder, 'node_modules', 'n8n', 'package.json');
	const trials = native.map((name) => TRIALS[name]);
	const code = ["const n8n = require('node:module').createRequire(process.argv[1])", ...trials];
	const { ok, output } = await run(node, ['-e', code.join(';\n'), from], { signal });
	if (ok) return undefined;
	return /^Error: ([^.\n]*)/m.exec(output)?.[1] ?? 'they do not load';
}

async function install(folder: string, why: string, options: N8nOptions): Promise<void> {
	const { cache, say, n8n } = options;
	say(`Installing n8n ${n8n} (${why}).`);
	say(`This happens once: about 7 minutes and 2.7 GB, into ${folder}`);
	if (existsSync(folder)) {
		say('Removing what is there …');
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
	const { bavail, bsize } = statfsSync(cache);
	if (bavail * bsize < BYTES_NEEDED) {
		throw new UserProblem(
			`There is too little room for n8n in ${cache}: ${(BYTES_NEEDED / 1e9).toFixed(1)} GB are needed. ` +
				'Make room, or name another folder in the variable N8N_BAMBULAB_CACHE, and start again.',
		);
	}
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, overrides: OVERRIDES }),
	);
	await npmWithProgress(
		// Without scripts: some optional parts of n8n cannot be built everywhere, and one failure
		// would make npm undo everything.
		['install', '--omit=dev', '--no-audit', '--no-fund', '--ignore-scripts', `n8n@${n8n}`],
		{ usualMs: USUAL_INSTALL_MS, shareOf: () => countPackages(folder) / PACKAGES_EXPECTED },
		folder,
		options,
		'Check the network and start again.',
	);
}

async function build(folder: string, why: string, options: N8nOptions): Promise<void> {
	options.say(`Building n8n's native modules${why}; up to 2 minutes.`);
	await npmWithProgress(
		['rebuild', '--ignore-scripts=false', ...options.native],
		// A compiler does not say how far it is.
		{ usualMs: USUAL_BUILD_MS, shareOf: (elapsedMs) => Math.min(0.95, elapsedMs / USUAL_BUILD_MS) },
		folder,
		options,
		'Without a ready-made build for this machine it takes Python 3 and a C++ compiler ' +
			'(Debian: python3 g++ make; macOS: xcode-select --install). Install them and start again.',
	);
	const problem = await nativeProblem(folder, options);
	if (problem) {
		throw new UserProblem(
			`n8n's native modules do not load even after a new build: ${problem}\n` +
				'"npm start -- --reinstall" installs n8n anew.',
		);
	}
}

async function assertStarts(script: string, { n8n, node, signal }: N8nOptions): Promise<void> {
	const env = environmentFor(node, process.env);
	const { ok, stdout, output } = await run(node, [script, '--version'], { env, signal });
	if (ok && stdout.includes(n8n)) return;
	throw new UserProblem(
		`The installed n8n does not start. "npm start -- --reinstall" installs it anew.\n${output.trim()}`,
	);
}

async function npmWithProgress(
	args: string[],
	{ usualMs, shareOf }: { usualMs: number; shareOf: (elapsedMs: number) => number },
	folder: string,
	{ node, say, signal }: N8nOptions,
	advice: string,
): Promise<void> {
	const start = Date.now();
	const timer = setInterval(() => {
		const elapsedMs = Date.now() - start;
		say(progressLine(shareOf(elapsedMs), elapsedMs, usualMs));
	}, 15_000);
	const headers = headersOf(node);
	const env = { ...process.env, ...(headers && { npm_config_nodedir: headers }) };
	const options: NpmOptions = { cwd: folder, node, env, signal };
	try {
		const { ok, output } = await npm(args, options);
		if (!ok) {
			const end = output.trim().split('\n').slice(-25).join('\n');
			throw new UserProblem(`"npm ${args[0]}" for n8n did not work. ${advice}\n${end}`);
		}
	} finally {
		clearInterval(timer);
	}
}

function countPackages(folder: string): number {
	const modules = join(folder, 'node_modules');
	const scoped = (name: string) => list(join(modules, name)).map((inner) => join(name, inner));
	const names = list(modules).flatMap((name) => (name.startsWith('@') ? scoped(name) : [name]));
	// npm makes all the folders before it fills them.
	return names.filter((name) => existsSync(join(modules, name, 'package.json'))).length;
}

function list(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
