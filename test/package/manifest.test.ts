import manifest from '../../package.json';
import { exists, filesUnder } from '../support/project';

function builtFrom(source: string): string {
	return `dist/${source.replace(/\.ts$/, '.js')}`;
}

test('n8n is told of every node and every credential', () => {
	expect(manifest.n8n).toEqual({
		n8nNodesApiVersion: 1,
		strict: true,
		credentials: filesUnder('credentials', '.credentials.ts').map(builtFrom),
		nodes: filesUnder('nodes', '.node.ts').map(builtFrom),
	});
});

test('the package is one that n8n accepts', () => {
	expect(manifest).toMatchObject({
		name: expect.stringMatching(/^n8n-nodes-/),
		license: 'MIT',
		main: 'index.js',
		files: ['dist'],
		keywords: expect.arrayContaining(['n8n-community-node-package']),
		peerDependencies: { 'n8n-workflow': '*' },
	});
	expect(Object.keys(manifest.peerDependencies)).toEqual(['n8n-workflow']);
	expect(exists('index.js')).toBe(true);
});

test.each([
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'overrides',
	'resolutions',
])('it has no %s', (key) => {
	expect(manifest).not.toHaveProperty(key);
});

test.each([
	'preinstall',
	'install',
	'postinstall',
	'prepare',
	'preprepare',
	'postprepare',
	'prepublish',
])('no script runs at installation: %s', (script) => {
	expect(manifest.scripts).not.toHaveProperty(script);
});
