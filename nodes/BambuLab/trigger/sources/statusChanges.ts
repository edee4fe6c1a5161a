import { statusOfPrinter, type Status } from '../../output/status';
import type { Scope } from '../scope';

export interface StatusChange {
	/** What the status may have been before. */
	from: Status[];
	to: Status;
	/** What it was, as far as that is known. */
	previous: Status | undefined;
}

/** A printer comes to these from a print that is under way. */
const ends: Status[] = ['failed', 'finished', 'paused'];
const busy: Status[] = ['running', 'paused'];

/**
 * What a status was before it changed. n8n stores the state with an event only, so of changes that a filter
 * leaves out the process alone knows; after a start of n8n nobody does.
 */
export class StatusChanges {
	/** The last status of each printer that this process has seen. */
	private readonly seen = new Map<string, Status>();

	note(serial: string, word: string): void {
		this.seen.set(serial, statusOfPrinter(word));
	}

	/** @param stored the last one that n8n has stored */
	find(serial: string, stored: string, now: string, { statusFrom = [] }: Scope): StatusChange {
		const to = statusOfPrinter(now);
		const known = statusOfPrinter(stored);
		const seen = this.seen.get(serial);
		this.seen.set(serial, to);
		if (statusFrom.length === 0) return { from: [known], to, previous: known };
		const guessed = seen === undefined && ends.includes(to) ? busy : [];
		const before = [known, ...(seen === undefined ? [] : [seen])].filter((each) => each !== to);
		return {
			from: [...before, ...guessed.filter((each) => each !== to)],
			to,
			previous: before.find((each) => statusFrom.includes(each)),
		};
	}
}

/** The cloud's own word for what a printer is doing; undefined where there is none. */
export function wordFor(status: Status): string | undefined {
	return { failed: 'FAIL', finished: 'SUCCESS', idle: 'IDLE', paused: 'PAUSE', running: 'RUNNING' }[
		status as string
	];
}

/** A change for a test, such as the filters let through; without one it is to what the printer is doing. */
export function sampleChange(is: Status, { statusFrom = [], statusTo = [] }: Scope): StatusChange {
	const wanted = statusTo.find((each) => each === is) ?? statusTo[0] ?? is;
	const to = wanted as Status;
	const from = statusFrom.find((each) => each !== to) ?? (to === 'running' ? 'idle' : 'running');
	return { from: [from as Status], to, previous: from as Status };
}
