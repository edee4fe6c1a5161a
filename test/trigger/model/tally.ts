/** What makes a world hard; a run in which one of them never happened has proved less than it says. */
export const hardships = [
	'account unreadable',
	'answer cut off',
	'broken connection',
	'clock ahead',
	'clock behind',
	'clock repaired',
	'contradictory list',
	'dead endpoint',
	'duplicate row',
	'empty list',
	'empty list at publishing',
	'end of a status nobody knows',
	'figure that falls',
	'first activation by the start of n8n',
	'firmware of the AMS alone',
	'forbidden',
	'hundreds of ends at once',
	'installed firmware unknown',
	'installed firmware written otherwise',
	'late row',
	'late by hours',
	'message corrected',
	'model left out',
	'no figures by mistake',
	'no printers by mistake',
	'older firmware offered',
	'other account',
	'overlapping poll',
	'print that never ends',
	'printer back while n8n was down',
	'printer unbound while offline',
	'publishing failed',
	'rate limited',
	'restart during a poll',
	'restart from an older state',
	'restart while the cloud is down',
	'row corrected: end',
	'row corrected: printer',
	'row corrected: start',
	'row corrected: status',
	'row corrected: title and weight',
	'row returned',
	'row vanished',
	'row without a usable start',
	'server trouble',
	'sign-in renewed',
	'source unreadable for a day',
	'spool of unknown weight',
	'user id of 0',
] as const;

/** It takes a dozen slow answers in one poll; overlaps.test.ts makes it happen. */
type RareHardship = 'poll given up';

export type Hardship = (typeof hardships)[number] | RareHardship;

/** What happened in the worlds of a run. */
export class Tally {
	polls = 0;
	requests = 0;
	readonly events: { [name: string]: number } = {};
	readonly hardships = new Map<Hardship, number>();

	note(hardship: Hardship): void {
		this.hardships.set(hardship, (this.hardships.get(hardship) ?? 0) + 1);
	}

	told(event: string): void {
		this.events[event] = (this.events[event] ?? 0) + 1;
	}

	add(other: Tally): void {
		this.polls += other.polls;
		this.requests += other.requests;
		for (const [name, count] of Object.entries(other.events)) {
			this.events[name] = (this.events[name] ?? 0) + count;
		}
		for (const [name, count] of other.hardships) {
			this.hardships.set(name, (this.hardships.get(name) ?? 0) + count);
		}
	}

	get eventCount(): number {
		return Object.values(this.events).reduce((sum, count) => sum + count, 0);
	}

	/** The hardships that never happened. */
	get missing(): Hardship[] {
		return hardships.filter((name) => !this.hardships.has(name));
	}
}
