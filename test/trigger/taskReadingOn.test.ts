import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import { baselineOf, isBaselineCovered } from '../../nodes/BambuLab/trigger/taskBaseline';
import { tasksBelow, type TaskState } from '../../nodes/BambuLab/trigger/taskDetector';
import { begin, day, detectTasks, hour, minute, now, row } from './support/detecting';

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
