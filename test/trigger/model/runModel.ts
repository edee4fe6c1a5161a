import * as fc from 'fast-check';

import type { Focus } from './happenings';
import { Life } from './life';
import { storiesAbout, type Story } from './stories';
import { Tally } from './tally';

export interface ModelRun {
	polls: number;
	events: number;
	/** How the shortest story ends that goes wrong; undefined where none does. */
	failure: string | undefined;
	/** What happened in all of them. */
	tally: Tally;
}

/** Lives through random stories until one goes wrong. */
export async function runModel(
	options: fc.Parameters<[Story]>,
	focus: Focus = 'all',
): Promise<ModelRun> {
	const tally = new Tally();
	const property = fc.asyncProperty(storiesAbout(focus), async (story) => {
		const own = new Tally();
		try {
			await new Life(story, own).live();
		} finally {
			tally.add(own);
		}
	});
	// A fixed seed unless one is given: a test run must not fail, or pass, by chance.
	const details = await fc.check(property, { seed: 20260814, ...options });
	const { failed, errorInstance } = details;
	const failure = failed
		? `${String(errorInstance)}\n${fc.defaultReportMessage(details)}`
		: undefined;
	return { polls: tally.polls, events: tally.eventCount, failure, tally };
}
