/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written last: an installation without it has to be looked at closely. */
export interface Stamp {
	version: string;
	fingerprint: string;
}

const FILE = '.complete';

export function readStamp(folder: string): Stamp | undefined {
	try {
		const stamp: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
		return isStamp(stamp) ? stamp : undefined;
	} catch {
		return undefined;
	}
}

export function writeStamp(folder: string, stamp: Stamp): void {
	const draft = join(folder, `${FILE}.draft`);
	writeFileSync(draft, JSON.stringify(stamp));
	renameSync(draft, join(folder, FILE));
}

/** The first package that npm says it installed and that is not there, in words. */
export function missingPackage(folder: string): string | undefined {
	const packages = installedPackages(folder);
	if (!packages) return 'an installation was cut short';
	const missing = packages.find((path) => !existsSync(join(folder, path, 'package.json')));
	return missing && `${missing} is missing`;
}

/**
 * A hash over the names that lie at the top of each installed package. It takes a tenth of a
 * second, where looking at all files would take many, and shows what has been deleted since.
 * Packages that are built here are left to a trial of loading them, as they can be built anew.
 */
export function fingerprint(folder: string, builtHere: readonly string[] = []): string {
	const hash = createHash('sha256');
	const built = new Set(builtHere.map((name) => `node_modules/${name}`));
	for (const path of installedPackages(folder) ?? []) {
		if (built.has(path)) continue;
		const names = existsSync(join(folder, path)) ? readdirSync(join(folder, path)).sort() : [];
		hash.update(`${path}: ${names.join(' ')}\n`);
	}
	return hash.digest('hex');
}

/** npm writes this list when all the packages are in place. */
function installedPackages(folder: string): string[] | undefined {
	try {
		const file = join(folder, 'node_modules', '.package-lock.json');
		const lock: unknown = JSON.parse(readFileSync(file, 'utf8'));
		const hasPackages = typeof lock === 'object' && lock !== null && 'packages' in lock;
		return hasPackages ? Object.keys(lock.packages as object) : undefined;
	} catch {
		return undefined;
	}
}

function isStamp(value: unknown): value is Stamp {
	return (
		typeof value === 'object' &&
		value !== null &&
		'version' in value &&
		typeof value.version === 'string' &&
		'fingerprint' in value &&
		typeof value.fingerprint === 'string'
	);
}
