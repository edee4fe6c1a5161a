import type { IExecuteFunctions } from 'n8n-workflow';

import { finiteNumber } from '../cloud/json';
import { Pool } from '../cloud/http/semaphore';
import type { Manner } from '../cloud/client';
import { readingOptions } from './fields';

function optionNumber(context: IExecuteFunctions, name: string): number {
	const byDefault = readingOptions.find((option) => option.name === name)?.default;
	const chosen = finiteNumber(context.getNodeParameter(`options.${name}`, 0, byDefault));
	return Math.max(0, chosen ?? Number(byDefault));
}

export interface ExecutionManner extends Required<Manner> {
	/** Nothing is sent any more: what was read ahead in vain need not be asked for. */
	end: () => void;
}

/** How an execution asks the cloud: the same lines and one memory for all its items. */
export function mannerOf(context: IExecuteFunctions, isWrite: boolean): ExecutionManner {
	const chosen = Math.floor(optionNumber(context, 'concurrentRequests'));
	const inFlight = isWrite ? 1 : Math.max(1, chosen);
	// What n8n does for a request before it leaves takes about a fifth of its time.
	const atOnce = inFlight + Math.floor(inFlight / 4);
	// Older versions of n8n have no such signal.
	const signal = context.getExecutionCancelSignal?.();
	let isOver = false;
	return {
		atOnce,
		pool: new Pool(atOnce),
		files: new Pool(inFlight),
		asked: new Map(),
		patience: {
			inFlight: new Pool(inFlight),
			budgetMs: isWrite ? 0 : optionNumber(context, 'retryFor') * 1000,
			isCancelled: () => isOver || signal?.aborted === true,
		},
		end: () => {
			isOver = true;
		},
	};
}
