/** `npm run screenshots`: the pictures of the README, from the real editor. */
/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	testMatch: ['**/*.shots.ts'],
};
