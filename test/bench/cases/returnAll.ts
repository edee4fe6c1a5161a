import { withLab } from '../lab';
import { inTurn, requests, seconds } from '../turns';
import { allTasks, httpPages, WORK, workflow } from '../workflows';
import type { Case } from './case';

/** B1: all of 10,000 prints, 50 ms from the server. */
export const returnAll: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		// The server keeps the rows that it has once made.
		await target.cloud.taskIds(10_000);
		await target.cloud.setLatency(50);
		const turns = await inTurn(lab, target, {
			theirs: workflow([httpPages(target, 100)]),
			ours: workflow([allTasks(target, { output: 'raw' })]),
			runs,
		});
		const last = turns.at(-1);
		const items = last ? (await lab.outputOf(last.ours, WORK)).length : NaN;
		const theirItems = last ? (await lab.outputOf(last.theirs, WORK)).length : NaN;
		return {
			findings: [
				{
					what: 'Return All of 10,000 prints, 100 per page, 50 ms latency: time',
					unit: 's',
					...seconds(turns),
					goal: { ratio: 0.3 },
				},
				{ what: 'requests', unit: 'count', ...requests(turns), goal: { ratio: 1 } },
				{
					what: 'items',
					unit: 'count',
					theirs: [theirItems],
					ours: [items],
					goal: { exactly: 10_000 },
				},
			],
			notes: [
				'Their items are pages, which take a Split Out; one page is asked for after the other. Ours reads 5 at once by default.',
			],
		};
	});
