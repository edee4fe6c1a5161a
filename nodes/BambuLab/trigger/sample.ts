import { NodeOperationError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { pollClient } from '../cloud/client';
import { readAccount } from './account';
import { eventsFrom, isInScope, sourceNames, type Scope } from './events';
import { fetchExtras, itemsFor } from './items';
import { makeSource } from './process';
import { findPrinters, readSettings } from './settings';
import type { Source, TriggerEvent } from './sources/source';

const nothingFits: NonNullable<Source['noSample']> = {
	message: 'Nothing fits the chosen events yet',
	description:
		'Choose more events, printers, or kinds of messages, or start a print or add a spool, and try again. A published workflow fires by itself.',
};

/**
 * "Fetch Test Event": the newest print or message that fits each chosen event, a printer in the state
 * that the event leads to, and the sign-in as it is, however far its end. Stores nothing.
 */
export async function sampleItems(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const settings = readSettings(context, now);
	const cloud = pollClient(context);
	const printers = await findPrinters(cloud.send, settings.printers);
	const scope: Scope = {
		events: settings.events,
		printers: Object.values(printers),
		messageTypes: settings.messageTypes,
	};
	const events: TriggerEvent[] = [];
	let reason = nothingFits;
	let failure: unknown;
	for (const name of sourceNames) {
		const own = eventsFrom(name, scope.events);
		if (own.length === 0) continue;
		const source = makeSource(name);
		try {
			const samples = await source.sample({
				cloud,
				// Signs in where that is still to be done.
				account: async () => await readAccount(context, cloud.send, undefined),
				scope: { ...scope, events: own },
				isWanted: (event) => isInScope(scope, event),
				now,
			});
			events.push(...samples);
		} catch (error) {
			failure ??= error;
		}
		reason = source.noSample ?? reason;
	}
	if (events.length === 0) {
		throw failure ?? new NodeOperationError(context.getNode(), reason.message, reason);
	}
	return itemsFor(events, await fetchExtras(context, cloud, events, settings), settings);
}
