/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { randomInt } from 'node:crypto';
import { env, stdout } from 'node:process';

import { runModel } from './runModel';

const wanted = Number(env.MODEL_POLLS ?? 100_000);
const storiesPerSeed = 250;

/** MODEL_POLLS sets how many polls, MODEL_SEED repeats the stories of a seed. */
test('In any world no event is lost and none is repeated, for long', async () => {
	const began = performance.now();
	const sum = { polls: 0, events: 0, seeds: [] as number[] };
	let failure: string | undefined;
	while (sum.polls < wanted && failure === undefined) {
		const seed = env.MODEL_SEED === undefined ? randomInt(2 ** 31) : Number(env.MODEL_SEED);
		sum.seeds.push(seed);
		const run = await runModel({ seed, numRuns: storiesPerSeed });
		sum.polls += run.polls;
		sum.events += run.events;
		failure = run.failure;
		if (env.MODEL_SEED !== undefined) break;
	}
	const seconds = Math.round((performance.now() - began) / 1000);
	// The first story that goes wrong ends the run, so there is none of either, or one.
	const lost = failure?.includes('is lost') ? 1 : 0;
	const repeated = failure?.includes('is repeated') ? 1 : 0;
	const date = new Date().toISOString().slice(0, 10);
	const figures = { run: 'model', date, ...sum, lost, repeated, seconds };
	stdout.write(`${JSON.stringify(figures)}\n`);
	expect(failure).toBeUndefined();
}, 3_600_000);
