import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ClientOptions } from '../cloud/client';
import { finiteNumber } from '../cloud/json';
import { concurrencyOption, retryForOption } from './fields';

/** An option of the request settings; the same for all items, as it is one client that asks. */
function optionNumber(context: IExecuteFunctions, option: INodeProperties): number {
	const byDefault = Number(option.default);
	const chosen = context.getNodeParameter(`options.${option.name}`, 0, byDefault);
	return Math.max(0, finiteNumber(chosen) ?? byDefault);
}

/** How an execution asks the cloud. Changes are sent one after the other. */
export function clientOptions(
	context: IExecuteFunctions,
	isWrite: boolean,
): Pick<ClientOptions, 'concurrency' | 'retryForMs'> {
	const chosen = isWrite ? 1 : Math.floor(optionNumber(context, concurrencyOption));
	return {
		concurrency: Math.max(1, chosen),
		retryForMs: optionNumber(context, retryForOption) * 1000,
	};
}
