import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import { baselineOf, isBaselineCovered } from '../../nodes/BambuLab/trigger/taskBaseline';
import {
	detectTasks as detect,
	isTaskState,
	tasksBelow,
	type TaskEvent,
	type TaskState,
} from '../../nodes/BambuLab/trigger/taskDetector';
import { phaseOf } from '../../nodes/BambuLab/trigger/taskRows';

const now = Date.parse('2026-08-14T12:00:00Z');
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

function iso(secondsAgo: number): string {
	return new Date(now - secondsAgo * 1000).toISOString();
}

/** Without a wait for filaments. */
function detectTasks(state: TaskState, tasks: JsonObject[], at: number) {
	return detect(state, { tasks, heldBack: [] }, 0, at);
}

interface Given {
	id: number | string;
	/** Seconds before `now`. */
	started?: number;
	ended?: number;
	status?: unknown;
}

/** A row of the cloud; running unless it has an end or a status. */
function row({ id, started = hour, ended, status }: Given) {
	return {
		id,
		startTime: iso(started),
		endTime: iso(ended ?? started - 19),
		status: status ?? (ended === undefined ? 4 : 2),
	};
}

function inOrder(events: TaskEvent[]): TaskEvent[] {
	return [...events].sort((a, b) => a.occurredAt - b.occurredAt);
}

/** What a trigger knows after its first poll. */
function begin(tasks: JsonObject[]): TaskState {
	return detectTasks(baselineOf(tasks, now), tasks, now).state;
}

function names({ events }: ReturnType<typeof detectTasks>): string[] {
	return inOrder(events).map(({ name, id }) => `${name}:${id}`);
}

/** Polls one list after the other; the first is the baseline. */
function pollAll(...lists: Given[][]): string[][] {
	const [first = [], ...rest] = lists.map((list) => list.map(row));
	let state = begin(first);
	return rest.map((list) => {
		const result = detectTasks(state, list, now);
		state = result.state;
		return names(result);
	});
}

test.each([
	[1, 'running'],
	[2, 'taskFinished'],
	[3, 'taskFailed'],
	[4, 'running'],
	['2', 'taskFinished'],
	[0, 'running'],
	[5, 'running'],
	[null, 'running'],
	[undefined, 'running'],
	['done', 'running'],
])('Status %p means %s', (status, phase) => {
	expect(phaseOf({ status })).toBe(phase);
});

describe('Events', () => {
	const running = { id: 1 };
	const finished = { id: 1, ended: minute };

	test.each<[string, Given[][], string[][]]>([
		['a baseline and no change bring none', [[running], [running]], [[]]],
		['a print that starts', [[], [running]], [['taskCreated:1']]],
		['a print that ends', [[running], [finished]], [['taskFinished:1']]],
		['a print that fails', [[running], [{ ...finished, status: 3 }]], [['taskFailed:1']]],
		['an end is told once', [[running], [finished], [finished]], [['taskFinished:1'], []]],
		['between two polls', [[], [finished]], [['taskCreated:1', 'taskFinished:1']]],
		['what ended before the baseline', [[finished], [finished]], [[]]],
		['an end that is taken back', [[running], [finished], [running]], [['taskFinished:1'], []]],
		['an end that changes', [[finished], [{ ...finished, status: 3 }]], [[]]],
		['a running print that vanishes', [[running], [], []], [[], []]],
		['and comes back ended', [[running], [], [finished]], [[], ['taskFinished:1']]],
		['an ended print that vanishes and comes back', [[finished], [], [finished]], [[], []]],
		[
			'in the same second, with ids in no order',
			[[{ id: 5 }], [{ id: 9 }, { id: 5 }, { id: 2 }, { id: 7 }]],
			[['taskCreated:7', 'taskCreated:2', 'taskCreated:9']],
		],
		[
			'that end together, oldest end first',
			[
				[{ id: 3 }, { id: 2 }, { id: 1 }],
				[
					{ id: 3, ended: 30 },
					{ id: 2, ended: 10, status: 3 },
					{ id: 1, ended: 20 },
				],
			],
			[['taskFinished:3', 'taskFinished:1', 'taskFailed:2']],
		],
		['a row that is listed twice', [[], [running, running]], [['taskCreated:1']]],
		['a row without an id', [[], [{ id: '' }]], [[]]],
		[
			'a print that shows up late, behind newer ones',
			[
				[{ id: 2, started: hour, ended: minute }],
				[
					{ id: 2, started: hour },
					{ id: 1, started: day },
				],
			],
			[['taskCreated:1']],
		],
		[
			'an old print that the list shows for the first time',
			[[{ id: 2 }], [{ id: 2 }, { id: 1, started: 3 * day, ended: 2 * day }]],
			[[]],
		],
	])('%s', (_name, lists, expected) => {
		expect(pollAll(...lists)).toEqual(expected);
	});

	test('a task without a start, or with a zero time, counts where it stands in the list', () => {
		const known = row({ id: 1, started: hour, ended: minute });
		const state = begin([known]);
		const queued = { ...row({ id: 2 }), startTime: null };
		const zero = { ...row({ id: 3 }), startTime: '0001-01-01T00:00:00Z' };
		const { events, state: next } = detectTasks(state, [zero, queued, known], now);
		expect(events.map(({ id, occurredAt }) => [id, occurredAt])).toEqual([
			['2', now],
			['3', now],
		]);
		expect(names(detectTasks(next, [zero, queued, known], now))).toEqual([]);
	});

	test('occur when the cloud says, and now where it does not', () => {
		const state = begin([]);
		const good = row({ id: 1, started: hour, ended: minute });
		const bad = { ...row({ id: 2, started: hour, ended: minute }), endTime: iso(day) };
		const times = inOrder(detectTasks(state, [bad, good], now).events).map((event) => [
			`${event.name}:${event.id}`,
			event.occurredAt,
		]);
		expect(times).toEqual([
			['taskCreated:1', now - hour * 1000],
			['taskCreated:2', now - hour * 1000],
			['taskFinished:1', now - minute * 1000],
			['taskFinished:2', now],
		]);
	});

	test('an empty baseline may be a hiccup: the history after it is not new', () => {
		const list = Array.from({ length: 20 }, (_, index) =>
			row({ id: index + 1, started: (3 + index) * day, ended: 2.9 * day }),
		);
		expect(names(detectTasks(begin([]), list, now))).toEqual([]);
	});
});

