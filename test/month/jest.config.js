const base = require('../e2e/jest.config');

/** A month of a maker and of a farm in the real n8n: `npm run month`. */
module.exports = {
	...base,
	roots: ['<rootDir>/test/month'],
	testMatch: ['**/*.month.ts'],
	testTimeout: 4 * 3_600_000,
};
