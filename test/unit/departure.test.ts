/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { setImmediate as soon } from 'node:timers/promises';

import { untilDeparture, type Departure } from '../../nodes/BambuLab/cloud/http/departure';
import { Pace } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { Pool } from '../../nodes/BambuLab/cloud/http/semaphore';
import { persist, type Patience } from '../../nodes/BambuLab/cloud/http/retry';

/** Holds what waits for it until it is told to go on. */
function barrier() {
	let lower = () => {};
	const isLow = new Promise<void>((resolve) => (lower = resolve));
	return { lower: () => lower(), isLow };
}

const write = { method: 'POST' as const, path: '/v1/test' };
const attempt = {
	cancelled: async () => new Error('cancelled'),
	heldBack: async () => new Error('held back'),
};

/** Sends as n8n does: prepares, has the credential sign, and waits for the answer. */
function sending(sent: string[], name: string, prepared?: Promise<void>, answered?: Promise<void>) {
	return async (departure: Departure) => {
		const options: IHttpRequestOptions = { url: write.path };
		return await departure.through(options, async () => {
			await prepared;
			await untilDeparture(options);
			sent.push(name);
			await answered;
		});
	};
}

test('as many are in flight as there are places, and those in preparation hold none', async () => {
	const patience: Patience = { budgetMs: 0, isCancelled: () => false, inFlight: new Pool(1) };
	const pace = new Pace();
	const sent: string[] = [];
	const [preparation, answer] = [barrier(), barrier()];
	const run = async (act: (departure: Departure) => Promise<void>) =>
		await persist(pace, patience, write, { ...attempt, act });
	// The first one ever holds its place from the start: n8n may not hand on its options.
	const first = run(sending(sent, 'first', preparation.isLow));
	const second = run(sending(sent, 'second', undefined, answer.isLow));
	await soon();
	expect(sent).toEqual([]);
	preparation.lower();
	await first;
	await soon();
	expect(sent).toEqual(['first', 'second']);
	const third = run(sending(sent, 'third'));
	answer.lower();
	await Promise.all([second, third]);
	const slow = barrier();
	const fourth = run(sending(sent, 'fourth', slow.isLow));
	await run(sending(sent, 'fifth'));
	slow.lower();
	await fourth;
	expect(sent).toEqual(['first', 'second', 'third', 'fifth', 'fourth']);
});

test('what another refusal overtakes is not sent before its turn comes again, and is sent once', async () => {
	const patience: Patience = { budgetMs: 0, isCancelled: () => false, inFlight: new Pool(4) };
	let now = 0;
	const pace = new Pace(() => now);
	const sent: string[] = [];
	const preparation = barrier();
	const writing = persist(pace, patience, write, {
		...attempt,
		act: sending(sent, 'write', preparation.isLow),
	});
	await soon();
	now = 10;
	pace.refused({ startedAt: 0, isTrial: false }, { leastMs: 500, mostMs: 3000 });
	preparation.lower();
	await soon();
	expect(sent).toEqual([]);
	now = 2000;
	await writing;
	expect(sent).toEqual(['write']);
});

test('what was cancelled while it was prepared is not sent', async () => {
	let isCancelled = false;
	const patience: Patience = { budgetMs: 0, isCancelled: () => isCancelled, inFlight: new Pool(4) };
	const sent: string[] = [];
	const preparation = barrier();
	const writing = persist(new Pace(), patience, write, {
		...attempt,
		act: sending(sent, 'write', preparation.isLow),
	});
	await soon();
	isCancelled = true;
	preparation.lower();
	await expect(writing).rejects.toThrow('cancelled');
	expect(sent).toEqual([]);
});
