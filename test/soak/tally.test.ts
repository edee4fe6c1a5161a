import type { World } from '../cloud';
import { BulkLedger, dueTimes } from './bulk';
import { flawOf, tallyEvents, type ToldEvent } from './tally';

const told = (eventId: string, more: Partial<ToldEvent> = {}): ToldEvent => ({
	event: eventId.split(':')[0] ?? '',
	eventId,
	...more,
});
const changed = (order: string, previousStatus: string, status: string) =>
	told(`deviceStatusChanged:P1:${order}:${status}`, {
		previousStatus,
		printer: { printerSerial: 'P1', status },
	});
const none = new Map<string, string>();
const sound = { lost: [], repeated: [], unexpected: [], brokenChains: [] };

test('events are counted by their id, outages of a printer by its serial number', () => {
	const expected = new Map([
		['taskCreated:1', 1],
		['taskCreated:2', 1],
		['taskFinished:1', 1],
		['deviceOffline:P1', 2],
		['deviceOnline:P1', 1],
	]);
	const events = [
		told('taskCreated:1'),
		told('taskFinished:1'),
		told('taskFinished:1'),
		told('taskFailed:9'),
		told('deviceOffline:P1:a'),
		told('deviceOnline:P1:b'),
		told('deviceOnline:P1:c'),
	];

	expect(tallyEvents(events, expected, none, none)).toEqual({
		lost: ['taskCreated:2', 'deviceOffline:P1'],
		repeated: ['taskFinished:1', 'deviceOnline:P1'],
		unexpected: ['taskFailed:9'],
		brokenChains: [],
	});
});

test("changes of a printer's status lead from its first to its last, in the order of their telling", () => {
	const atFirst = new Map([['P1', 'idle']]);
	const chain = [changed('10', 'running', 'finished'), changed('z', 'idle', 'running')];
	const tallyTo = (events: ToldEvent[], last: string) =>
		tallyEvents(events, new Map(), atFirst, new Map([['P1', last]])).brokenChains;

	expect(tallyEvents(chain, new Map(), atFirst, new Map([['P1', 'finished']]))).toEqual(sound);
	expect(tallyTo(chain, 'failed')).toEqual(['P1 is failed']);
	expect(tallyTo([changed('10', 'running', 'finished')], 'finished')).toEqual([
		'deviceStatusChanged:P1:10:finished',
	]);
	expect(tallyTo([], 'idle')).toEqual([]);
});

test.each([
	[[1, 2, 3], [2, 1], undefined],
	[[1, 3], [1, 2], '1 missing, such as 2'],
	[[1, 2, 2], [1, 2], '1 repeated'],
])('rows %j of %j: %s', (got, expected, flaw) => {
	expect(flawOf(got, expected)).toBe(flaw);
});

const minute = 60_000;
const prints = [
	{ id: 1, startsAt: 0 },
	{ id: 2, startsAt: minute - 1 },
	{ id: 3, startsAt: minute },
];

test('each run of a bulk job leaves an outcome or an error of ours', () => {
	const ledger = new BulkLedger(() => ({ prints }) as unknown as World);
	const list = (at: number, got: number[]) => ledger.note({ job: 'list', at, asked: [], got });
	list(minute, [2, 1]);
	list(2 * minute, [1, 2]);
	const failure = (at: number, problem?: string) => ({
		workflowId: '',
		at,
		message: 'No.',
		problem,
	});
	const failures = [failure(3 * minute, 'captcha'), failure(5 * minute)];

	expect(ledger.tally('list', dueTimes(0, 1, 6 * minute), failures)).toEqual({
		runs: 4,
		complete: 1,
		failed: { captcha: 1 },
		flaws: ['00:02:00: 1 missing, such as 3', '00:05:00: No.', '00:04:00: no outcome'],
	});
});

test('lookups give one row for each task, in the order of the tasks', () => {
	const asked = Array.from({ length: 500 }, (_, index) => index);
	const flawsOf = (tasks: number[], got: number[]) => {
		const ledger = new BulkLedger(() => ({ prints }) as unknown as World);
		ledger.note({ job: 'lookups', at: 0, asked: tasks, got });
		return ledger.tally('lookups', [], []).flaws;
	};

	expect(flawsOf(asked, asked)).toEqual([]);
	expect(flawsOf(asked, [...asked].reverse())).toEqual(['00:00:00: in another order']);
	expect(flawsOf(asked, asked.slice(1))).toEqual(['00:00:00: 1 missing, such as 0']);
	expect(flawsOf(asked.slice(1), asked.slice(1))).toEqual(['00:00:00: 499 tasks to look up']);
});
