import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { FailureCause } from '../cloud/errors/failure';
import { CloudError } from '../cloud/errors/cloudError';
import { textOrEmpty, type JsonObject } from '../cloud/json';
import { toNodeError } from '../core/nodeError';
import { isoTime } from '../output/times';
import type { Settings } from './settings';
import type { TriggerEvent } from './sources/source';
import type { TriggerState } from './state';

/** What a poll could not read, and why. */
export interface Failure {
	/** How a sentence names it; undefined where it is the poll as a whole. */
	label: string | undefined;
	error: NodeApiError | NodeOperationError;
}

/** What a poll could read, and what it could not. */
export interface Readings {
	/** The labels of what could be read. */
	read: string[];
	failures: Failure[];
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
/** What only the user can mend is shown again after this, and what lasts is told again. */
const remindAfterMs = 24 * hourMs;
/** And at once where readings went well for so long meanwhile. */
const mendedAfterMs = 3 * hourMs;

function causeOf({ context }: Failure['error']): FailureCause {
	return (context.failureCause ?? 'configuration-invalid') as FailureCause;
}

function isPassing(error: Failure['error']): boolean {
	return passing.includes(causeOf(error));
}

/** Names the problem; what passes counts as one, however it shows. */
function problemIn(error: Failure['error']): string {
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

	/** Whether this process has shown that the user has to mend it, some time ago. */
	hasShown({ label, error }: Failure): boolean {
		return this.troubles.get(label)?.shownAt.has(problemIn(error)) ?? false;
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

function eventOf(
	name: 'triggerTrouble' | 'triggerRecovered',
	label: string,
	{ since, at, id }: { since: number; at: number; id: string },
	words: JsonObject = {},
): TriggerEvent {
	const isOver = name === 'triggerRecovered';
	return {
		name,
		id: `${label.replaceAll(' ', '-') || 'all'}:${id}`,
		occurredAt: isOver ? at : since,
		printer: undefined,
		subject: {
			kind: 'trouble',
			row: {
				// As a sentence names it; all where nothing can be read.
				source: label || 'all',
				message: null,
				nextStep: null,
				isPassing: null,
				...words,
				startedAt: isoTime(since),
				endedAt: isOver ? isoTime(at) : null,
				durationMinutes: Math.max(0, Math.round((at - since) / 60_000)),
			},
		},
	};
}

export interface TroubleLook extends Readings {
	troubles: Troubles;
	settings: Settings;
	/** By the label of each source, whether somebody listens for its events. */
	listened: Map<string, boolean>;
	/** What was told to be in trouble. */
	told: TriggerState['troubles'];
	/** Milliseconds. */
	now: number;
}

/** Whether what was told to be in trouble is so no longer. */
function isWorking(label: string, { failures, read, listened }: TroubleLook): boolean {
	if (failures.some((failure) => (failure.label ?? '') === label)) return false;
	if (listened.has(label)) return read.includes(label);
	return failures.length === 0 || (label === '' && read.length > 0);
}

/**
 * What can no longer be read, and what can again, as events; notes in the state what was told. One that was
 * told is not shown as a failed execution beside.
 */
export function noteTroubles(look: TroubleLook, next: TriggerState): TriggerEvent[] {
	const { troubles, settings, listened, failures, now } = look;
	const id = next.lastEventAt.toString(36);
	const told: NonNullable<TriggerState['troubles']> = {};
	const events: TriggerEvent[] = [];
	for (const [label, trouble] of Object.entries(look.told ?? {})) {
		// What nobody listens for any more is told no further.
		if (listened.get(label) === false) continue;
		const times = { since: trouble.since, at: now, id };
		if (isWorking(label, look)) events.push(eventOf('triggerRecovered', label, times));
		else told[label] = trouble;
	}
	for (const failure of settings.events.includes('triggerTrouble') ? failures : []) {
		const { label = '', error } = failure;
		const noteShown = troubles.note(failure, settings.reportOutageAfterMs);
		if (noteShown === undefined) continue;
		const problem = problemIn(error);
		const before = told[label];
		const toldAgoMs = now - (before?.toldAt[problem] ?? -Infinity);
		// Where the process knows it by its own clock, that of the machine may have been set since.
		const isRecent = !troubles.hasShown(failure) && Math.abs(toldAgoMs) < remindAfterMs;
		const isTold = isPassing(error) ? toldAgoMs !== Infinity : isRecent;
		// A process that began since then does not know of it, and shall not wait for a whole day more.
		noteShown(isTold ? toldAgoMs : 0);
		if (isTold) continue;
		const since = before?.since ?? Math.round(now - troubles.elapsedMs(failure.label));
		told[label] = { since, toldAt: { ...before?.toldAt, [problem]: now } };
		const { message, description } = error;
		const words = { message, nextStep: textOrEmpty(description), isPassing: isPassing(error) };
		events.push(eventOf('triggerTrouble', label, { since, at: now, id }, words));
	}
	delete next.troubles;
	if (Object.keys(told).length > 0) next.troubles = told;
	return events.filter(({ name }) => settings.events.includes(name));
}

/** How one would look, for a test. */
export function troubleSamples(events: string[], now: number): TriggerEvent[] {
	const words = {
		message: 'Example, nothing is wrong: the Bambu Lab cloud is having trouble (status 500)',
		nextStep: 'Nothing is lost: the trigger goes on by itself as soon as the cloud does.',
		isPassing: true,
	};
	const times = { since: now - 20 * 60_000, at: now, id: now.toString(36) };
	return [
		eventOf('triggerTrouble', 'the prints', times, words),
		eventOf('triggerRecovered', 'the prints', times),
	].filter(({ name }) => events.includes(name));
}
