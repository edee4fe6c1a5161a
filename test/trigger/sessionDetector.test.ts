import {
	detectSession,
	isSessionState,
	type SeenSession,
	type SessionState,
} from '../../nodes/BambuLab/trigger/sessionDetector';

const now = Date.parse('2026-08-14T12:00:00Z');
const day = 24 * 3_600_000;

interface Given {
	mark?: string;
	/** Days from `now`. */
	ends?: number;
	renewsItself?: boolean;
}

function session({ mark = 'a', ends, renewsItself = false }: Given): SeenSession {
	const endsAt = ends === undefined ? undefined : now + ends * day;
	return { mark, endsAt, renewsItself, status: {} };
}

/** Looks at one session after the other; a number lets so many days pass. */
function told(...seen: (Given | undefined | number)[]): string[][] {
	let state: SessionState | undefined;
	let clock = now;
	return seen.flatMap((given) => {
		if (typeof given === 'number') {
			clock += given * day;
			return [];
		}
		const result = detectSession(state, given && session(given), 7, clock);
		state = result.state;
		return [result.events.map(({ id }) => id)];
	});
}

describe('The end of a sign-in', () => {
	test.each<[string, (Given | undefined | number)[], string[][]]>([
		['that is far is not told', [{ ends: 8 }], [[]]],
		['that is just as far as asked is not told', [{ ends: 7 }], [[]]],
		['that is nearer is told', [{ ends: 6.999 }], [['a']]],
		['that has passed is told', [{ ends: -3 }], [['a']]],
		[
			'is told when it has come near',
			[{ ends: 30 }, 22, { ends: 30 }, 2, { ends: 30 }],
			[[], [], ['a']],
		],
		[
			'is told once',
			[{ ends: 5 }, { ends: 5 }, 2, { ends: 5 }, 9, { ends: 5 }],
			[['a'], [], [], []],
		],
		['that nobody knows is not told', [{}, 400, {}], [[], []]],
		['that does not matter is not told', [{ ends: 1, renewsItself: true }], [[]]],
		['of no token is not told', [{ ends: 1, mark: '' }], [[]]],
		['is told of each token', [{ ends: 5 }, { mark: 'b', ends: 6 }], [['a'], ['b']]],
		[
			'is not told again of a token that comes back',
			[{ ends: 5 }, { mark: 'b', ends: 6 }, { ends: 5 }, { mark: 'b', ends: 6 }],
			[['a'], ['b'], [], []],
		],
		[
			'is remembered while nobody listens, or another one is far',
			[{ ends: 5 }, undefined, { mark: 'b', ends: 90 }, { ends: 5 }],
			[['a'], [], [], []],
		],
		[
			'that is put off counts as the same',
			[{ ends: 5 }, { ends: 50 }, { ends: 4 }],
			[['a'], [], []],
		],
	])('%s', (_name, seen, expected) => {
		expect(told(...seen)).toEqual(expected);
	});

	test.each([
		[1, 1.5, 0],
		[2, 1.5, 1],
		[1, 0.5, 1],
		[30, 29, 1],
		[400, 365, 1],
	])('with %s days before, %s days left: %s events', (daysBefore, ends, count) => {
		const { events } = detectSession(undefined, session({ ends }), daysBefore, now);
		expect(events).toHaveLength(count);
	});
});

describe('The state', () => {
	test('is not there before something was told, and not changed by looking', () => {
		expect(detectSession(undefined, session({ ends: 90 }), 7, now).state).toBeUndefined();
		const before = { told: ['a'] };
		detectSession(before, session({ mark: 'b', ends: 1 }), 7, now);
		expect(before).toEqual({ told: ['a'] });
	});

	test('stays small', () => {
		let state: SessionState | undefined;
		for (let token = 0; token < 100; token++) {
			({ state } = detectSession(state, session({ mark: `${token}`, ends: 1 }), 7, now));
		}
		expect(JSON.stringify(state).length).toBeLessThan(100);
		expect(detectSession(state, session({ mark: '99', ends: 1 }), 7, now).events).toEqual([]);
	});

	test('takes only its own form', () => {
		expect(isSessionState({ told: ['a'] })).toBe(true);
		for (const bad of [null, {}, { told: 'a' }, { told: [1] }, []]) {
			expect(isSessionState(bad)).toBe(false);
		}
	});
});
