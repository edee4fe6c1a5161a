import type { IExecuteFunctions } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';

/** Watches rows as they come, and has a sentence for the user, or none, when all have come. */
export interface Remark {
	see: (rows: JsonObject[]) => void;
	sentence: () => string | undefined;
}

/** What each execution has shown. */
const shown = new WeakMap<IExecuteFunctions, Set<string>>();

/** Shows a sentence above the output, once per execution. */
export function showHint(context: IExecuteFunctions, message: string): void {
	const own = shown.get(context) ?? new Set<string>();
	shown.set(context, own);
	if (own.has(message)) return;
	own.add(message);
	// Older versions of n8n have no hints.
	context.addExecutionHints?.({ message, location: 'outputPane' });
}
