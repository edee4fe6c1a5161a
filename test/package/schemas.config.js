process.env.WRITE_SCHEMAS = 'true';

/** Writes what n8n shows of an output before a node has run: `npm run schemas`. */
module.exports = {
	...require('../../jest.config'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/package/schemas.test.ts'],
};
