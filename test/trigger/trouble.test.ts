import {
	isQuiet,
	judge,
	type PollFailure,
	type Trouble,
} from '../../nodes/BambuLab/trigger/trouble';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-08-14T12:00:00Z');
const outage: PollFailure = { name: 'serverTrouble', cause: 'temporarily-unavailable' };
const limit: PollFailure = { name: 'tooManyRequests', cause: 'rate-limited' };
const wrongPassword: PollFailure = { name: 'wrongPassword', cause: 'credential-invalid' };

/** The minutes at which a failure was shown, out of those at which polls failed. */
function shownAt(failures: Array<[at: number, failure: PollFailure]>, reportAfter = 15): number[] {
	let trouble: Trouble | undefined;
	return failures.flatMap(([at, failure]) => {
		const judged = judge(trouble, failure, reportAfter * minute, start + at * minute);
		trouble = judged.trouble;
		return judged.isToShow ? [at] : [];
	});
}

/** One failure at each of the minutes. */
function failingAt(minutes: number[], failure: PollFailure): Array<[number, PollFailure]> {
	return minutes.map((at) => [at, failure]);
}

const eachMinute = Array.from({ length: 3 * 24 * 60 }, (_, index) => index);

describe('What passes by itself', () => {
	test.each<[string, PollFailure]>([
		['an outage', outage],
		['too many requests', limit],
		['a used-up quota', { name: 'quota', cause: 'quota-exhausted' }],
	])('is shown once, when %s has lasted', (_name, failure) => {
		expect(shownAt(failingAt(eachMinute, failure))).toEqual([15]);
	});

	test('is one trouble, whatever its kinds', () => {
		const mixed = eachMinute.map((at): [number, PollFailure] => [at, at % 2 ? outage : limit]);
		expect(shownAt(mixed)).toEqual([15]);
	});

	test('is shown at once where nobody wants to wait', () => {
		expect(shownAt(failingAt([0, 1, 2], outage), 0)).toEqual([0]);
	});

	test('has lasted since a clock that was set back', () => {
		expect(shownAt(failingAt([600, 0, 14, 15, 16], outage))).toEqual([15]);
	});

	test('is shown too early rather than never by a clock that jumped ahead', () => {
		expect(shownAt(failingAt([0, 600], outage))).toEqual([600]);
	});
});

describe('What the user has to mend', () => {
	test('is shown at once, and each day again', () => {
		expect(shownAt(failingAt(eachMinute, wrongPassword))).toEqual([0, 24 * 60, 2 * 24 * 60]);
	});

	test('is shown again where it is something else', () => {
		const other: PollFailure = { name: 'badParameter', cause: 'configuration-invalid' };
		const failures: Array<[number, PollFailure]> = [
			[0, wrongPassword],
			[1, other],
			[2, other],
		];
		expect(shownAt(failures)).toEqual([0, 1]);
	});

	test('is shown at once after an outage, and begins a new one', () => {
		const failures = [
			...failingAt([0, 10], outage),
			...failingAt([11], wrongPassword),
			...failingAt([12, 20, 27], outage),
		];
		expect(shownAt(failures)).toEqual([11, 27]);
	});

	test('is shown again after a clock that was set back by days', () => {
		expect(shownAt(failingAt([3 * 24 * 60, 1, 2], wrongPassword))).toEqual([3 * 24 * 60, 1]);
	});
});

describe('The rest that the cloud asks for', () => {
	function troubleOf(retryAfterSeconds?: number): Trouble {
		return judge(undefined, { ...limit, retryAfterSeconds }, 15 * minute, start).trouble;
	}

	test.each<[string, number | undefined, number, boolean]>([
		['is kept', 120, 119_999, true],
		['ends', 120, 120_000, false],
		['is no rest where none was asked for', undefined, 0, false],
		['lasts an hour at most', 86_400, hour - 1, true],
		['ends after an hour', 86_400, hour, false],
		['ends with a clock that was set back', 120, -hour, false],
		['goes on where the clock was set back a little', 120, -1000, true],
	])('%s', (_name, retryAfter, later, isRest) => {
		expect(isQuiet(troubleOf(retryAfter), start + later)).toBe(isRest);
	});

	test('is over where there is no trouble', () => {
		expect(isQuiet(undefined, start)).toBe(false);
	});

	test('is over with the next failure that asks for none', () => {
		const { trouble } = judge(troubleOf(120), outage, 15 * minute, start + 1000);
		expect(isQuiet(trouble, start + 1001)).toBe(false);
	});
});