describe('The state', () => {
	test('is left alone, and an older one gives what came since', () => {
		const first = begin([row({ id: 1 })]);
		const copy = structuredClone(first);
		const started = detectTasks(first, [row({ id: 2 }), row({ id: 1 })], now);
		const ended = [row({ id: 2, ended: 20 }), row({ id: 1, ended: 10 })];
		const emitted = structuredClone(started.state);
		detectTasks(started.state, ended, now);
		expect(first).toEqual(copy);
		expect(names(detectTasks(emitted, ended, now))).toEqual(['taskFinished:2', 'taskFinished:1']);
	});

	test('keeps a print open for weeks, and forgets one that the cloud has forgotten', () => {
		const long = { id: 1, started: 40 * day };
		const state = begin([row({ id: 2 }), row(long)]);
		expect(state.open).toHaveProperty('1');
		const ended = detectTasks(state, [row({ id: 2 }), row({ ...long, ended: 5 })], now);
		expect(names(ended)).toEqual(['taskFinished:1']);

		const later = now + 70 * day * 1000;
		const fresh = row({ id: 3, started: -70 * day });
		const next = detectTasks(state, [fresh, row({ id: 2 })], later).state;
		expect(next.open).not.toHaveProperty('1');
		expect(next.open).toHaveProperty('3');
		expect(names(detectTasks(next, [fresh, row({ id: 2 }), row(long)], later))).toEqual([]);
	});

	test.each([
		['a row from the future', now, -9000 * day],
		['a clock of n8n that jumps ahead', now + 9000 * day * 1000, minute],
		['a clock of n8n that falls back', 0, minute],
	])('%s makes it forget nothing', (_name, clock, started) => {
		const list = [row({ id: 1, started: hour })];
		const { state } = detectTasks(begin(list), [row({ id: 2, started }), ...list], clock);
		const ended = [row({ id: 3 }), row({ id: 2, started }), row({ id: 1, ended: 5 })];
		expect(names(detectTasks(state, ended, now)).sort()).toEqual([
			'taskCreated:3',
			'taskFinished:1',
		]);
	});

	test('takes only its own form', () => {
		const good: TaskState = { floor: 1, open: { 7: [1], 8: [1, 2] }, done: { 9: 3 } };
		expect(isTaskState(good)).toBe(true);
		for (const bad of [
			null,
			{},
			{ ...good, floor: '1' },
			{ ...good, open: { 7: 1 } },
			{ ...good, open: { 7: [] } },
			{ ...good, open: [] },
			{ ...good, done: { 9: null } },
			{ ...good, done: undefined },
		]) {
			expect(isTaskState(bad)).toBe(false);
		}
	});
});

