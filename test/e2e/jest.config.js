/** Against the packed package in a real n8n: no mocks. Each suite starts an n8n of its own. */
/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	// Workers that have no processor for a while lose their jobs, so that one runs alone.
	testPathIgnorePatterns: ['/queue\\.e2e\\.ts$'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	globalSetup: '<rootDir>/test/e2e/support/globalSetup.ts',
	globalTeardown: '<rootDir>/test/e2e/support/globalTeardown.ts',
	// Most of a suite is waiting, so that two processors serve three.
	maxWorkers: 3,
	testSequencer: '<rootDir>/test/support/slowFirst.js',
	testTimeout: 180_000,
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};
