import { parse } from 'yaml';

import lock from '../../package-lock.json';
import manifest from '../../package.json';
import { exists, filesUnder, readText } from '../support/project';

interface Locked {
	version?: string;
	integrity?: string;
	resolved?: string;
	dev?: boolean;
	devOptional?: boolean;
	optional?: boolean;
	peer?: boolean;
	link?: boolean;
}

interface Step {
	uses?: string;
	run?: string;
	with?: { [name: string]: unknown };
}

interface Workflow {
	on: { [event: string]: unknown };
	permissions?: { [scope: string]: string };
	jobs: { [name: string]: { permissions?: { [scope: string]: string }; steps: Step[] } };
}

const packages = lock.packages as { [path: string]: Locked };
const installed = Object.entries(packages).filter(([path]) => path !== '');

function workflow(name: string): Workflow {
	return parse(readText('.github', 'workflows', name)) as Workflow;
}

describe('what is shipped', () => {
	test('brings nothing along: so there is nothing to list, and nothing that could be tampered with', () => {
		const shipped = installed.filter(
			([, { dev, devOptional, peer }]) => !dev && !devOptional && !peer,
		);
		expect(shipped).toEqual([]);
		expect(exists('npm-shrinkwrap.json')).toBe(false);
		expect(manifest).not.toHaveProperty('bundledDependencies');
	});

	test('requires nothing that does not ship but n8n-workflow and Node', () => {
		const built = filesUnder('nodes', '.ts').concat(filesUnder('credentials', '.ts'));
		const foreign = built.flatMap((file) =>
			[...readText(file).matchAll(/from '([^.'][^']*)'/g)].map(([, name = '']) => name),
		);
		expect([...new Set(foreign)].sort()).toEqual(['n8n-workflow', 'node:crypto']);
	});

	test('can be published by the workflow alone', () => {
		expect(manifest.scripts).toMatchObject({
			release: 'n8n-node release',
			prepublishOnly: 'n8n-node prerelease',
		});
	});
});

describe('what development installs', () => {
	test('is what package.json asks for, exactly', () => {
		const [root] = Object.entries(packages).filter(([path]) => path === '');
		const { name, version, devDependencies, peerDependencies } = manifest;
		expect(root?.[1]).toMatchObject({ name, version, devDependencies, peerDependencies });
		for (const [dependency, wanted] of Object.entries(devDependencies)) {
			expect([dependency, wanted]).toEqual([dependency, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
			expect(packages[`node_modules/${dependency}`]?.version).toBe(wanted);
		}
	});

	test('is locked by its hash, and comes from a registry only', () => {
		// npm leaves the hash out for binaries of other platforms.
		const required = installed.filter(([, { optional, link }]) => !optional && !link);
		const unlocked = required.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
		expect(unlocked.map(([path]) => path)).toEqual([]);
		const elsewhere = installed.filter(
			([, { resolved = 'https:' }]) => !resolved.startsWith('https:'),
		);
		expect(elsewhere.map(([path]) => path)).toEqual([]);
	});

	test('runs no script of a package', () => {
		expect(readText('.npmrc').split('\n')).toContain('ignore-scripts=true');
	});
});

describe('the workflows of GitHub', () => {
	const audit = 'npm audit --omit=dev';
	const names = filesUnder('.github/workflows', '.yml').map((file) => file.split('/').at(-1) ?? '');

	test('are those that are tested here', () => {
		expect(names).toEqual(['ci.yml', 'nightly.yml', 'publish.yml']);
	});

	test.each(names)('%s takes its actions from GitHub, each at a commit', (name) => {
		const text = readText('.github', 'workflows', name);
		const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
		expect(actions).not.toHaveLength(0);
		for (const action of actions) {
			expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	test.each(names)('%s holds no secret, and may write nothing', (name) => {
		const { permissions, jobs } = workflow(name);
		expect(readText('.github', 'workflows', name)).not.toMatch(/secrets\.|pull_request_target/);
		const granted = [permissions, ...Object.values(jobs).map((job) => job.permissions)];
		expect(granted[0]).toBeDefined();
		const mayWrite = granted.flatMap((scopes) =>
			Object.entries(scopes ?? {}).filter(([, access]) => access === 'write'),
		);
		// To prove who it is, not to write: the statement of provenance is made with it.
		expect(mayWrite).toEqual(name === 'publish.yml' ? [['id-token', 'write']] : []);
	});

	test.each(['ci.yml', 'publish.yml'])(
		'%s asks npm for known faults of what ships, before it tests',
		(name) => {
			const testing = Object.values(workflow(name).jobs)
				.map(({ steps }) => steps.map(({ run }) => run))
				.filter((commands) => commands.includes('npm test'));
			expect(testing).toHaveLength(1);
			expect(testing[0]?.slice(-3)).toContain(audit);
		},
	);

	test('one publishes, when a version is tagged, after all tests, with provenance', () => {
		const { on, jobs } = workflow('publish.yml');
		expect(on).toEqual({ push: { tags: [expect.stringContaining('[0-9]')] } });
		const steps = Object.values(jobs).flatMap((job) => job.steps);
		const commands = steps.flatMap(({ run }) => run ?? []);
		expect(commands.slice(-3)).toEqual([audit, 'npm test', 'npm run release']);
		expect(commands[0]).toContain('GITHUB_REF_NAME');
		// What `npm run release` does there.
		const release = readText('node_modules', '@n8n/node-cli/dist/commands/release.js');
		expect(release).toMatch(/GITHUB_ACTIONS[\s\S]+'publish'[\s\S]+NPM_CONFIG_PROVENANCE: 'true'/);
	});
});
