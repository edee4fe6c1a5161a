import * as fc from 'fast-check';

import { Life } from './life';
import type { Focus } from './happenings';
import { storiesAbout, type Story } from './stories';

export interface ModelRun {
	polls: number;
	events: number;
	/** How the shortest story ends that goes wrong; undefined where none does. */
	failure: string | undefined;
}

/** Lives through random stories until one goes wrong. */
export async function runModel(
	options: fc.Parameters<[Story]>,
	focus: Focus = 'all',
): Promise<ModelRun> {
	let polls = 0;
	let events = 0;
	const property = fc.asyncProperty(storiesAbout(focus), async (told) => {
		const life = new Life(told);
		try {
			await life.live();
		} finally {
			polls += life.polls;
			events += life.events;
			jest.restoreAllMocks();
		}
	});
	// A fixed seed unless one is given: a test run must not fail, or pass, by chance.
	const details = await fc.check(property, { seed: 20260814, ...options });
	const { failed, errorInstance } = details;
	const failure = failed
		? `${String(errorInstance)}\n${fc.defaultReportMessage(details)}`
		: undefined;
	return { polls, events, failure };
}
