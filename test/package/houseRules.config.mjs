// Rules of this project that n8n's own lint, whose config must stay as it is, doesn't know.
import { config } from '@n8n/node-cli/eslint';

/** Which folders of nodes/BambuLab a folder may import from, besides itself. */
const mayImport = {
	cloud: [],
	core: ['cloud', 'output'],
	output: ['cloud'],
	live: ['cloud', 'output'],
	actions: ['cloud', 'core', 'output', 'live'],
	methods: ['cloud', 'core', 'output', 'actions'],
	trigger: ['cloud', 'core', 'output', 'actions'],
};

/** And which parts of cloud/ each part of it: imports go one way, and the transport knows no sign-in. */
const cloudMayImport = {
	'json.ts': [],
	errors: ['json.ts'],
	http: ['json.ts', 'errors'],
	session: ['json.ts', 'errors', 'http'],
	'client.ts': ['json.ts', 'errors', 'http'],
	list: ['json.ts', 'errors', 'http', 'client.ts'],
	files: ['json.ts', 'errors', 'http', 'client.ts'],
	api: ['json.ts', 'errors', 'http', 'client.ts', 'list'],
};

const zones = [
	...Object.entries(cloudMayImport).map(([part, others]) => ({
		target: `./nodes/BambuLab/cloud/${part}`,
		from: './nodes/BambuLab/cloud',
		except: [part, ...others].map((other) => `./${other}`),
		message: `cloud/${part} may import from: ${[part, ...others].join(', ')}.`,
	})),
	...Object.entries(mayImport).map(([folder, others]) => ({
		target: `./nodes/BambuLab/${folder}`,
		from: './nodes',
		except: [folder, ...others].map((other) => `./BambuLab/${other}`),
		message: `${folder}/ may import from: ${[folder, ...others].join(', ')}.`,
	})),
	{
		target: './credentials',
		from: './nodes',
		except: ['./BambuLab/cloud/session'],
		message: 'credentials/ may import from cloud/session only.',
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
	message: 'Signed requests go through cloud/http/send.ts.',
};
const unsignedEgress = {
	selector: 'MemberExpression[object.property.name="helpers"][property.name="httpRequest"]',
	message: 'Unsigned requests go through the client: cloud/client.ts.',
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
		files: ['nodes/BambuLab/cloud/http/send.ts'],
		rules: { 'no-restricted-syntax': ['error', unsignedEgress, ...literalParameters] },
	},
	{
		files: ['nodes/BambuLab/cloud/client.ts', 'credentials/*.ts'],
		rules: { 'no-restricted-syntax': ['error', signedEgress, ...literalParameters] },
	},
	{
		files: ['**/*.generated.ts', 'nodes/BambuLab/actions/registry.ts'],
		rules: { 'max-lines': 'off' },
	},
];
