import { isTaskState, type TaskState } from '../../nodes/BambuLab/trigger/taskDetector';
import { begin, day, detectTasks, hour, minute, names, now, row } from './support/detecting';

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
