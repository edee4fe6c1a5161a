const base = require('../../jest.config');

/** What every operation gives out, to be read: `npm run rows`. */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/rows/*.print.ts'],
	reporters: [],
};
