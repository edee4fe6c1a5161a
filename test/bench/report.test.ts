import { isMet, ratiosOf, spreadOf, type Finding } from './figures';
import { performancePage, plainTable } from './report';

const time: Finding = {
	what: 'Some work: time',
	unit: 's',
	theirs: [2, 4, 10],
	ours: [1, 1, 1],
	goal: { ratio: 0.3 },
};

test('the median is the middle one, or lies between the two in the middle', () => {
	expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
	expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});

test('a ratio is of the two runs of a turn', () => {
	expect(ratiosOf(time)).toEqual([0.5, 0.25, 0.1]);
	expect(isMet(time)).toBe(true);
	expect(isMet({ ...time, goal: { ratio: 0.2 } })).toBe(false);
});

test.each([
	[{ most: 1 }, [1, 1, 1], true],
	[{ most: 0.9 }, [1, 1, 1], false],
	[{ exactly: 1 }, [1, 1, 1], true],
	[{ exactly: 1 }, [1, 1, 2], false],
])('a goal of %j for %j: %s', (goal, ours, met) => {
	expect(isMet({ what: '', unit: 'count', ours, goal })).toBe(met);
});

test('table and page hold median, spread, goal, and whether it is met', () => {
	const figures = {
		B1: { date: '2026-09-01', runs: 3, isBusy: true, findings: [time], notes: ['A note.'] },
	};
	const row = ['B1', 'Some work: time', 'HTTP Request', '4.00 s', '1.00 s', '0.25 (0.10–0.50)'];
	const page = performancePage(figures, { cores: 2, node: '24.0.0', n8n: '2.41.1' });

	expect(plainTable(figures)).toContain(row.slice(0, 3).join('  '));
	expect(page).toContain(`| ${row.join(' | ')} | ≤ 0.30 | yes |`);
	expect(page).toContain('Runs: B1 3.\nThe machine had other work during B1');
	expect(page).toContain('- B1: A note.');
	expect(page).toContain('2 cores, n8n 2.41.1, Node 24.0.0');
});
