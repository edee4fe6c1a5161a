import type { Focus } from './model/happenings';
import { runModel } from './model/runModel';

let polls = 0;

test.each<[Focus, number]>([
	['all', 180],
	['prints', 90],
	['messages', 60],
	['printers', 60],
])(
	'In any world no event is lost and none is repeated: %s',
	async (focus, numRuns) => {
		const run = await runModel({ numRuns }, focus);

		expect(run.failure).toBeUndefined();
		polls += run.polls;
	},
	180_000,
);

test('The worlds were polled often enough to tell', () => {
	expect(polls).toBeGreaterThan(5000);
});
