const base = require('../e2e/jest.config');

/** Several main processes, and many workers, on one database: `npm run test:scale`. */
module.exports = {
	...base,
	roots: ['<rootDir>/test/scale'],
	testMatch: ['**/*.scale.ts'],
	testTimeout: 900_000,
};
