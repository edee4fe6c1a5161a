import { problemNames } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { longestJobMs, type BulkJob } from './bulkJobs';

/** What became of the bulk jobs. */
export interface BulkTally {
	all: number;
	done: number;
	/** They ended with one of our sentences; how many with which. */
	failed: { [sentence: string]: number };
	/** n8n ended while they ran. */
	crashed: number;
	/** Executions that did not end, or not in time. */
	stuck: string[];
	/** Executions with an error that is not ours. */
	foreign: string[];
	/** Executions that ended well, and lack a print or have one twice. */
	wrong: string[];
	/** Of those that n8n let end; seconds. */
	longestSeconds: number;
}

export interface ListedPrint {
	id: number;
	startsAt: number;
}

/** @param prints all that the account has in the end */
export function bulkTallyOf(jobs: BulkJob[], prints: ListedPrint[]): BulkTally {
	const done = jobs.filter(({ status }) => status === 'success');
	const errors = jobs.filter(({ status }) => status === 'error');
	const crashed = jobs.filter(({ status }) => status === 'crashed');
	const lasted = ({ startedAt, stoppedAt = Infinity }: BulkJob) => stoppedAt - startedAt;
	const isStuck = (job: BulkJob) =>
		!crashed.includes(job) && (lasted(job) > longestJobMs || ![...done, ...errors].includes(job));
	const isOurs = ({ problem = '' }: BulkJob) => problemNames.includes(problem);
	const isWrong = ({ taskIds, startedAt }: BulkJob) => {
		const listed = new Set(taskIds);
		const due = prints.filter(({ startsAt }) => startsAt < startedAt);
		return listed.size !== taskIds.length || due.some(({ id }) => !listed.has(id));
	};
	const failed: BulkTally['failed'] = {};
	for (const { error = '' } of errors.filter(isOurs)) failed[error] = (failed[error] ?? 0) + 1;
	const ids = (some: BulkJob[]) => some.map(({ id }) => id);
	return {
		all: jobs.length,
		done: done.length,
		failed,
		crashed: crashed.length,
		stuck: ids(jobs.filter(isStuck)),
		foreign: errors.filter((job) => !isOurs(job)).map(({ id, error }) => `${id}: ${error}`),
		wrong: ids(done.filter(isWrong)),
		longestSeconds:
			[...done, ...errors].reduce((most, job) => Math.max(most, lasted(job)), 0) / 1000,
	};
}
