/** In queue mode: one n8n that polls, and workers that execute. */
/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	testMatch: ['**/queue.e2e.ts'],
	testPathIgnorePatterns: [],
	maxWorkers: 1,
};
