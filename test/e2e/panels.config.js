/** `npm run panels`: a picture of every panel, to be looked through. */
/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	testMatch: ['**/*.look.ts'],
	testTimeout: 900_000,
};
