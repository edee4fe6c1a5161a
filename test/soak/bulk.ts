import type { N8nRest } from '../../sandbox/rest';
import { isObject } from '../cloud/http/controlInput';
import type { World } from '../cloud';
import type { BulkJob, BulkReceipt } from './sink';
import { flawOf } from './tally';
import { LOOKUPS } from './workflows';

/** An execution that did not succeed; n8n keeps no other. */
export interface FailedExecution {
	workflowId: string;
	/** Milliseconds. */
	at: number;
	message: string;
	/** The name that our catalogue has for it; undefined where the error is none of ours. */
	problem: string | undefined;
}

export interface BulkTally {
	runs: number;
	complete: number;
	/** Ended in one of our errors, by the name of the problem. */
	failed: Record<string, number>;
	/** What must not be: incomplete outcomes, errors of another kind, runs without any trace. */
	flaws: string[];
}

const PERIOD = 60_000;
/** n8n starts a schedule's execution this close to its time, even where it is busy. */
const SLACK = 20_000;

/** The outcomes of the bulk jobs, each looked at as it comes. */
export class BulkLedger {
	private readonly outcomes: Array<{ job: BulkJob; at: number; flaw: string | undefined }> = [];

	constructor(private readonly world: () => World) {}

	note({ job, at, asked, got }: BulkReceipt): void {
		this.outcomes.push({ job, at, flaw: this.flawIn({ job, at, asked, got }) });
	}

	private flawIn({ job, at, asked, got }: BulkReceipt): string | undefined {
		if (job === 'list') {
			const before = this.world().prints.filter(({ startsAt }) => startsAt < at);
			return flawOf(
				got,
				before.map(({ id }) => id),
			);
		}
		if (new Set(asked).size !== LOOKUPS) return `${new Set(asked).size} tasks to look up`;
		const isInOrder = got.every((id, index) => id === asked[index]);
		return flawOf(got, asked) ?? (isInOrder ? undefined : 'in another order');
	}

	/** @param due when the job had to start; milliseconds */
	tally(job: BulkJob, due: number[], failures: FailedExecution[]): BulkTally {
		const outcomes = this.outcomes.filter((outcome) => outcome.job === job);
		const isNear = (at: number) => (other: { at: number }) => Math.abs(other.at - at) < SLACK;
		const failed: Record<string, number> = {};
		for (const { problem } of failures) {
			if (problem !== undefined) failed[problem] = (failed[problem] ?? 0) + 1;
		}
		const traceless = due.filter((at) => ![...outcomes, ...failures].some(isNear(at)));
		return {
			runs: outcomes.length + failures.length,
			complete: outcomes.filter(({ flaw }) => flaw === undefined).length,
			failed,
			flaws: [
				...outcomes.flatMap(({ at, flaw }) => (flaw === undefined ? [] : `${timeOf(at)}: ${flaw}`)),
				...failures
					.filter(({ problem }) => problem === undefined)
					.map(({ at, message }) => `${timeOf(at)}: ${message}`),
				...traceless.map((at) => `${timeOf(at)}: no outcome`),
			],
		};
	}
}

function timeOf(at: number): string {
	return new Date(at).toISOString().slice(11, 19);
}

/** When a job that is due each minute at some second was due between two moments. */
export function dueTimes(second: number, from: number, until: number): number[] {
	const shift = second * 1000;
	const first = Math.ceil((from - shift) / PERIOD) * PERIOD + shift;
	const times: number[] = [];
	for (let at = first; at < until; at += PERIOD) times.push(at);
	return times;
}

function errorOf(data: unknown): { message: string; problem: string | undefined } {
	const result = isObject(data) && isObject(data.resultData) ? data.resultData : {};
	const error = isObject(result.error) ? result.error : {};
	const { problem } = isObject(error.context) ? error.context : {};
	return {
		message: String(error.message ?? 'ended without an error of its own'),
		problem: typeof problem === 'string' ? problem : undefined,
	};
}

export async function failedExecutions(
	rest: N8nRest,
	workflowId: string,
): Promise<FailedExecution[]> {
	// As many as n8n lists at once: where there are more, enough is wrong already.
	const executions = await rest.listExecutions({ workflowId }, 100);
	const failures = executions.filter(({ status }) => status !== 'success');
	return await Promise.all(
		failures.map(async ({ id, startedAt }) => {
			const { data } = await rest.getExecution(id);
			return { workflowId, at: Date.parse(startedAt), ...errorOf(data) };
		}),
	);
}
