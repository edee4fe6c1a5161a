import {
	detectMessages,
	isInboxCovered,
	isMessageState,
	messageBaselineOf,
	reachesBehind,
	type MessageState,
} from '../../nodes/BambuLab/trigger/messageDetector';

const now = Date.parse('2026-08-14T12:00:00Z');
const hour = 3600;

function row(id: number, secondsAgo: number) {
	return { id, type: 101, createTime: new Date(now - secondsAgo * 1000).toISOString() };
}

/** An inbox from its ids and ages, newest first. */
function inbox(...rows: Array<[id: number, secondsAgo: number]>) {
	return rows.map(([id, secondsAgo]) => row(id, secondsAgo));
}

/** As it is stored. */
function begin(rows: object[], since = Infinity, told?: MessageState, clock = now) {
	const known = rows as ReturnType<typeof inbox>;
	const baseline = messageBaselineOf(known, since, told, clock);
	return detectMessages(baseline, known, clock);
}

function idsOf({ events }: ReturnType<typeof detectMessages>): string[] {
	return events.map(({ id }) => id);
}

describe('A message', () => {
	const before = inbox([2, 100], [1, 5000]);

	test('that was there at the beginning is no news', () => {
		const first = begin(before);
		expect(idsOf(first)).toEqual([]);
		expect(idsOf(detectMessages(first.state, before, now))).toEqual([]);
	});

	test('is told once, oldest first, also of the same second, late, or listed twice', () => {
		const { state } = begin(before);
		const rows = [...inbox([5, 0], [4, 10], [3, 0], [5, 0]), ...before];
		const found = detectMessages(state, rows, now);
		expect(idsOf(found)).toEqual(['3', '4', '5']);
		expect(idsOf(detectMessages(found.state, rows, now))).toEqual([]);
	});

	test('is told again by no state that was stored with it', () => {
		const { state } = begin(before);
		const rows = [...inbox([3, 0]), ...before];
		const stored = detectMessages(state, rows, now).state;
		expect(idsOf(detectMessages(stored, rows.slice(1), now))).toEqual([]);
		expect(idsOf(detectMessages(stored, rows, now))).toEqual([]);
	});

	test('tells its time and the printer of its print', () => {
		const taskMessage = { deviceId: 'A' };
		const { events } = detectMessages(
			begin(before).state,
			[{ ...row(3, 5), taskMessage }, ...before],
			now,
		);
		expect(events).toMatchObject([{ deviceId: 'A', occurredAt: now - 5000 }]);
	});

	test('of a busy inbox that moves up when others are deleted is no news', () => {
		const busy = inbox(
			...Array.from({ length: 80 }, (_, index): [number, number] => [100 - index, index]),
		);
		const { state } = begin(busy.slice(0, 50));
		expect(idsOf(detectMessages(state, busy.slice(40), now))).toEqual([]);
	});

	test('that stands below what was read, and is a little newer, is no news', () => {
		const page = inbox([3, 10], [2, 700]);
		const { state } = begin(page);
		expect(idsOf(detectMessages(state, [...page, ...inbox([1, 690])], now))).toEqual([]);
	});

	test('that stands below what was read is no news either when our clock is behind', () => {
		const page = inbox([4, 1], [3, 1], [2, 5]);
		const { state } = begin(page, Infinity, undefined, now - 240_000);
		expect(idsOf(detectMessages(state, [...page, ...inbox([1, 3])], now))).toEqual([]);
	});

	test('is news after an inbox that was empty, while the history would not be', () => {
		const { state } = begin([]);
		expect(idsOf(detectMessages(state, inbox([2, 0], [1, 3 * 24 * hour]), now))).toEqual(['2']);
	});
});

describe('The last hours', () => {
	const rows = inbox([4, 10], [3, hour], [2, hour + 1], [1, 5 * hour]);
	const since = now - hour * 1000;

	test('are told on publishing', () => {
		expect(idsOf(begin(rows, since))).toEqual(['3', '4']);
	});

	test('are not told again', () => {
		const told = begin(inbox([3, hour], [2, hour + 1]), since).state;
		expect(idsOf(begin(rows, since, told))).toEqual(['4']);
	});

	test('hold what came late, and what came in the same second', () => {
		expect(idsOf(begin(inbox([2, 11], [1, 10]), since))).toEqual(['1', '2']);
		const told = begin(inbox([1, 10]), since).state;
		expect(idsOf(begin(inbox([2, 10], [1, 10]), since, told))).toEqual(['2']);
	});

	test.each([
		[hour + 600, false],
		[hour + 601, true],
	])('are read until nothing late stands below: %d seconds', (secondsAgo, isEnough) => {
		expect(reachesBehind(inbox([2, 0], [1, secondsAgo]), since)).toBe(isEnough);
	});
});

describe('The pages are enough', () => {
	const known = begin(inbox([2, 100], [1, 1000])).state;

	test.each<[string, Array<[number, number]>, boolean]>([
		['where a small inbox is known', [[2, 100]], true],
		['not where it holds news', [[3, 0]], false],
		['not where there is nothing', [], false],
		[
			'where they reach well into known ground',
			[
				[3, 0],
				[2, 100],
				[1, 1000],
			],
			true,
		],
		[
			'not where they only touch it',
			[
				[3, 0],
				[2, 100],
			],
			false,
		],
	])('%s', (_name, rows, isEnough) => {
		expect(isInboxCovered(known, inbox(...rows))).toBe(isEnough);
	});
});

test('The state stays small, and what it forgets is no news', () => {
	const many = inbox(
		...Array.from({ length: 1000 }, (_, index): [number, number] => [2000 - index, index]),
	);
	const { state } = begin(many);
	const later = detectMessages({ ...state, floor: 0, seen: {} }, many, now).state;
	expect(Object.keys(later.seen)).toHaveLength(150);
	expect(idsOf(detectMessages(later, many, now))).toEqual([]);
});

test.each<[unknown, boolean]>([
	[{ floor: 1, seen: { 5: 6 } }, true],
	[{ floor: '1', seen: {} }, false],
	[{ floor: 1, seen: { 5: '6' } }, false],
	[{ floor: 1 }, false],
	[null, false],
])('A stored state of messages is known from other things: %j', (value, isSound) => {
	expect(isMessageState(value)).toBe(isSound);
});
