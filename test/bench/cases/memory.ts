import type { WorkflowDefinition } from '../../../sandbox/restTypes';
import type { Finding } from '../figures';
import { withLab, type Target } from '../lab';
import { peakMiB, startPeak } from '../process';
import { allTasks, httpPages, SPLIT_OUT, workflow } from '../workflows';
import type { Case } from './case';

const PRINTS = 100_000;
const PAGE = 500;

const WAYS: Record<string, (target: Target) => WorkflowDefinition> = {
	pages: (target) => workflow([httpPages(target, PAGE)]),
	items: (target) => workflow([httpPages(target, PAGE), SPLIT_OUT]),
	whole: (target) => workflow([allTasks(target, { output: 'raw', options: { pageSize: PAGE } })]),
	simple: (target) => workflow([allTasks(target, { options: { pageSize: PAGE } })]),
	usual: (target) => workflow([allTasks(target, { output: 'raw' })]),
};

interface Cost {
	mib: number;
	seconds: number;
	requests: number;
}

/** Each run in an n8n of its own, as memory that was once taken is not given back. */
async function costOf(way: string): Promise<Cost> {
	return await withLab(async (lab) => {
		const target = await lab.target({ history: PRINTS });
		await target.cloud.control('/settings', { rowCap: PAGE });
		await target.cloud.taskIds(PRINTS);
		const definition = WAYS[way]?.(target);
		if (definition === undefined) throw new Error(`There is no way ${way}`);
		await lab.runOnce(workflow([allTasks(target, { returnAll: false, limit: 1 })]), target);
		const before = startPeak(lab.pid);
		const { ms, requests, status } = await lab.runOnce(definition, target);
		if (status !== 'success') throw new Error(`${way}: ${status}`);
		return { mib: peakMiB(lab.pid) - before, seconds: ms / 1000, requests };
	});
}

/** B5: all of 100,000 prints. */
export const memory: Case = async (runs, say) => {
	const costs: Record<string, Cost[]> = {};
	for (let run = 0; run < runs; run++) {
		for (const way of Object.keys(WAYS)) {
			const cost = await costOf(way);
			say(`  ${way}: ${Math.round(cost.mib)} MiB, ${cost.seconds} s, ${cost.requests} requests`);
			(costs[way] ??= []).push(cost);
		}
	}
	const of = (way: string, kind: keyof Cost) => (costs[way] ?? []).map((cost) => cost[kind]);
	const finding = (what: string, kind: 'mib' | 'seconds', ways: [string, string]): Finding => ({
		what,
		unit: kind === 'mib' ? 'MiB' : 's',
		against: ways[0] === 'items' ? 'HTTP Request and Split Out' : 'HTTP Request',
		theirs: of(ways[0], kind),
		ours: of(ways[1], kind),
	});
	const prints = 'Return All of 100,000 prints';
	return {
		findings: [
			{ ...finding(`${prints}, whole: memory`, 'mib', ['items', 'whole']), goal: { ratio: 0.9 } },
			{
				...finding(`${prints}, simplified: memory`, 'mib', ['items', 'simple']),
				goal: { ratio: 0.5 },
			},
			{ ...finding('whole: time', 'seconds', ['items', 'whole']), goal: { ratio: 0.8 } },
			{ ...finding('simplified: time', 'seconds', ['items', 'simple']), goal: { ratio: 0.8 } },
			finding('whole, 100 rows a page, as by default: time', 'seconds', ['items', 'usual']),
			finding('whole, beside pages that nobody splits: time', 'seconds', ['pages', 'whole']),
			finding('whole, beside pages that nobody splits: memory', 'mib', ['pages', 'whole']),
			{
				what: 'requests',
				unit: 'count',
				theirs: of('items', 'requests'),
				ours: of('whole', 'requests'),
			},
		],
		notes: [
			'Both ask for 500 rows a page, which the simulated cloud allows here. By default ours asks for 100, as no more has been seen to work in the real one: then n8n reads the credential, signs and sends five times as often, at 4 to 5 ms each.',
			'Memory is what the process of n8n takes at its peak above what it took before, from start to stored execution, each in a fresh n8n.',
		],
	};
};
