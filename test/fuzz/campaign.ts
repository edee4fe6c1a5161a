import * as fc from 'fast-check';

import { useHostileCloud } from './hostileCloud';
import { anyOperation, goodNeighbours, targetsAt, type Target } from './operations';
import { accountAt, anyPolls } from './polls';
import { anySearch, editorListsAt } from './searches';
import { anySignIn, waysAt } from './signIns';

export interface Campaign {
	/** How many cases there are in all. */
	cases: number;
	seed: number;
	/** How long each of its tests may take. */
	timeoutMs: number;
	/** Hears of each part that held, with its number of cases. */
	onHeld?: (cases: number) => void;
}

/** How many of a hundred cases each part gets: a life of the trigger takes as long as ten requests. */
export const shares = { operations: 55, neighbours: 15, searches: 10, signIns: 12, polls: 8 };

/** Plays hostile answers to everything that asks the cloud: no word of JavaScript, no hang, nothing lost. */
export function describeCampaign({ cases, seed, timeoutMs, onHeld }: Campaign): void {
	const hostile = useHostileCloud();
	let targets: Target[];
	beforeAll(async () => {
		targets = await targetsAt(hostile());
	}, timeoutMs);

	async function assertFor<Ts>(
		part: keyof typeof shares,
		property: fc.IAsyncProperty<Ts>,
	): Promise<void> {
		const numRuns = Math.ceil((cases * shares[part]) / 100);
		// A case that hangs ends as a failure of its own, long before the test does.
		await fc.assert(property, { numRuns, seed, timeout: Math.min(60_000, timeoutMs / 2) });
		onHeld?.(numRuns);
	}

	test('the cloud answers every operation, before its answers are spoilt', () => {
		const asking = targets.filter(({ operation }) => operation.sample.request !== undefined);
		const silent = asking.filter(({ recording }) => recording.size === 0);
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	test(
		'any operation, any answer: each item has an output or an error in words',
		async () => await assertFor('operations', anyOperation(hostile(), targets)),
		timeoutMs,
	);

	test(
		'any row beside them: the good rows of a list come out as ever',
		async () => await assertFor('neighbours', goodNeighbours(hostile(), targets)),
		timeoutMs,
	);

	test(
		'any list of the editor, any answer: entries, or an error in words',
		async () => await assertFor('searches', anySearch(hostile(), await editorListsAt(hostile()))),
		timeoutMs,
	);

	test(
		'any way to sign in, any answer: words, few requests, and nothing useless stored',
		async () => await assertFor('signIns', anySignIn(hostile(), await waysAt(hostile()))),
		timeoutMs,
	);

	test(
		'any polls, any answers: a good poll afterwards tells what is due, that alone, and once',
		async () => await assertFor('polls', anyPolls(hostile(), await accountAt(hostile()))),
		timeoutMs,
	);
}
