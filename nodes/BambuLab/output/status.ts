import { entryOf, finiteNumber, textOrEmpty } from '../cloud/json';

/** What a print, or a printer, is doing. */
export type Status =
	| 'cancelled'
	| 'failed'
	| 'finished'
	| 'idle'
	| 'offline'
	| 'paused'
	| 'running'
	| 'unknown';

/** 1 and 4 are printing; 3 is failed or cancelled, which the cloud's list does not tell apart. */
const ofNumbers: { [status: number]: Status } = {
	1: 'running',
	2: 'finished',
	3: 'failed',
	4: 'running',
};

/**
 * The left words were seen in answers, the others stand in the source of Bambu Studio. A printer keeps
 * the word of its last print until the next one.
 */
const ofWords: { [word: string]: Status } = {
	RUNNING: 'running',
	ACTIVE: 'running',
	SUCCESS: 'finished',
	FAIL: 'failed',
	FINISH: 'finished',
	FAILED: 'failed',
	SLICING: 'running',
	PREPARE: 'running',
	PAUSE: 'paused',
	IDLE: 'idle',
	INIT: 'idle',
	OFFLINE: 'offline',
};

/** The status of a print, from the number of the list of prints or the word of another service. */
export function statusOfPrint(code: unknown): Status {
	const number = finiteNumber(code);
	if (number !== undefined) return ofNumbers[number] ?? 'unknown';
	return entryOf(ofWords, textOrEmpty(code).toUpperCase()) ?? 'unknown';
}

/** The first of the cloud's words for a status; undefined where there is none. */
export function wordFor(status: Status): string | undefined {
	return Object.keys(ofWords).find((word) => ofWords[word] === status);
}

/** The status of a printer that is online, from its word; one that has never printed has none. */
export function statusOfPrinter(word: string): Status {
	return word === '' ? 'idle' : (entryOf(ofWords, word.toUpperCase()) ?? 'unknown');
}
