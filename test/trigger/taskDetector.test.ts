import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import { detectTasks as detect, type TaskState } from '../../nodes/BambuLab/trigger/taskDetector';
import { phaseOf } from '../../nodes/BambuLab/trigger/taskRows';
import {
	begin,
	day,
	detectTasks,
	type Given,
	hour,
	inOrder,
	iso,
	minute,
	names,
	now,
	row,
} from './support/detecting';

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
