// Rules of this project that n8n's own lint, whose config must stay as it is, doesn't know.
import { config } from '@n8n/node-cli/eslint';

/** Which folders of nodes/BambuLab a folder may import from, besides itself. */
const mayImport = {
	cloud: [],
	core: ['cloud', 'output'],
	output: ['cloud'],
	actions: ['cloud', 'core', 'output'],
	methods: ['cloud', 'core', 'output', 'actions'],
	trigger: ['cloud', 'core', 'output', 'actions'],
};

const zones = [
	...Object.entries(mayImport).map(([folder, others]) => ({
		target: `./nodes/BambuLab/${folder}`,
		from: './nodes',
		except: [folder, ...others].map((other) => `./BambuLab/${other}`),
		message: `${folder}/ may import from: ${[folder, ...others].join(', ')}.`,
	})),
	{
		target: './credentials',
		from: './nodes',
		except: ['./BambuLab/cloud'],
		message: 'credentials/ may import from cloud/ only.',
	},
	{
		target: './nodes/BambuLab/*/**',
		from: './nodes/BambuLab/actions/registry.ts',
		message: 'Only the node knows the registry.',
	},
];

// n8n's lint recognises a parameter, and checks its texts, only where these keys stand together.
const parameter = [
	'ObjectExpression',
	':has(> Property[key.name="displayName"])',
	':has(> Property[key.name="type"])',
	':not(Property[key.name="modes"] > ArrayExpression > ObjectExpression)',
].join('');

const literalParameters = ['name', 'default'].map((key) => ({
	selector: `${parameter}:not(:has(> Property[key.name="${key}"]))`,
	message: `A parameter is one literal with displayName, name, type and default; "${key}" is missing.`,
}));

const signedEgress = {
	selector: 'Identifier[name="httpRequestWithAuthentication"]',
	message: 'Signed requests go through cloud/client.ts.',
};
const unsignedEgress = {
	selector: 'MemberExpression[object.property.name="helpers"][property.name="httpRequest"]',
	message: 'Files come through cloud/files/download.ts, a sign-in goes through the credential.',
};
const egress = [signedEgress, unsignedEgress];

export default [
	...config.map(({ rules: _rules, ...rest }) => rest),
	{ linterOptions: { reportUnusedDisableDirectives: 'off' } },
	{
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'import-x/no-cycle': 'error',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		linterOptions: { noInlineConfig: true },
		rules: {
			'max-lines': ['error', { max: 250 }],
			'import-x/no-restricted-paths': ['error', { zones }],
			'no-restricted-syntax': ['error', ...egress, ...literalParameters],
		},
	},
	{
		files: ['nodes/BambuLab/cloud/client.ts'],
		rules: { 'no-restricted-syntax': ['error', ...literalParameters] },
	},
	{
		files: ['nodes/BambuLab/cloud/files/download.ts', 'credentials/*.ts'],
		rules: { 'no-restricted-syntax': ['error', signedEgress, ...literalParameters] },
	},
	{
		files: ['**/*.generated.ts', 'nodes/BambuLab/actions/registry.ts'],
		rules: { 'max-lines': 'off' },
	},
];
