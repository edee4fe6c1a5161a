/** What one benchmark measured, as it is kept in docs/performance.data.json. */
export interface CaseFigures {
	/** When, as YYYY-MM-DD. */
	date: string;
	runs: number;
	/** Whether the machine had other work to do as well, so that figures are rough. */
	isBusy: boolean;
	findings: Finding[];
	/** What else a reader should know, as whole sentences. */
	notes: string[];
}

export type AllFigures = Record<string, CaseFigures>;

export interface Finding {
	/** What was done and measured. */
	what: string;
	unit: Unit;
	/** What ours is held against, run by run; a ratio makes sense only with it. */
	theirs?: number[];
	ours: number[];
	/** By default n8n's HTTP Request node. */
	against?: string;
	goal?: Goal;
}

export type Unit = 's' | 'ms' | 'MiB' | 'kB' | 'count';

export type Goal = { ratio: number } | { most: number } | { exactly: number };

export interface Spread {
	median: number;
	min: number;
	max: number;
}

export function spreadOf(values: number[]): Spread {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = (sorted.length - 1) / 2;
	const at = (index: number) => sorted[index] ?? NaN;
	return {
		median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		min: at(0),
		max: at(sorted.length - 1),
	};
}

/** Ours by theirs, each run with that of the same turn. */
export function ratiosOf({ theirs, ours }: Finding): number[] {
	return theirs === undefined ? [] : ours.map((value, run) => value / (theirs[run] ?? NaN));
}

/** Whether the goal is met; undefined without one. */
export function isMet(finding: Finding): boolean | undefined {
	const { goal, ours } = finding;
	if (goal === undefined) return undefined;
	if ('ratio' in goal) return spreadOf(ratiosOf(finding)).median <= goal.ratio;
	if ('most' in goal) return spreadOf(ours).median <= goal.most;
	return ours.every((value) => value === goal.exactly);
}
