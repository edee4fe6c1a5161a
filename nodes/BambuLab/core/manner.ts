import type { IExecuteFunctions } from 'n8n-workflow';

import { finiteNumber, isObject } from '../cloud/json';
import { Pool } from '../cloud/pool';
import type { Manner } from '../cloud/request';
import { readingOptions } from './fields';

function numberIn(options: unknown, name: string): number {
	const byDefault = readingOptions.find((option) => option.name === name)?.default;
	const chosen = isObject(options) ? finiteNumber(options[name]) : undefined;
	return chosen ?? Number(byDefault);
}

/** How an execution asks the cloud: one pool and one memory for all its items. */
export function mannerOf(context: IExecuteFunctions, isWrite: boolean): Required<Manner> {
	const options = context.getNodeParameter('options', 0, {});
	const atOnce = isWrite ? 1 : Math.max(1, Math.floor(numberIn(options, 'concurrentRequests')));
	// Older versions of n8n have no such signal.
	const signal = context.getExecutionCancelSignal?.();
	return {
		atOnce,
		pool: new Pool(atOnce),
		asked: new Map(),
		patience: {
			budgetMs: isWrite ? 0 : numberIn(options, 'retryFor') * 1000,
			isCancelled: () => signal?.aborted === true,
		},
	};
}
