const base = require('../../../jest.config');

/** The long run of the model test: `npm run test:model`. */
module.exports = {
	...base,
	rootDir: '../../..',
	testMatch: ['<rootDir>/test/trigger/model/*.long.ts'],
};
