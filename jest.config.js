/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Jest leaves one core idle, which halves the speed where there are two.
	maxWorkers: '100%',
	testSequencer: '<rootDir>/test/support/slowFirst.js',
	// Each file leaves some memory behind, and to collect the garbage of gigabytes takes both cores.
	workerIdleMemoryLimit: '800MB',
	// Against hanging only: the first test of a file pays for what it loads, on a busy machine for long.
	testTimeout: 60_000,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	setupFilesAfterEnv: ['<rootDir>/test/support/http.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};
