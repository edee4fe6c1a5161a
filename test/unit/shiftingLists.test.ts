import fc from 'fast-check';

import type { CloudRequest } from '../../nodes/BambuLab/cloud/http/request';
import { Semaphore } from '../../nodes/BambuLab/cloud/client';
import { readHits, readPages } from '../../nodes/BambuLab/cloud/list/pages';

/** What happens to the list before a request is served: rows come in at the top, rows go anywhere. */
interface Change {
	inserts: number;
	/** Where, as parts of the list from 0 to 1. */
	deletes: number[];
}

type Total = 'right' | 'missing' | 'of the start' | 'too large' | 'too small' | 'any';

interface Play {
	count: number;
	/** The most rows that the server gives, whatever is asked. */
	clamp: number;
	concurrency: number;
	total: Total;
	changes: Change[];
	/** The number of the request that fails. */
	failing?: number;
}

const most = (value: number) => fc.integer({ min: 0, max: value });

/** Fewer changes than a page has rows: a list that turns over faster cannot be told from another one. */
function plays(totals: Total[], changing = true): fc.Arbitrary<Play> {
	const change = fc.record({
		inserts: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, most(2)),
		deletes: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 2 }),
	});
	return fc.record({
		count: fc.oneof(most(400), fc.constantFrom(100, 200, 400)),
		clamp: fc.constantFrom(100, 100, 50, 20),
		concurrency: fc.integer({ min: 1, max: 6 }),
		total: fc.constantFrom(...totals),
		changes: changing ? fc.array(change, { maxLength: 9 }) : fc.constant([]),
	});
}

/** Reads the list of a server that serves requests in any order while the list changes. */
async function read(scheduler: fc.Scheduler, play: Play) {
	const { count, clamp, concurrency, total, changes, failing } = play;
	const initial = Array.from({ length: count }, (_, index) => index + 1);
	const list = [...initial];
	let newest = 0;
	let served = 0;
	let live = 0;
	let mostLive = 0;
	let isDeceiving = false;
	let isHidden = false;
	/** The changes before each answer, by the total that it told. */
	const changesAt = new Map<number | undefined, number>();
	let changesSoFar = 0;
	const totals: { [name in Total]: () => number | undefined } = {
		right: () => list.length,
		missing: () => undefined,
		'of the start': () => count,
		'too large': () => list.length + 7,
		'too small': () => Math.floor(list.length / 3),
		any: () => (served * 7919) % (2 * count + 3),
	};
	const answer = async ({ query }: CloudRequest) => {
		live++;
		mostLive = Math.max(mostLive, live);
		await scheduler.schedule(Promise.resolve(), 'request');
		const change = changes[served++];
		for (let come = 0; come < (change?.inserts ?? 0); come++) list.unshift(--newest);
		for (const part of change?.deletes ?? []) list.splice(Math.floor(part * list.length), 1);
		const offset = Number(query?.offset ?? 0);
		const rows = list.slice(offset, offset + Math.min(clamp, Number(query?.limit)));
		const said = totals[total]();
		// Rows that come and go behind a total that was told before leave no trace.
		changesSoFar += (change?.inserts ?? 0) + (change?.deletes.length ?? 0);
		if ((changesAt.get(said) ?? changesSoFar) !== changesSoFar) isHidden = true;
		changesAt.set(said, changesSoFar);
		// A wrong total that is just where a page ends looks like a right one, and is believed.
		if (said === offset + rows.length && offset + rows.length < list.length) isDeceiving = true;
		const isFailing = served === failing;
		const reply = { hits: rows.map((id) => ({ id })), total: said };
		await scheduler.schedule(Promise.resolve(), 'answer');
		live--;
		if (isFailing) throw new Error('the connection broke');
		return reply;
	};
	// As the client has it: what was given up is still in flight.
	const requests = new Semaphore(concurrency);
	const send = async (request: CloudRequest) =>
		await requests.run(async () => await answer(request));
	let shortfalls = 0;
	const onIncomplete = () => shortfalls++;
	const walk = async () => {
		const ids: number[] = [];
		const request = { method: 'GET', path: '/list' } as const;
		for await (const page of readPages(send, {
			request,
			read: readHits,
			concurrency,
			onIncomplete,
		})) {
			ids.push(...page.map(({ id }) => Number(id)));
		}
		return ids;
	};
	const outcome = await scheduler.waitFor(
		walk().then(
			(ids) => ({ ids, error: undefined }),
			(error: Error) => ({ ids: [], error: error.message }),
		),
	);
	const left = new Set(list);
	const lasting = initial.filter((id) => left.has(id));
	return { ...outcome, lasting, served, mostLive, isDeceiving, isHidden, shortfalls };
}

/** Rows that were there all the time come out once, and in order, or the reading fails. */
function expectWhole({ ids, lasting }: { ids: number[]; lasting: number[] }): void {
	const wanted = new Set(lasting);
	expect(ids.filter((id) => wanted.has(id))).toEqual(lasting);
	expect(new Set(ids).size).toBe(ids.length);
}

const runs = { numRuns: 1000 };

test.each(['right', 'missing'] as const)(
	'a list that changes while it is read, its total %s: no gap',
	async (total) => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), plays([total]), async (scheduler, play) => {
				const outcome = await read(scheduler, play);
				expect(outcome.error).toBeUndefined();
				expectWhole(outcome);
				expect(outcome.mostLive).toBeLessThanOrEqual(play.concurrency);
			}),
			runs,
		);
	},
);

test('a list that changes while it is read, its total wrong: no gap, an error, or a hint', async () => {
	// Rows that come in and go again behind a total that was told before leave no trace.
	const withoutInserts = ({ changes, ...play }: Play) => ({
		...play,
		changes: changes.map(({ deletes }) => ({ inserts: 0, deletes })),
	});
	const wrong = fc.oneof(
		plays(['too large', 'too small', 'any']),
		plays(['of the start']).map(withoutInserts),
	);
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), wrong, async (scheduler, play) => {
			const outcome = await read(scheduler, play);
			const { error, shortfalls, isDeceiving, isHidden } = outcome;
			fc.pre(!isDeceiving && (!isHidden || shortfalls > 0));
			if (error === undefined && shortfalls === 0) expectWhole(outcome);
			else if (outcome.error !== undefined)
				expect(outcome.error).toContain('The list could not be read without a gap');
		}),
		runs,
	);
});

test('a list that stays, whatever its total: all rows in order', async () => {
	const totals: Total[] = ['right', 'missing', 'too large', 'too small', 'any'];
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), plays(totals, false), async (scheduler, play) => {
			const { ids, error, lasting, isDeceiving } = await read(scheduler, play);
			fc.pre(!isDeceiving);
			expect([error, ids]).toEqual([undefined, lasting]);
		}),
		runs,
	);
});

test('a list that stays and tells its total takes no more requests than it has pages', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), plays(['right'], false), async (scheduler, play) => {
			const { served, mostLive } = await read(scheduler, play);
			expect(served).toBe(Math.max(1, Math.ceil(play.count / play.clamp)));
			expect(mostLive).toBeLessThanOrEqual(play.concurrency);
		}),
	);
});

test('a request that fails fails the reading', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			plays(['right', 'missing']),
			fc.integer({ min: 1, max: 8 }),
			async (scheduler, play, failing) => {
				const outcome = await read(scheduler, { ...play, failing });
				if (outcome.error === undefined) expectWhole(outcome);
				else expect(outcome.error).toBe('the connection broke');
			},
		),
		{ numRuns: 500 },
	);
});
