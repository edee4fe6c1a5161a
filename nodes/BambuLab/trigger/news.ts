import type { IPollFunctions } from 'n8n-workflow';

import { pollClient } from '../cloud/client';
import { readAccount } from './account';
import { fetchExtras, type Extras } from './items';
import { compare, type Comparison, type Snapshot } from './kernel';
import type { TriggerMemory } from './memory';
import { readSnapshot } from './sources';
import type { AccountMark, TriggerState } from './state';
import { noOpening, type Settings } from './settings';

export interface PollContext {
	context: IPollFunctions;
	memory: TriggerMemory;
	/** Whether the user has just published; then the trigger begins anew. */
	isOpening: boolean;
	/** When the poll began; milliseconds. */
	now: number;
}

/** What a poll has read, and what was known when it began to read. */
export interface News {
	stored: TriggerState | undefined;
	/** The stored state, where it is of this account. */
	own: TriggerState | undefined;
	account: AccountMark;
	/** The account again, after all was read. */
	accountAfter: AccountMark;
	snapshot: Snapshot;
	/** What is news against a state. */
	compareWith: (known: TriggerState | undefined) => Comparison;
	/** What is news unless another poll comes between. */
	expected: Comparison;
	extras: Extras;
	/** Of the memory, to see whether another poll has come between. */
	comparisons: TriggerMemory['comparisons'];
	heldBack: TriggerMemory['heldBack'];
}

/** Reads all that the poll needs of the cloud; changes nothing. */
export async function readNews(
	{ context, memory, isOpening, now }: PollContext,
	stored: TriggerState | undefined,
	settings: Settings,
): Promise<News> {
	const cloud = pollClient(context);
	const opening = isOpening ? settings.wishes.opening : noOpening;
	const wishes = { ...settings.wishes, opening };
	const { comparisons, heldBack } = memory;
	const account = await readAccount(context, cloud.send, stored?.account);
	const own = stored?.account.uid === account.uid ? stored : undefined;
	const snapshot = await readSnapshot(cloud, {
		events: wishes.scope.events,
		deviceIds: settings.deviceIds,
		account,
		known: isOpening ? undefined : own,
		printers: memory.printers,
		opening,
		turn: memory.polls,
		now,
	});
	const compareWith = (known: TriggerState | undefined) =>
		compare({
			before: isOpening ? undefined : known,
			told: isOpening ? known : undefined,
			snapshot,
			isOvertaken: memory.comparisons !== comparisons,
			heldBack: known === undefined || isOpening ? [] : memory.heldBack,
			wishes,
			now,
		});
	const expected = compareWith(own);
	const extras = await fetchExtras(context, cloud, expected.events, settings);
	const accountAfter = await readAccount(context, cloud.send, account);
	return {
		stored,
		own,
		account,
		accountAfter,
		snapshot,
		compareWith,
		expected,
		extras,
		comparisons,
		heldBack,
	};
}