test('A print that waits for its filaments goes on waiting where an older list has it running', () => {
	const state = begin([row({ id: 1 })]);
	const ended = row({ id: 1, ended: 10 });
	const poll = (known: TaskState, tasks: JsonObject[], heldBack: JsonObject[], at: number) =>
		detect(known, { tasks, heldBack }, 60_000, at);
	const overtaken = poll(state, [row({ id: 1 })], [ended], now);
	expect([overtaken.events, overtaken.heldBack]).toEqual([[], [ended]]);
	const { events } = poll(overtaken.state, [], overtaken.heldBack, now + 60_000);
	expect(events.map(({ name, id }) => `${name}:${id}`)).toEqual(['taskFinished:1']);
});

describe('Reading on', () => {
	function isCovered(known: TaskState, tasks: JsonObject[], at: number): boolean {
		return tasksBelow(known, tasks, at)?.length === 0;
	}

	const page = Array.from({ length: 50 }, (_, index) =>
		row({ id: 1000 - index, started: (index + 1) * minute, ended: 5 }),
	);
	const state = begin(page);

	test('stops well within known ground, and not before', () => {
		expect(isCovered(state, page, now)).toBe(true);
		const unknown = row({ id: 1, started: 0 });
		expect(isCovered(state, [unknown], now)).toBe(false);
		expect(isCovered(state, [unknown, ...page.slice(0, 10)], now)).toBe(false);
		expect(isCovered(state, [unknown, ...page.slice(0, 11)], now)).toBe(true);
		expect(isCovered(state, [], now)).toBe(false);
	});

	test('takes a known row that is listed once more at the end for no old ground', () => {
		const known = page.slice(0, 11);
		const fresh = Array.from({ length: 50 }, (_, index) => row({ id: 2000 + index, started: 0 }));
		expect(isCovered(state, [...known, ...fresh, ...known], now)).toBe(false);
	});

	test.each([
		['that started earlier', 2 * hour, false],
		['that started within the hour in which the order may be off', hour, false],
		['that must have been among the rows, so it was deleted', -30 * minute, true],
	])('searches an open print %s: %s seconds ago', (_name, started, isEnough) => {
		const open: TaskState['open'] = { 7: [now / 1000 - started] };
		expect(isCovered({ ...state, open }, page, now)).toBe(isEnough);
	});

	test('searches an open print of days now and then only', () => {
		const old = row({ id: 7, started: 4 * day });
		const known = baselineOf([...page, old], now);
		const { state: searched } = detectTasks(known, [...page, old], now);
		expect(isCovered(known, page, now)).toBe(false);
		expect(isCovered(searched, page, now)).toBe(true);
		const justBefore = detectTasks(searched, page, now + 50 * minute * 1000).state;
		expect(justBefore.open).toEqual(searched.open);
		expect(isCovered(justBefore, page, now + 59 * minute * 1000)).toBe(true);
		expect(isCovered(justBefore, page, now + 61 * minute * 1000)).toBe(false);
	});

	test('a baseline goes back as long as a print can take, or to the end', () => {
		const quiet = [row({ id: 1, started: 15 * day, ended: 14 * day })];
		expect(isBaselineCovered(page, page, Infinity, now)).toBe(false);
		expect(isBaselineCovered(quiet, [...page, ...quiet], Infinity, now)).toBe(true);
		const busy = [row({ id: 1, started: 15 * day })];
		expect(isBaselineCovered(busy, [...page, ...busy], Infinity, now)).toBe(false);
	});
});

describe('The size', () => {
	const printers = 500;
	/** The newest 10,000 tasks of 500 printers, each of which prints all the time. */
	function list(newest: number, hoursEach: number) {
		return Array.from({ length: 10_000 }, (_, index) => {
			const round = Math.floor(index / printers);
			return row({
				id: 7_000_000_000 + newest - index,
				started: (round + 0.5) * hoursEach * hour + (index % printers),
				ended: round === 0 ? undefined : (round - 0.5) * hoursEach * hour,
			});
		});
	}

	test.each([1, 60])('stays below 32 kB with prints of %i hours', (hours) => {
		let state = begin(list(20_000, hours));
		for (const newest of [30_000, 30_500, 31_000]) {
			state = detectTasks(state, list(newest, hours), now).state;
			expect(JSON.stringify(state).length).toBeLessThan(32_000);
		}
		expect(Object.keys(state.open).length).toBeGreaterThanOrEqual(printers);
	});
});
