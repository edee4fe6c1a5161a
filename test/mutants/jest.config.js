const base = require('../../jest.config');

/**
 * The suites that run the product. Left out is what reads its source as text, as Stryker changes that, and
 * what tests the tools, the simulated cloud and the papers.
 */
module.exports = {
	...base,
	rootDir: '../..',
	testPathIgnorePatterns: [
		'<rootDir>/test/(e2e|package|probe|sandbox|cloud|contract|hosts|bench)/',
		'<rootDir>/test/fuzz/large',
	],
};
