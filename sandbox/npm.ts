/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type RunOptions, type RunResult, run } from './processes';
import { UserProblem } from './say';

/** To be loaded into a Node process that must not outlive this one. */
export const QUIT_WITH_PARENT = join(__dirname, 'quitWithParent.cjs');

export interface NpmOptions extends RunOptions {
	/** The Node that npm, and all that npm starts, runs on. */
	node?: string;
}

/** Runs npm as plain JavaScript, which spares the shell that npm.cmd would need on Windows. */
export async function npm(args: string[], options: NpmOptions = {}): Promise<RunResult> {
	const node = options.node ?? process.execPath;
	return await run(node, ['--require', QUIT_WITH_PARENT, npmScript(), ...args], {
		...options,
		env: environmentFor(node, options.env ?? process.env),
	});
}

/** An environment in which `node` means the given one. */
export function environmentFor(node: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	// Windows spells it "Path"; a second spelling would leave it to chance which one counts.
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	const separator = process.platform === 'win32' ? ';' : ':';
	return { ...env, [name]: `${dirname(node)}${separator}${env[name] ?? ''}` };
}

function npmScript(): string {
	const besideNode = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath ?? '',
		join(besideNode, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(besideNode, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(besideNode, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
	];
	const found = candidates.find((file) => file.endsWith('npm-cli.js') && existsSync(file));
	if (!found) throw new UserProblem('npm was not found. Start this with "npm start".');
	return found;
}
