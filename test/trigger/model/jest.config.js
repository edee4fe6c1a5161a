const base = require('../../../jest.config');

/** The model test for long, and the seeded faults that it has to find: `npm run test:model`. */
module.exports = {
	...base,
	rootDir: '../../..',
	testMatch: ['<rootDir>/test/trigger/model/*.long.ts'],
};
