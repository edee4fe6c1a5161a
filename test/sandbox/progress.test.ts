import { progressLine } from '../../sandbox/progress';

const minute = 60_000;

test.each([
	[0, 30_000, '░░░░░░░░░░░░░░░░░░░░ 0 %, 30 s so far, about 7 min left'],
	[0, 9 * minute, '░░░░░░░░░░░░░░░░░░░░ 0 %, 9 min 0 s so far, less than a minute left'],
	[0.25, 2 * minute, '█████░░░░░░░░░░░░░░░ 25 %, 2 min 0 s so far, about 6 min left'],
	[0.5, 3 * minute, '██████████░░░░░░░░░░ 50 %, 3 min 0 s so far, about 3 min left'],
	[1.2, 5 * minute, '████████████████████ 100 %, 5 min 0 s so far, less than a minute left'],
])('a share of %d after %d ms', (share, elapsed, line) => {
	expect(progressLine(share, elapsed, 7 * minute)).toBe(`  ${line}`);
});
