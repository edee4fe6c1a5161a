import fc from 'fast-check';

import { Semaphore } from '../../nodes/BambuLab/cloud/client';
import { forEachIndex } from '../../nodes/BambuLab/core/execute';

test('a semaphore runs no more at once than it has permits, in order, whatever fails', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 5 }),
			fc.array(fc.boolean(), { maxLength: 30 }),
			async (scheduler, size, fails) => {
				const semaphore = new Semaphore(size);
				const started: number[] = [];
				let running = 0;
				const tasks = fails.map(async (isFailing, index) => {
					return await semaphore.run(async () => {
						started.push(index);
						expect(++running).toBeLessThanOrEqual(size);
						await scheduler.schedule(Promise.resolve());
						running--;
						if (isFailing) throw new Error(String(index));
						return index;
					});
				});
				const outcomes = await scheduler.waitFor(Promise.allSettled(tasks));
				expect(started).toEqual(fails.map((_, index) => index));
				expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(fails);
			},
		),
	);
});

test('each index is done once, and the first failure by index is told, whatever the order', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 6 }),
			fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }),
			async (scheduler, atOnce, dice) => {
				const done: number[] = [];
				const started: number[] = [];
				let isFailed = false;
				const work = forEachIndex(dice.length, atOnce, async (index) => {
					expect(isFailed).toBe(false);
					started.push(index);
					await scheduler.schedule(Promise.resolve());
					if (dice[index] === 0) {
						isFailed = true;
						throw new Error(String(index));
					}
					done.push(index);
				});
				const error = await scheduler.waitFor(
					work.then(
						() => undefined,
						({ message }: Error) => Number(message),
					),
				);
				const first = dice.indexOf(0);
				expect(error).toBe(first === -1 ? undefined : first);
				expect(started).toEqual(started.map((_, index) => index));
				if (first === -1) expect(done).toHaveLength(dice.length);
			},
		),
	);
});

test('nothing is started once it is cancelled', async () => {
	const stop = new AbortController();
	const started: number[] = [];
	await forEachIndex(
		10,
		2,
		async (index) => {
			started.push(index);
			await Promise.resolve();
			if (index === 3) stop.abort();
		},
		stop.signal,
	);
	expect(started.length).toBeLessThan(7);
});
