import { textOrEmpty } from '../cloud/json';
import { isoTime } from '../output/times';
import type { Checked, Checking } from './check';
import { eventsFrom, sourceNames, type SourceName } from './events';
import type { TriggerEvent } from './sources/source';
import type { TriggerState } from './state';
import { isPassing, problemIn, type Failure } from './trouble';

/** What lasts is told again after this. */
const remindAfterMs = 24 * 3_600_000;

interface Words {
	message: string;
	nextStep: string;
	isPassing: boolean;
}

function eventOf(
	name: 'triggerTrouble' | 'triggerRecovered',
	label: string,
	{ since, at, id }: { since: number; at: number; id: string },
	words: Words | undefined,
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
				message: words?.message ?? null,
				nextStep: words?.nextStep ?? null,
				isPassing: words?.isPassing ?? null,
				startedAt: isoTime(since),
				endedAt: isOver ? isoTime(at) : null,
				durationMinutes: Math.max(0, Math.round((at - since) / 60_000)),
			},
		},
	};
}

function wordsOf({ error }: Failure): Words {
	const { message, description } = error;
	return { message, nextStep: textOrEmpty(description), isPassing: isPassing(error) };
}

/** What was told to be in trouble, but for what nobody listens for any more. */
function toldIn({ own, settings, before }: Checking): NonNullable<TriggerState['troubles']> {
	const isChosen = (name: SourceName) => eventsFrom(name, settings.events).length > 0;
	const unchosen = sourceNames.filter((name) => !isChosen(name));
	const labels = new Set(unchosen.map((name) => own.source(name).label));
	const told = Object.entries(before?.troubles ?? {}).filter(([label]) => !labels.has(label));
	return Object.fromEntries(told);
}

/** Whether what was told to be in trouble is so no longer. */
function isWorking(label: string, { own }: Checking, { failures, read }: Checked): boolean {
	if (failures.some((failure) => (failure.label ?? '') === label)) return false;
	const isSource = sourceNames.some((name) => own.source(name).label === label);
	if (isSource) return read.includes(label);
	return label === '' ? read.length > 0 || failures.length === 0 : failures.length === 0;
}

/**
 * What can no longer be read, and what can again, as events; notes in the state what was told. One that was
 * told is not shown as a failed execution beside.
 */
export function noteTroubles(checking: Checking, checked: Checked): TriggerEvent[] {
	const { own, settings, now } = checking;
	const { next, failures } = checked;
	const id = next.lastEventAt.toString(36);
	const told = toldIn(checking);
	const events: TriggerEvent[] = [];
	for (const [label, { since }] of Object.entries(told)) {
		if (!isWorking(label, checking, checked)) continue;
		delete told[label];
		events.push(eventOf('triggerRecovered', label, { since, at: now, id }, undefined));
	}
	for (const failure of settings.events.includes('triggerTrouble') ? failures : []) {
		const { label = '', error } = failure;
		const noteShown = own.troubles.note(failure, settings.reportOutageAfterMs);
		if (noteShown === undefined) continue;
		const problem = problemIn(error);
		const before = told[label];
		const toldAgoMs = now - (before?.toldAt[problem] ?? -Infinity);
		const isTold = isPassing(error) ? toldAgoMs !== Infinity : Math.abs(toldAgoMs) < remindAfterMs;
		if (isTold) {
			// A process that began since then does not know of it, and shall not wait for a whole day more.
			noteShown(toldAgoMs);
			continue;
		}
		noteShown();
		const since = before?.since ?? Math.round(now - own.troubles.elapsedMs(failure.label));
		told[label] = { since, toldAt: { ...before?.toldAt, [problem]: now } };
		events.push(eventOf('triggerTrouble', label, { since, at: now, id }, wordsOf(failure)));
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
		eventOf('triggerRecovered', 'the prints', times, undefined),
	].filter(({ name }) => events.includes(name));
}
