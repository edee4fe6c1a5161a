import * as fc from 'fast-check';

import { firmwareEvents } from './firmwareObserver';
import { fleetEvents } from './fleetObserver';
import type { Focus } from './happenings';
import { installEvents } from './installObserver';
import { messageEvents } from './messageObserver';
import { milestoneEvents } from './milestoneObserver';
import type { Scope } from './observer';
import { filterNames } from './printChoice';
import { printerEvents } from './printerObserver';
import { printEvents } from './printObserver';
import { spoolEvents } from './spoolObserver';
import { stepEvents } from './stepObserver';
import { troubleEvents } from './troubleObserver';

const eventsOf: { [F in Exclude<Focus, 'all'>]: string[] } = {
	prints: [...printEvents.filter((name) => name !== 'taskEnded'), 'signInExpiring'],
	messages: [...messageEvents],
	printers: [...printerEvents, ...firmwareEvents],
	spools: [...spoolEvents],
	milestones: [...milestoneEvents],
	steps: [...stepEvents, 'taskCreated'],
	fleet: [...fleetEvents],
	installs: [...installEvents, ...firmwareEvents],
	filters: [...printEvents.filter((name) => name !== 'taskEnded'), ...stepEvents],
	statuses: [...printerEvents],
	troubles: ['taskCreated', 'messageReceived', 'deviceOffline', 'firmwareAvailable'],
};
const someTypes = ['print', 'system', '254', 'other'];
const moreTypes = [...someTypes, 'boost', 'comment'];

/** One, or another one in so many of a hundred. */
export function mostly<T>(usual: T, others: fc.Arbitrary<T>, percent: number): fc.Arbitrary<T> {
	return fc.oneof(
		{ weight: 100 - percent, arbitrary: fc.constant(usual) },
		{ weight: percent, arbitrary: others },
	);
}

/** Who listens for new prints listens for those that ended, too, with or without how they did. */
function withEnded(events: string[]): string[] {
	return events.flatMap((name) => (name === 'taskCreated' ? [name, 'taskEnded'] : [name]));
}

/** One filter, or several: the more there are, the less comes. */
const printChoices = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...filterNames).map((name) => [name]) },
	{ weight: 1, arbitrary: fc.subarray([...filterNames], { maxLength: 3 }) },
);

const statusChoices = fc.constantFrom(
	...[[], [], ['running'], ['running', 'paused'], ['paused'], ['finished', 'failed']],
	...[
		['idle', 'finished', 'failed'],
		['idle', 'unknown'],
	],
);

/** Who listens for trouble listens for what it is about, and mostly for its end. */
function withTroubles(others: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> {
	const some = fc.constantFrom([...troubleEvents], ...troubleEvents.map((name) => [name]), []);
	return fc
		.tuple(others, mostly<string[]>([...troubleEvents], some, 20))
		.map((both) => both.flat());
}

export const scopes = (focus: Focus): fc.Arbitrary<Scope> => {
	const { prints, messages, printers, milestones } = eventsOf;
	const all =
		focus === 'all' ? [...prints, ...messages, ...printers, ...milestones] : eventsOf[focus];
	const messageTypes = focus === 'messages' ? moreTypes : someTypes;
	const listened = mostly(all, fc.subarray(all, { minLength: 1 }), 40).map(withEnded);
	return fc.record({
		// Who is told that a printer is gone has to be told that it is back.
		events:
			focus === 'fleet'
				? fc.constant(all)
				: focus === 'troubles'
					? withTroubles(listened)
					: listened,
		deviceIds:
			focus === 'troubles'
				? fc.constant([])
				: mostly<string[]>([], fc.subarray(['A', 'B', 'C']), 33),
		messageTypes: mostly<string[]>([], fc.subarray(messageTypes), 25),
		prints: focus === 'filters' ? printChoices : fc.constant(undefined),
		statusFrom: focus === 'statuses' ? statusChoices : fc.constant(undefined),
		statusTo: focus === 'statuses' ? statusChoices : fc.constant(undefined),
	});
};
