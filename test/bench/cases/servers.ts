import { withLab } from '../lab';
import { inTurn, requests, seconds } from '../turns';
import { allTasks, httpPages, SPLIT_OUT, WORK, workflow } from '../workflows';
import type { Case } from './case';

const PRINTS = 1000;

/** B9: a server that gives fewer rows than asked. */
export const clampedPages: Case = async () =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: PRINTS });
		await target.cloud.control('/settings', { rowCap: 20 });
		const [turn] = await inTurn(lab, target, {
			theirs: workflow([httpPages(target, 100), SPLIT_OUT]),
			ours: workflow([allTasks(target)]),
			runs: 1,
		});
		if (turn === undefined) throw new Error('Nothing was run');
		const theirs = (await lab.outputOf(turn.theirs, SPLIT_OUT.name)).length;
		const ours = (await lab.outputOf(turn.ours, WORK)).length;
		return {
			findings: [
				{
					what: 'Return All of 1,000 prints, the server gives 20 a page though 100 are asked: items',
					unit: 'count',
					theirs: [theirs],
					ours: [ours],
					goal: { exactly: PRINTS },
				},
			],
			notes: [`The HTTP Request node calls its ${theirs} of ${PRINTS} a success.`],
		};
	});

const BURST = 3;
const PER_SECOND = 2;

/** B10: a server that allows two requests a second. */
export const strictLimit: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: PRINTS });
		const limit = { scope: 'all', requests: PER_SECOND, seconds: 1, burst: BURST };
		const full = async () => {
			await target.cloud.control('/ratelimit', { ...limit, answer: 'tooManyRequests' });
		};
		await full();
		const plain = await lab.runOnce(workflow([httpPages(target, 100)]), target);
		await full();
		const never = { response: { response: { neverError: true } } };
		const quiet = await lab.runOnce(workflow([httpPages(target, 100, never)]), target);
		const pages = await lab.outputOf(quiet, WORK);
		const rows = pages.flatMap(({ hits }) => (Array.isArray(hits) ? (hits as unknown[]) : []));

		const patient = workflow([httpPagesEvery(target, 500)]);
		const turns = await inTurn(lab, target, {
			theirs: patient,
			ours: workflow([allTasks(target)]),
			runs,
			before: full,
		});
		const last = turns.at(-1);
		const items = last ? (await lab.outputOf(last.ours, WORK)).length : NaN;
		const floor = (PRINTS / 100 - BURST) / PER_SECOND;
		return {
			findings: [
				{
					what: 'Return All of 1,000 prints, the server allows 2 requests a second, 3 at once: time',
					unit: 's',
					against: 'the floor',
					theirs: turns.map(() => floor),
					ours: seconds(turns).ours,
					goal: { ratio: 1.2 },
				},
				{
					what: 'the same, held against a user who knows the limit: time',
					unit: 's',
					against: 'HTTP Request, 500 ms between pages',
					...seconds(turns),
				},
				{ what: 'requests', unit: 'count', ...requests(turns) },
				{ what: 'items', unit: 'count', ours: [items], goal: { exactly: PRINTS } },
			],
			notes: [
				`HTTP Request without knowing the limit: ${plain.status} after ${plain.requests} requests.`,
				`HTTP Request with Never Error: ${quiet.status}, with ${rows.length} of ${PRINTS} rows and ${pages.filter(({ hits }) => hits === undefined).length} refusal as an item.`,
			],
		};
	});

function httpPagesEvery(target: Parameters<typeof httpPages>[0], requestInterval: number) {
	const node = httpPages(target, 100);
	const options = node.parameters?.options as { pagination: { pagination: object } };
	const pagination = { ...options.pagination.pagination, requestInterval };
	return { ...node, parameters: { ...node.parameters, options: { pagination: { pagination } } } };
}
