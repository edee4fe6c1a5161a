import * as fc from 'fast-check';

import { useHostileCloud } from './hostileCloud';
import { fillings, type Hostility } from './hostility';
import { anyOperation, targetsAt } from './operations';
import { accountAt, anyPolls } from './polls';
import { anySearch, editorListsAt } from './searches';
import { anySignIn, waysAt } from './signIns';

const large: Hostility[] = fillings.map((filling) => ({
	body: { as: 'large', filling },
	headers: {},
}));

export interface Extent {
	/** Whether each of them meets every kind of large answer, and not only every fourth one kind. */
	isThorough: boolean;
	timeoutMs: number;
}

/** Answers of 50 MB to everything that asks the cloud, judged as all hostile answers are. */
export function describeLargeAnswers({ isThorough, timeoutMs }: Extent): void {
	const hostile = useHostileCloud();

	/** Each of so many things with the answers that it is to meet. */
	function cases<Case>(
		count: number,
		caseOf: (index: number, answer: Hostility) => Case,
	): [Case][] {
		return Array.from({ length: count }, (_, index) => {
			const one = index % 4 === 0 ? large.slice(index % large.length).slice(0, 1) : [];
			const own = isThorough ? large : one;
			return own.map((answer): [Case] => [caseOf(index, answer)]);
		}).flat();
	}

	async function assertAll<Case>(
		property: fc.IAsyncPropertyWithHooks<[Case]>,
		examples: [Case][],
	): Promise<void> {
		await fc.assert(property, { examples, numRuns: examples.length });
	}

	test(
		'every operation',
		async () => {
			const targets = await targetsAt(hostile());
			await assertAll(
				anyOperation(hostile(), targets),
				cases(targets.length, (target, answer) => {
					const wish = { items: 1, output: 'simple' as const, returnAll: false };
					return { target, ...wish, hostile: [answer] };
				}),
			);
		},
		timeoutMs,
	);

	test(
		'every list of the editor',
		async () => {
			const lists = await editorListsAt(hostile());
			await assertAll(
				anySearch(hostile(), lists),
				cases(lists.length, (list, answer) => ({ list, filter: undefined, hostile: [answer] })),
			);
		},
		timeoutMs,
	);

	test(
		'every way to sign in',
		async () => {
			const ways = await waysAt(hostile());
			await assertAll(
				anySignIn(hostile(), ways),
				cases(ways.length, (way, answer) => ({ way, isTest: true, hostile: [answer] })),
			);
		},
		timeoutMs,
	);

	test(
		'the trigger, from its first poll on and later',
		async () => {
			const account = await accountAt(hostile());
			const lives = [true, false].flatMap((isHostileFromBirth) =>
				large.map((answer) => ({ isHostileFromBirth, polls: [[answer]] })),
			);
			await assertAll(
				anyPolls(hostile(), account),
				lives.map((life) => [{ output: 'simple', restarts: false, ...life }]),
			);
		},
		timeoutMs,
	);
}
