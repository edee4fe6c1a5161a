const base = require('../../jest.config');

/** The long run of the fuzz test: `npm run test:fuzz`. */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/fuzz/*.long.ts'],
};
