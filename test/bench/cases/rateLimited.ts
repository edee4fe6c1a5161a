import { spreadOf } from '../figures';
import { withLab, type BenchLab, type Measured, type Target } from '../lab';
import { inTurn, requests, type Turn } from '../turns';
import { httpLookups, ourLookups, WORK, workflow } from '../workflows';
import type { Case } from './case';

const LOOKUPS = 500;
const PER_SECOND = 20;
/** The first twenty come at once, and the last twenty so many seconds later. */
const FLOOR_SECONDS = LOOKUPS / PER_SECOND - 1;

/** Batches exactly a second apart are refused as soon as one request takes less time than another. */
const WITH_MARGIN_MS = 1050;
/** On a busy machine even those come too close now and then. */
const MOST_FAILURES = 3;

async function limit({ cloud }: Target): Promise<void> {
	await cloud.control('/ratelimit', {
		scope: 'all',
		requests: PER_SECOND,
		seconds: 1,
		answer: 'tooManyRequests',
	});
}

async function found(lab: BenchLab, run: Measured): Promise<number> {
	return (await lab.outputOf(run, WORK)).filter(({ title }) => title !== undefined).length;
}

/** B2: lookups against a limit of which nobody has told. */
export const rateLimited: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		const input = (await target.cloud.taskIds(LOOKUPS)).map((id) => ({ id }));
		const batching = { batch: { batchSize: PER_SECOND, batchInterval: WITH_MARGIN_MS } };
		const turns = await inTurn(lab, target, {
			theirs: workflow([httpLookups(target, { batching })], input),
			ours: workflow([ourLookups(target)], input),
			runs,
			before: async () => await limit(target),
			mostFailures: MOST_FAILURES,
		});
		const last = turns.at(-1);
		const items = last ? await found(lab, last.ours) : NaN;
		const perItem = requests(turns).ours.map((count) => count / LOOKUPS);
		return {
			findings: [
				{
					what: `${LOOKUPS} lookups, the server allows ${PER_SECOND} a second: time`,
					unit: 's',
					against: 'the floor',
					theirs: turns.map(() => FLOOR_SECONDS),
					ours: turns.map(({ ours }) => ours.ms / 1000),
					goal: { ratio: 1.15 },
				},
				{
					what: 'the same, held against a user who knows the limit: time',
					unit: 's',
					against: `HTTP Request, 20 per ${WITH_MARGIN_MS} ms`,
					theirs: turns.map(({ theirs }) => theirs.ms / 1000),
					ours: turns.map(({ ours }) => ours.ms / 1000),
				},
				{ what: 'requests per item', unit: 'count', ours: perItem, goal: { most: 1.3 } },
				{ what: 'items', unit: 'count', ours: [items], goal: { exactly: LOOKUPS } },
			],
			notes: [...refusalsOf(turns), ...(await withoutKnowing(lab, target, input))],
		};
	});

/** How often the user who knows the limit met it all the same. */
function refusalsOf(turns: Turn[]): string[] {
	const failures = turns.reduce((sum, turn) => sum + turn.failures, 0);
	if (failures === 0) return [];
	return [
		`HTTP Request, 20 per ${WITH_MARGIN_MS} ms: ${failures} runs failed, because two batches came too close, and were done again; only those that succeeded count.`,
	];
}

/** What becomes of the HTTP Request node when its user does not know the limit. */
async function withoutKnowing(
	lab: BenchLab,
	target: Target,
	input: Array<{ id: number }>,
): Promise<string[]> {
	const ways = [
		['as it is', {}],
		['On Error: Continue', { onError: 'continueRegularOutput' }],
		['Retry On Fail, 5 tries', { retryOnFail: true, maxTries: 5 }],
	] as const;
	const notes: string[] = [];
	for (const [name, more] of ways) {
		await limit(target);
		const run = await lab.runOnce(workflow([httpLookups(target, {}, more)], input), target);
		const share = Math.round((100 * (await found(lab, run))) / LOOKUPS);
		const took = spreadOf([run.ms / 1000]).median.toFixed(1);
		notes.push(
			`HTTP Request, ${name}, without knowing the limit: ${run.status} after ${took} s and ${run.requests} requests and ${run.logins} sign-ins, with ${share} % of the items.`,
		);
	}
	return notes;
}
