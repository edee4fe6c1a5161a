/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { randomInt } from 'node:crypto';
import { env, stdout } from 'node:process';

import { describeCampaign } from './campaign';

/** FUZZ_CASES sets how many cases, FUZZ_SEED repeats those of a seed. */
const cases = Number(env.FUZZ_CASES ?? 20_000);
const seed = Number(env.FUZZ_SEED ?? randomInt(2 ** 31));

stdout.write(`${JSON.stringify({ run: 'fuzz', cases, seed })}\n`);
describeCampaign({ cases, seed, timeoutMs: 6 * 3_600_000 });
