/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ICredentialType, INodeTypeDescription, KnownNodesAndCredentials } from 'n8n-workflow';

import manifest from '../../package.json';
import { projectFolder, runScript } from '../support/project';

interface Packed {
	filename: string;
	size: number;
	files: Array<{ path: string; size: number }>;
}

interface Loaded {
	nodes: INodeTypeDescription[];
	credentials: ICredentialType[];
	known: KnownNodesAndCredentials;
}

interface Scan {
	passed: boolean;
	message?: string;
	details?: string;
}

const folder = mkdtempSync(path.join(tmpdir(), 'bambulab-tarball-'));
const unpacked = path.join(folder, 'package');
let packed: Packed;

beforeAll(() => {
	const windows = process.platform === 'win32';
	const args = [
		'pack',
		'--json',
		'--ignore-scripts',
		'--loglevel=error',
		'--pack-destination',
		folder,
	];
	const output = execFileSync('npm', args, {
		cwd: projectFolder,
		encoding: 'utf8',
		shell: windows,
	});
	[packed] = JSON.parse(output) as [Packed];
	execFileSync('tar', ['-xzf', packed.filename], { cwd: folder });
});

afterAll(() => {
	rmSync(folder, { recursive: true });
});

test('holds only what users need', () => {
	const needed =
		/^(index\.js|package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/bundle\.js|dist\/(nodes|credentials)\/.+\.(js|svg|node\.json)|dist\/nodes\/BambuLab\/__schema__\/.+\.json)$/;
	const paths = packed.files.map((file) => file.path);
	expect(paths.filter((file) => !needed.test(file))).toEqual([]);
	expect(paths).toEqual(
		expect.arrayContaining([
			'index.js',
			'package.json',
			'README.md',
			'LICENSE',
			...manifest.n8n.nodes,
		]),
	);
});

test('leaves behind what only tests and docs need of an operation', () => {
	const bundle = readFileSync(path.join(unpacked, 'dist', 'bundle.js'), 'utf8');
	expect(bundle).toContain('Retrieve a printer');
	expect(bundle).not.toMatch(/\bsample:\{/);
});

test('is under 120 kB', () => {
	expect(packed.size).toBeLessThan(120_000);
});

describe("n8n's own loader", () => {
	let loaded: Loaded;

	beforeAll(() => {
		// As in n8n, our `require('n8n-workflow')` finds n8n's own copy by NODE_PATH.
		loaded = runScript<Loaded>('test/package/loadPackage.mjs', [unpacked], {
			NODE_PATH: path.join(projectFolder, 'node_modules'),
		});
	});

	test('loads both nodes and the credential', () => {
		expect(Object.keys(loaded.known.nodes)).toEqual(['bambuLab', 'bambuLabTrigger']);
		expect(Object.keys(loaded.known.credentials)).toEqual(['bambuLabCloudApi']);
		const [credential] = loaded.credentials;
		expect(credential?.supportedNodes).toEqual(['bambuLab', 'bambuLabTrigger']);
	});

	test('finds the icons of both themes', () => {
		const urls = [...loaded.nodes, ...loaded.credentials].flatMap(({ iconUrl }) =>
			typeof iconUrl === 'object' ? [iconUrl.light, iconUrl.dark] : [`no themed icon: ${iconUrl}`],
		);
		const files = urls.map((url) => url.replace(`icons/${manifest.name}/`, ''));
		expect(files).toHaveLength(6);
		expect(files.filter((file) => !existsSync(path.join(unpacked, file)))).toEqual([]);
	});

	test('finds the words by which the node creator finds the nodes', () => {
		for (const { codex } of loaded.nodes) {
			expect(codex).toMatchObject({
				categories: expect.arrayContaining([expect.any(String)]),
				alias: expect.arrayContaining([expect.stringMatching(/3d print/i)]),
			});
		}
	});

	test('makes a tool for AI agents of the action and a schedule of the trigger', () => {
		const [action, trigger] = loaded.nodes;
		expect(action?.usableAsTool).toBeTruthy();
		expect(trigger?.properties.map(({ name }) => name)).toContain('pollTimes');
	});
});

test("passes n8n's scanner for community packages, in source and as published", () => {
	const scan = runScript<{ source: Scan; published: Scan }>('test/package/scanPackage.mjs', [
		projectFolder,
		unpacked,
	]);
	expect(scan).toEqual({ source: { passed: true }, published: { passed: true } });
});
