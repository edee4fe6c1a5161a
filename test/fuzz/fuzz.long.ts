/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { randomInt } from 'node:crypto';
import { env, stdout } from 'node:process';

import type { FuzzFigures } from '../support/reliability';
import { describeCampaign, shares } from './campaign';
import { describeLargeAnswers } from './largeAnswers';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

/** FUZZ_CASES sets how many cases, FUZZ_SEED repeats those of a seed. */
const cases = Number(env.FUZZ_CASES ?? 20_000);
const seed = Number(env.FUZZ_SEED ?? randomInt(2 ** 31));
const timeoutMs = 6 * 3_600_000;

stdout.write(`Seed ${seed}, ${cases} cases\n`);
const held: number[] = [];
describeCampaign({ cases, seed, timeoutMs, onHeld: (count) => held.push(count) });

describe('an answer of 50 MB to everything that asks', () => {
	describeLargeAnswers({ isThorough: true, timeoutMs });
});

afterAll(() => {
	const figures: FuzzFigures = {
		run: 'fuzz',
		date: new Date().toISOString().slice(0, 10),
		seed,
		cases: held.reduce((sum, count) => sum + count, 0),
		failedParts: Object.keys(shares).length - held.length,
	};
	stdout.write(`${JSON.stringify(figures)}\n`);
});
