import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import {
	baselineOf,
	fromNowOn,
	isBaselineCovered,
} from '../../nodes/BambuLab/trigger/taskBaseline';
import { detectTasks, type TaskState } from '../../nodes/BambuLab/trigger/taskDetector';
import { isFilling, isRunning, startedSince } from '../../nodes/BambuLab/trigger/taskRows';

const now = Date.parse('2026-08-14T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Row = ReturnType<typeof row>;

/** Started and ended so many hours ago; without an end it runs. */
function row(id: number, started: number, ended?: number) {
	const iso = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
	const status = ended === undefined ? 4 : 2;
	return { id, status, startTime: iso(started), endTime: iso(ended ?? started) };
}

/** What is told when the trigger begins, and what it knows then. */
function open(
	tasks: Row[],
	{ hours = -Infinity, running = false }: { hours?: number; running?: boolean },
	told?: TaskState,
) {
	const since = now - hours * hour;
	const isNew = (task: JsonObject) => startedSince(task, since) || (running && isRunning(task));
	const state = baselineOf(tasks, now, { endedSince: since, isNew, told, below: undefined });
	const found = detectTasks(state, { tasks, heldBack: [] }, 0, now);
	return { names: found.events.map(({ name, id }) => `${name}:${id}`), state: found.state };
}

const tasks = [row(4, 0.5), row(3, 2, 0.5), row(2, 0.8, 0.2), row(1, 9, 8)];

describe('When the trigger begins', () => {
	test('nothing is told from now on', () => {
		expect(open(tasks, {}).names).toEqual([]);
	});

	test('what is printing is told as new', () => {
		expect(open(tasks, { running: true }).names).toEqual(['taskCreated:4']);
	});

	test('the last hours are told: what began and what ended in them', () => {
		expect(open(tasks, { hours: 1 }).names.sort()).toEqual([
			'taskCreated:2',
			'taskCreated:4',
			'taskFinished:2',
			'taskFinished:3',
		]);
	});

	test.each([{ hours: 1 }, { running: true }, { hours: 1000 }, {}])(
		'nothing is told that an earlier life told: %j',
		(opening) => {
			const told = open(tasks, opening).state;
			expect(open(tasks, opening, told).names).toEqual([]);
		},
	);

	test('what an earlier life knew as running is told to have ended', () => {
		const told = open([row(1, 2)], {}).state;
		expect(open([row(1, 2, 0.5)], { hours: 1 }, told).names).toEqual(['taskFinished:1']);
		expect(open([row(1, 2, 1.5)], { hours: 1 }, told).names).toEqual([]);
		expect(open([row(1, 2, 0.5)], {}, told).names).toEqual([]);
	});

	test('the end of what runs comes later, whatever is told at first', () => {
		for (const opening of [{}, { running: true }, { hours: 1 }]) {
			const { state } = open([row(1, 2)], opening);
			const { events } = detectTasks(state, { tasks: [row(1, 2, 0)], heldBack: [] }, 0, now);
			expect(events).toMatchObject([{ name: 'taskFinished', id: '1' }]);
		}
	});

	test('the list is read far behind the last hours', () => {
		const far = [row(2, 1, 0.5), row(1, 24 * 14 + 25, 24)];
		expect(isBaselineCovered(far, far, now - day, now)).toBe(true);
		const near = [row(2, 1, 0.5), row(1, 24 * 14 + 23, 24)];
		expect(isBaselineCovered(near, near, now - day, now)).toBe(false);
	});
});

describe('The filaments of an ended print', () => {
	const ended = (minutesAgo: number) => ({
		status: 2,
		startTime: new Date(now - day).toISOString(),
		endTime: new Date(now - minutesAgo * minute).toISOString(),
	});

	test.each<[string, object, boolean]>([
		['may still come', ended(2.9), true],
		['have had their time', ended(3), false],
		['are there', { ...ended(1), amsDetailMapping: [{ filamentId: 'GFA00' }] }, false],
		['are an empty list at first', { ...ended(1), amsDetailMapping: [] }, true],
		['may still come where our clock is a little behind', ended(-4.9), true],
		['are not waited for where our clock is wrong', ended(-5), false],
		['are not waited for where nobody knows the end', { ...ended(1), endTime: '' }, false],
	])('%s', (_name, task, isAwaited) => {
		expect(isFilling(task as { [key: string]: unknown }, 3 * minute, now)).toBe(isAwaited);
	});
});

test('a baseline that was cut takes what stands below it for history', () => {
	const rows = [row(3, 1), row(2, 2)];
	const { floor } = baselineOf(rows, now, { ...fromNowOn, below: [] });
	const state = baselineOf(rows, now, { ...fromNowOn, below: [] });
	const found = detectTasks(
		state,
		{ tasks: [row(4, 0.1), ...rows, row(1, 2.5)], heldBack: [] },
		0,
		now,
	);
	expect(found.events.map(({ name, id }) => `${name}:${id}`)).toEqual(['taskCreated:4']);
	expect(floor).toBeLessThanOrEqual((now - hour) / 1000 + 1);
});
