import type { Focus } from './model/happenings';
import { runModel } from './model/runModel';
import { Tally } from './model/tally';

const tally = new Tally();

test.each<[Focus, number]>([
	['all', 90],
	['prints', 60],
	['messages', 50],
	['printers', 60],
	['spools', 50],
	['milestones', 50],
	['steps', 60],
	['fleet', 40],
	['installs', 50],
	['filters', 60],
	['statuses', 60],
	['troubles', 60],
])(
	'In any world no event is lost and none is repeated: %s',
	async (focus, numRuns) => {
		const run = await runModel({ numRuns }, focus);

		expect(run.failure).toBeUndefined();
		tally.add(run.tally);
	},
	180_000,
);

test('The worlds were polled often, and were hard enough to tell', () => {
	expect(tally.polls).toBeGreaterThan(5000);
	expect(tally.missing).toEqual([]);
});
