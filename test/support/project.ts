/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectFolder = path.join(__dirname, '..', '..');

export function inProject(...parts: string[]): string {
	return path.join(projectFolder, ...parts);
}

export function exists(...parts: string[]): boolean {
	return existsSync(inProject(...parts));
}

export function readText(...parts: string[]): string {
	return readFileSync(inProject(...parts), 'utf8');
}

/** The files of a folder and those below it, relative to the project, with forward slashes. */
export function filesUnder(folder: string, ending: string): string[] {
	return readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
		.filter((file) => file.endsWith(ending))
		.sort();
}

/**
 * Runs a script in a Node process of its own, outside jest's module system, and reads its JSON.
 * Not with NODE_ENV=test, where n8n's loader and n8n's linter take short cuts.
 */
export function runScript<T>(script: string, args: string[], env: NodeJS.ProcessEnv = {}): T {
	const output = execFileSync(process.execPath, [inProject(script), ...args], {
		cwd: projectFolder,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production', ...env },
		maxBuffer: 64 * 1024 * 1024,
	});
	return JSON.parse(output) as T;
}
