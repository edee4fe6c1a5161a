import { keptHostResults } from '../support/keptFigures';
import { countTests, type HostResult, mergeResults } from './results';
import { HOSTS } from './versions';

function result(n8n: string, changes: Partial<HostResult> = {}): HostResult {
	return { n8n, node: '24.21.0', date: '2026-01-01', passed: 3, failed: [], ...changes };
}

test('counts passed tests, names failed ones, and suites that could not run', () => {
	const passed = { fullName: 'a', status: 'passed' };
	const failed = { fullName: 'b', status: 'failed' };
	const suites = [
		{ name: '/x/one.e2e.ts', message: '', status: 'failed', assertionResults: [passed, failed] },
		{ name: '/x/two.e2e.ts', message: 'no n8n', status: 'failed', assertionResults: [] },
	];
	expect(countTests({ testResults: suites })).toEqual({ passed: 1, failed: ['b', 'two.e2e.ts'] });
});

test('fresh results replace those of the same version only', () => {
	const hosts = ['1.0.0', '2.0.0'].map((n8n) => ({ n8n }));
	const kept = [result('0.9.0'), result('1.0.0'), result('2.0.0')];
	const fresh = result('2.0.0', { passed: 4 });
	expect(mergeResults(kept, [fresh], hosts)).toEqual([result('1.0.0'), fresh]);
});

test('what is kept is of the versions that are tried, in their order, and all is well in each', () => {
	const kept = keptHostResults();
	expect(kept.map(({ n8n }) => n8n)).toEqual(HOSTS.map(({ n8n }) => n8n));
	expect(kept.flatMap(({ failed }) => failed)).toEqual([]);
});
