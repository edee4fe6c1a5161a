import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { FailureCause } from '../cloud/errors/failure';
import { CloudError } from '../cloud/errors/cloudError';
import { toNodeError } from '../core/nodeError';

/** What a poll could not read, and why. */
export interface Failure {
	/** How a sentence names it; undefined where it is the poll as a whole. */
	label: string | undefined;
	error: NodeApiError | NodeOperationError;
}

/** What cannot be read, or could not lately; milliseconds of this process, whose clock does not jump. */
interface Trouble {
	/** Since when it cannot be read. */
	since?: number;
	/** Since when this passes by itself, as it seems, and whether it was shown that it lasts. */
	outage?: { since: number; isShown: boolean } | undefined;
	/** Since when readings have gone well. */
	goodSince?: number;
	/** When each problem was shown that the user has to mend. */
	shownAt: Map<string, number>;
}

const passing: readonly FailureCause[] = [
	'rate-limited',
	'quota-exhausted',
	'temporarily-unavailable',
];
const hourMs = 3_600_000;
/** What only the user can mend is shown again after this. */
const remindAfterMs = 24 * hourMs;
/** And at once where readings went well for so long meanwhile. */
const mendedAfterMs = 3 * hourMs;

function causeOf({ context }: Failure['error']): FailureCause {
	return (context.failureCause ?? 'configuration-invalid') as FailureCause;
}

export function isPassing(error: Failure['error']): boolean {
	return passing.includes(causeOf(error));
}

/** Names the problem; what passes counts as one, however it shows. */
export function problemIn(error: Failure['error']): string {
	return isPassing(error) ? 'passing' : String(error.context.problem ?? error.message);
}

/**
 * Why things cannot be read, since when, and what was said of it. What passes by itself is shown once, when
 * it has lasted; what the user has to mend is shown at once, and each day again, however problems alternate.
 */
export class Troubles {
	/** By the label of what cannot be read. */
	private readonly troubles = new Map<string | undefined, Trouble>();

	/**
	 * Notes a failure.
	 * @param reportAfterMs how long an outage may last in silence
	 * @returns what to do where the failure is to be shown: to note that it was, maybe some time ago; else undefined
	 */
	note({ label, error }: Failure, reportAfterMs: number): ((agoMs?: number) => void) | undefined {
		const now = performance.now();
		const known: Trouble = this.troubles.get(label) ?? { shownAt: new Map() };
		const { since = now, shownAt } = known;
		const isOutage = isPassing(error);
		const outage = known.outage ?? (isOutage ? { since: now, isShown: false } : undefined);
		this.troubles.set(label, { since, outage, shownAt });
		if (isOutage && outage) {
			if (outage.isShown || now - outage.since < reportAfterMs) return undefined;
			return () => (outage.isShown = true);
		}
		const problem = problemIn(error);
		if (now - (shownAt.get(problem) ?? -Infinity) < remindAfterMs) return undefined;
		return (agoMs = 0) => shownAt.set(problem, now - Math.max(agoMs, 0));
	}

	/** For how long something could not be read; milliseconds. */
	elapsedMs(label: string | undefined): number {
		const now = performance.now();
		return now - (this.troubles.get(label)?.since ?? now);
	}

	/** The user has published a new version, and waits to see whether that has helped. */
	forget(): void {
		for (const { shownAt } of this.troubles.values()) shownAt.clear();
	}

	/** How many minutes something could not be read that now can; undefined where there was no trouble. */
	recover(label: string | undefined): number | undefined {
		const trouble = this.troubles.get(label);
		if (trouble === undefined) return undefined;
		const now = performance.now();
		const { since, shownAt, goodSince = now } = trouble;
		if (now - goodSince < mendedAfterMs) this.troubles.set(label, { shownAt, goodSince });
		else this.troubles.delete(label);
		return since === undefined ? undefined : Math.round((now - since) / 60_000);
	}
}

/** A sentence for each problem, with all that it keeps from being read. */
export function sentenceOf(failures: Failure[]): string {
	const byMessage = new Map<string, string[]>();
	for (const { label = '', error } of failures) {
		byMessage.set(error.message, [...(byMessage.get(error.message) ?? []), label]);
	}
	const sentences = [...byMessage].map(([message, labels]) => {
		const what = labels.join(', ').replace(/, ([^,]*)$/, ' and $1');
		return what === '' ? message : `Could not read ${what}: ${message}`;
	});
	return sentences.join('. ');
}

/**
 * The failures, of which there is at least one, as the error of one execution.
 * @param isPartial whether the rest could be read: n8n's scheduler must not pause that
 */
export function errorOf(node: INode, failures: Failure[], isPartial: boolean): Failure['error'] {
	const message = sentenceOf(failures);
	const error = failures[0]?.error ?? new NodeOperationError(node, message);
	if (isPartial && error instanceof NodeApiError) {
		const { description } = error;
		const name = String(error.context.problem);
		const cause = 'temporarily-unavailable';
		return toNodeError(node, new CloudError({ name, cause, message, next: description ?? '' }));
	}
	error.message = message;
	return error;
}
