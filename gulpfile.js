const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');
const manifest = require('./package.json');

const actionsFolder = path.join(__dirname, 'nodes', 'BambuLab', 'actions');
const registryFile = path.join(actionsFolder, 'registry.ts');

/** The resources in the folder tree, each with the names of its operation files. */
function resourcesIn(folder) {
	return readdirSync(folder, { withFileTypes: true })
		.filter(
			(entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'resource.ts')),
		)
		.map(({ name }) => ({
			name,
			operations: readdirSync(path.join(folder, name))
				.filter((file) => file.endsWith('.operation.ts'))
				.map((file) => file.replace('.operation.ts', ''))
				.sort(),
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function alias(resource, operation) {
	return resource + operation.charAt(0).toUpperCase() + operation.slice(1);
}

/** The registry's text: adding an operation means adding its file, nothing else. */
function registryText(folder = actionsFolder) {
	const resources = resourcesIn(folder);
	const imports = resources.flatMap(({ name, operations }) => [
		...operations.map(
			(operation) => `import ${alias(name, operation)} from './${name}/${operation}.operation';`,
		),
		`import ${name}Resource from './${name}/resource';`,
	]);
	const entries = resources.map(({ name, operations }) =>
		[
			'\t{',
			`\t\t...${name}Resource,`,
			'\t\toperations: [',
			...operations.map((operation) => `\t\t\t${alias(name, operation)},`),
			'\t\t],',
			'\t},',
		].join('\n'),
	);
	return [
		'// Written by `npm run registry` from the folders beside it. Do not edit.',
		...imports,
		`import type { RegisteredResource } from '../core/operation';`,
		'',
		'export const resources: RegisteredResource[] = [',
		...entries,
		'];',
		'',
	].join('\n');
}

/** Left alone where nothing has changed: whoever runs the sources may be reading it. */
async function registry() {
	const text = registryText();
	if (!existsSync(registryFile) || readFileSync(registryFile, 'utf8') !== text) {
		await writeFile(registryFile, text);
	}
}

async function clean() {
	await rm(path.join(__dirname, 'dist'), { recursive: true, force: true });
}

/** The files that n8n is told of, and what each is built from. */
function entries() {
	return [...manifest.n8n.credentials, ...manifest.n8n.nodes].map((output) => ({
		output,
		source: `./${path.posix.relative('dist', output).replace(/\.js$/, '')}`,
	}));
}

/** The samples of operations are for tests and docs; nobody needs to download them. */
const withoutSamples = {
	name: 'without samples',
	setup({ onLoad }) {
		onLoad({ filter: /\.operation\.ts$/ }, async ({ path: file }) => {
			const source = await readFile(file, 'utf8');
			return {
				loader: 'ts',
				contents: source.replace(/^\tsample: \{(.*\},|\n[^]*?^\t\},)\n/m, ''),
			};
		});
	},
};

/**
 * One file with all the code, as n8n takes three times as long to load many small ones; those that n8n
 * is told of pass on what is theirs. It is one file for all of them, since they share what the process
 * knows: the pace and the sign-ins of an account.
 */
async function bundle() {
	const bundleFile = 'dist/bundle.js';
	await esbuild.build({
		stdin: {
			contents: entries()
				.map(({ source }) => `export * from '${source}';`)
				.join('\n'),
			resolveDir: __dirname,
		},
		outfile: path.join(__dirname, bundleFile),
		bundle: true,
		platform: 'node',
		target: 'es2022',
		external: Object.keys(manifest.peerDependencies),
		legalComments: 'none',
		// Names stay, so that an error's stack says where it came from.
		minifySyntax: true,
		minifyWhitespace: true,
		charset: 'utf8',
		plugins: [withoutSamples],
		logLevel: 'warning',
	});
	for (const { output } of entries()) {
		const file = path.join(__dirname, output);
		const from = path.posix.relative(path.posix.dirname(output), bundleFile);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `module.exports = require('${from}');\n`);
	}
}

/**
 * What the bundle leaves behind: icons, the texts by which n8n's node creator finds the nodes, and the
 * previews of their outputs.
 */
function assets() {
	const previews = 'nodes/**/__schema__/**/*.json';
	return gulp
		.src(['nodes/**/*.svg', 'nodes/**/*.node.json', previews, 'credentials/**/*.svg'], {
			base: '.',
			encoding: false,
		})
		.pipe(gulp.dest('dist'));
}

// For the test that holds the committed registry against the folders.
registry.text = registryText;

exports.clean = clean;
exports.registry = registry;
exports.bundle = bundle;
exports.assets = assets;
