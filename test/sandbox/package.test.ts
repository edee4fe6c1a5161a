/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage, packPackage } from '../../sandbox/package';

const name = 'n8n-nodes-sample';

describe('a package that is packed and installed', () => {
	let folder: string;
	let source: string;
	let user: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'package with spaces '));
		source = join(folder, 'source');
		user = join(folder, 'user');
		mkdirSync(join(source, 'dist'), { recursive: true });
		writeFileSync(join(source, 'dist', 'one.js'), '');
		describePackage({ version: '1.0.0' });
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	function describePackage(more: Record<string, unknown>): void {
		const author = { name: 'Someone', email: 'someone@example.com' };
		const lists = { devDependencies: { a: '1' }, peerDependencies: { 'n8n-workflow': '*' } };
		const described = { name, author, files: ['dist'], ...lists, ...more };
		writeFileSync(join(source, 'package.json'), JSON.stringify(described));
	}

	async function install() {
		return await installPackage(await packPackage(source, join(folder, 'packed')), user);
	}

	function installed(...path: string[]): string {
		return join(user, '.n8n', 'nodes', ...path);
	}

	function json(file: string): unknown {
		return JSON.parse(readFileSync(file, 'utf8'));
	}

	it('lies where n8n looks, as its own installer leaves it', async () => {
		expect(await install()).toMatchObject({ name, version: '1.0.0' });
		const packageJson = json(installed('node_modules', name, 'package.json'));
		expect(packageJson).toHaveProperty('version', '1.0.0');
		expect(packageJson).not.toHaveProperty('devDependencies');
		expect(packageJson).not.toHaveProperty('peerDependencies');
		expect(existsSync(installed('node_modules', name, 'dist', 'one.js'))).toBe(true);
		expect(json(installed('package.json'))).toEqual({
			name: 'installed-nodes',
			private: true,
			dependencies: { [name]: '1.0.0' },
		});
	});

	it('replaces its earlier version and leaves other packages alone', async () => {
		await install();
		writeFileSync(
			installed('package.json'),
			JSON.stringify({ dependencies: { [name]: '1.0.0', other: '3.0.0' } }),
		);
		rmSync(join(source, 'dist', 'one.js'));
		writeFileSync(join(source, 'dist', 'two.js'), '');
		describePackage({ version: '2.0.0' });
		await install();
		expect(existsSync(installed('node_modules', name, 'dist', 'one.js'))).toBe(false);
		expect(existsSync(installed('node_modules', name, 'dist', 'two.js'))).toBe(true);
		const dependencies = { [name]: '2.0.0', other: '3.0.0' };
		expect(json(installed('package.json'))).toMatchObject({ dependencies });
	});

	it('is refused when it has dependencies', async () => {
		describePackage({ version: '1.0.0', dependencies: { left: '1' } });
		await expect(install()).rejects.toThrow('has dependencies');
	});
});
