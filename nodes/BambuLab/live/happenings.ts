import type { EventName } from './eventOptions';
import { filamentRunOut, pausedByGcode, pausedByUser, type LiveError } from './liveErrors';
import type { LiveMessage } from './mqttMessage';
import { isBusy, type Snapshot } from './reading';
import { stateWord } from './status';

export interface Happening {
	event: EventName;
	/** The reason, code, unit, percent, or layer that it is about; tells it apart from others of its kind. */
	detail: string;
	/** Where the print stood, if that tells it apart too. */
	place?: string;
	error?: LiveError;
}

export interface Steps {
	progressStep: number;
	layerStep: number;
}

export function isOtherJob(before: Snapshot, after: Snapshot): boolean {
	if (before.taskId !== null && after.taskId !== null) return before.taskId !== after.taskId;
	return before.title !== null && after.title !== null && before.title !== after.title;
}

/** Where a print stood, to tell one pause from the next. */
function placeOf({ layerNumber, progress }: Snapshot): string {
	return `${layerNumber ?? ''}/${progress ?? ''}`;
}

function statusChange(before: Snapshot, after: Snapshot): Happening[] {
	const isNew = isOtherJob(before, after);
	if (before.status === after.status && !isNew) return [];
	const started: Happening = { event: 'printStarted', detail: '' };
	switch (after.status) {
		case 'running':
			if (before.status === 'unknown' || before.status === 'offline') return [];
			return before.status === 'paused' && !isNew
				? [{ event: 'printResumed', detail: '', place: placeOf(after) }]
				: [started];
		case 'paused':
			return [{ event: 'printPaused', detail: after.pauseReason ?? '', place: placeOf(after) }];
		case 'finished':
			return [{ event: 'printFinished', detail: '' }];
		case 'cancelled':
			return [{ event: 'printCancelled', detail: '' }];
		case 'failed':
			return before.status === 'cancelled' && !isNew ? [] : [{ event: 'printFailed', detail: '' }];
		case 'idle':
			// A restart, and the cancel of some firmware, look the same; only a code that was seen tells.
			if (!isBusy(before)) return [];
			return [{ event: after.isCancelled ? 'printCancelled' : 'printEndedUnknown', detail: '' }];
		default:
			return [];
	}
}

const ofPauses = [pausedByUser, pausedByGcode];

function errorChanges(before: Snapshot, after: Snapshot): Happening[] {
	const isIn = (errors: LiveError[], { code }: LiveError) =>
		errors.some((other) => other.code === code);
	const raised = after.errors.filter((error) => !isIn(before.errors, error));
	const cleared = before.errors.filter((error) => !isIn(after.errors, error));
	const isPlain = ({ reason }: LiveError) => ofPauses.includes(reason ?? '');
	const isRunOut = ({ reason }: LiveError) => reason === filamentRunOut;
	// A printer tells one run-out by two codes; the longer one names the slot.
	const runOut = raised.filter(isRunOut).sort((a, b) => b.code.length - a.code.length)[0];
	return [
		...(runOut === undefined
			? []
			: [{ event: 'filamentRanOut', detail: '', place: placeOf(after), error: runOut } as const]),
		...raised
			.filter((error) => !isPlain(error) && !isRunOut(error))
			.map((error) => ({ event: 'errorRaised', detail: error.code, error }) as const),
		...cleared
			.filter((error) => !isPlain(error))
			.map((error) => ({ event: 'errorCleared', detail: error.code, error }) as const),
	];
}

/** The highest multiple of a step that was passed; undefined where none was. */
function passed(before: number | null, after: number | null, step: number): number | undefined {
	if (step <= 0 || after === null || before === null) return undefined;
	const reached = Math.floor(after / step) * step;
	return Math.floor(before / step) * step < reached ? reached : undefined;
}

function progressOf(before: Snapshot, after: Snapshot, steps: Steps): Happening[] {
	if (after.status !== 'running') return [];
	// The first figures of a print may still be those of the last one.
	if (!isBusy(before) || isOtherJob(before, after)) return [];
	const { layerNumber: layerBefore, progress: percentBefore } = before;
	const layer = passed(layerBefore, after.layerNumber, steps.layerStep);
	const percent = passed(percentBefore, after.progress, steps.progressStep);
	const isFirstDone = (layerBefore ?? 2) < 2 && (after.layerNumber ?? 0) >= 2;
	return [
		...(isFirstDone ? [{ event: 'firstLayerDone', detail: '' } as const] : []),
		...(layer === undefined ? [] : [{ event: 'layerReached', detail: String(layer) } as const]),
		// The whole of it is told by the end of the print; at its start some show the last one's 100.
		...(percent === undefined || percent >= 100
			? []
			: [{ event: 'progressReached', detail: String(percent) } as const]),
	];
}

const humid = 2;

function amsChanges(before: Snapshot, after: Snapshot): Happening[] {
	return after.units.flatMap((unit): Happening[] => {
		const own = before.units.find(({ name }) => name === unit.name);
		if (own === undefined) return [];
		const isDried = (own.dryingMinutes ?? 0) > 0 && unit.dryingMinutes === 0;
		const isHumid = (own.humidityLevel ?? 0) > humid && (unit.humidityLevel ?? 9) <= humid;
		return [
			...(isDried ? [{ event: 'amsDryingFinished', detail: unit.name } as const] : []),
			...(isHumid ? [{ event: 'amsHumid', detail: unit.name } as const] : []),
		];
	});
}

const nothing: Snapshot = {
	status: 'idle',
	isCancelled: false,
	taskId: null,
	title: null,
	progress: null,
	pauseReason: null,
	errors: [],
	units: [],
	layerNumber: null,
	layerCount: null,
};

/** What the printer would have come from where nobody knows: for a test by hand. */
export const atRest = nothing;

/**
 * What a report of changes tells by itself: it names a state only where it has just come about, which a
 * whole report does not.
 */
function ofChanges({ print }: LiveMessage, after: Snapshot): Happening[] {
	const isNew = stateWord(print) !== '';
	const ended = ['paused', 'finished', 'failed', 'cancelled'].includes(after.status);
	const told = print.print_error !== undefined || Array.isArray(print.hms);
	return [
		...(isNew && ended ? statusChange(nothing, after) : []),
		...(told ? errorChanges(nothing, after) : []),
	];
}

/** What happened between what was known and what is known now. */
export function happeningsBetween(
	before: Snapshot | undefined,
	after: Snapshot,
	message: LiveMessage,
	steps: Steps,
): Happening[] {
	if (message.kind === 'answer' || message.kind === 'connection') return [];
	if (before === undefined || before.status === 'unknown') {
		return message.kind === 'changes' ? ofChanges(message, after) : [];
	}
	return [
		...statusChange(before, after),
		...errorChanges(before, after),
		...progressOf(before, after, steps),
		...amsChanges(before, after),
	];
}
