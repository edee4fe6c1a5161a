/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { fingerprint, missingPackage, readStamp, writeStamp } from '../../sandbox/stamp';

const packages = ['node_modules/n8n', 'node_modules/@n8n/db', 'node_modules/sqlite3'];

describe('an installation of n8n', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'stamp-'));
		for (const path of packages) {
			write(join(folder, path, 'package.json'), '{}');
			write(join(folder, path, 'dist', 'index.js'), '');
		}
		const lock = { packages: Object.fromEntries(packages.map((path) => [path, {}])) };
		write(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify(lock));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	it("is whole when all packages of npm's list are there", () => {
		expect(missingPackage(folder)).toBeUndefined();
	});

	it('was cut short when npm has not written its list', () => {
		rmSync(join(folder, 'node_modules', '.package-lock.json'));
		expect(missingPackage(folder)).toBe('an installation was cut short');
	});

	it('misses a package that has been deleted', () => {
		rmSync(join(folder, 'node_modules', '@n8n'), { recursive: true });
		expect(missingPackage(folder)).toBe('node_modules/@n8n/db is missing');
	});

	it('has another fingerprint when a part of a package has gone', () => {
		const before = fingerprint(folder);
		expect(fingerprint(folder)).toBe(before);
		rmSync(join(folder, 'node_modules', 'n8n', 'dist'), { recursive: true });
		expect(fingerprint(folder)).not.toBe(before);
	});

	it('keeps its stamp, and takes a damaged one for none', () => {
		expect(readStamp(folder)).toBeUndefined();
		const stamp = { version: '2.41.1', fingerprint: fingerprint(folder) };
		writeStamp(folder, stamp);
		expect(readStamp(folder)).toEqual(stamp);
		writeFileSync(join(folder, '.complete'), '{"version":');
		expect(readStamp(folder)).toBeUndefined();
	});
});

function write(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}
