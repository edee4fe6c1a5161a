import { longestJobMs, type BulkJob } from './bulkJobs';
import { bulkTallyOf } from './bulkTally';

const prints = [
	{ id: 1, startsAt: 10 },
	{ id: 2, startsAt: 20 },
	{ id: 3, startsAt: 2000 },
];

function job(id: string, changes: Partial<BulkJob> = {}): BulkJob {
	const times = { startedAt: 1000, stoppedAt: 3000 };
	const what = { status: 'success', taskIds: [2, 1], error: undefined, problem: undefined };
	return { id, ...times, ...what, ...changes };
}

const ours = { status: 'error', taskIds: [], error: 'No answer', problem: 'timeout' };

test('each job is counted by what became of it', () => {
	const jobs = [
		job('whole'),
		job('with what began meanwhile', { taskIds: [3, 2, 1], stoppedAt: 5000 }),
		job('lacking', { taskIds: [2] }),
		job('twice', { taskIds: [2, 1, 1] }),
		job('ours', ours),
		job('ours too', ours),
		job('foreign', { ...ours, problem: undefined, error: 'fetch failed' }),
		job('crashed', { status: 'crashed', stoppedAt: 999_999 }),
		job('running', { status: 'running', stoppedAt: undefined }),
		job('unknown', { status: 'unknown' }),
	];
	expect(bulkTallyOf(jobs, prints)).toEqual({
		all: 10,
		done: 4,
		failed: { 'No answer': 2 },
		crashed: 1,
		stuck: ['running', 'unknown'],
		foreign: ['foreign: fetch failed'],
		wrong: ['lacking', 'twice'],
		longestSeconds: 4,
	});
});

test('a job that took too long was stuck', () => {
	const jobs = [job('slow', { stoppedAt: 1001 + longestJobMs })];
	expect(bulkTallyOf(jobs, prints).stuck).toEqual(['slow']);
});
