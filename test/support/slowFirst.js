const { default: Sequencer } = require('@jest/test-sequencer');

/** On a new machine jest knows no durations and begins with the largest files. These are small and take minutes. */
const slow = [
	...['trigger/model', 'fuzz/large', 'fuzz/fuzz', 'unit/rateLimiter', 'unit/shiftingLists'],
	...['e2e/examples', 'e2e/triggerDurable', 'e2e/triggerHost', 'e2e/liveBroker'],
];

module.exports = class SlowFirst extends Sequencer {
	sort(tests) {
		const isSlow = ({ path }) => slow.some((name) => path.includes(`/test/${name}.`));
		const sorted = super.sort(tests);
		return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
	}
};
