import { runModel } from './model/runModel';

test('In any world no event is lost and none is repeated', async () => {
	const { polls, failure } = await runModel({ numRuns: 220 });

	expect(failure).toBeUndefined();
	expect(polls).toBeGreaterThan(5000);
}, 60_000);
