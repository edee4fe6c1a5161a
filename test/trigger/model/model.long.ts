/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { randomInt } from 'node:crypto';
import { env, stdout } from 'node:process';

import type { Focus } from './happenings';
import { runModel } from './runModel';
import { Tally } from './tally';

const wanted = Number(env.MODEL_POLLS ?? 100_000);
const storiesPerSeed = 60;
const focuses: Focus[] = [
	...(['all', 'prints', 'messages', 'printers', 'spools', 'milestones'] as const),
	...(['steps', 'fleet', 'installs', 'filters', 'statuses', 'troubles'] as const),
];

/**
 * MODEL_POLLS sets how many polls, MODEL_SEED repeats the stories of a seed, MODEL_FOCUS keeps to those
 * of one subject.
 */
test('In any world no event is lost and none is repeated, for long', async () => {
	const began = performance.now();
	const tally = new Tally();
	const seeds: number[] = [];
	let failure: string | undefined;
	while (tally.polls < wanted && failure === undefined) {
		const seed = env.MODEL_SEED === undefined ? randomInt(2 ** 31) : Number(env.MODEL_SEED);
		seeds.push(seed);
		for (const focus of env.MODEL_FOCUS ? [env.MODEL_FOCUS as Focus] : focuses) {
			const run = await runModel({ seed, numRuns: storiesPerSeed }, focus);
			tally.add(run.tally);
			failure = run.failure && `${focus}, ${run.failure}`;
			if (failure !== undefined) break;
		}
		if (env.MODEL_SEED !== undefined) break;
	}
	const seconds = Math.round((performance.now() - began) / 1000);
	// The first story that goes wrong ends the run, so there is none of either, or one.
	const lost = failure?.includes('is lost') ? 1 : 0;
	const repeated = failure?.includes('is repeated') ? 1 : 0;
	const date = new Date().toISOString().slice(0, 10);
	const { polls, requests, events, eventCount } = tally;
	const hardships = Object.fromEntries([...tally.hardships].sort());
	const sum = { polls, requests, events: eventCount, eventsByKind: events, hardships };
	const figures = { run: 'model', date, ...sum, seeds, lost, repeated, seconds };
	stdout.write(`${JSON.stringify(figures)}\n`);
	expect(failure).toBeUndefined();
	// Stories of one subject alone have its hardships alone.
	if (polls >= 5000 && !env.MODEL_FOCUS) expect(tally.missing).toEqual([]);
}, 3_600_000);
