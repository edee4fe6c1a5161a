import { NodeOperationError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { pollClient, type Send } from '../cloud/client';
import { textOrEmpty, type JsonObject } from '../cloud/json';
import { LeftOut, remedy, type FilterInUse, type FilterValues } from '../core/leftOut';
import { printerIn, readDeviceList } from '../core/printers';
import { taskTitle } from '../output/design';
import { deviceName } from '../output/device';
import { kindOf } from '../output/messageKind';
import { filamentTypeOf } from '../output/prices';
import { usedFilaments } from '../output/task';
import { readAccount } from './check';
import { eventsFrom, sourceNames } from './events';
import { fetchExtras, itemsFor } from './items';
import { makeSource } from './processMemory';
import { isInScope, minutesOf, withOneFilter, type Scope } from './scope';
import { findPrinters, readSettings } from './settings';
import type { Source, TriggerEvent } from './sources/source';
import { troubleSamples } from './trouble';

type ValueOf = FilterValues<TriggerEvent>[string];

/** Of events about prints. */
function ofPrint(valueOf: (task: JsonObject) => string | string[]): ValueOf {
	return ({ subject: { kind, row } }) => (kind === 'task' ? valueOf(row) : null);
}

/** What an event has for each filter of the trigger. */
const valuesOfEvents: FilterValues<TriggerEvent> = {
	deviceIds: ({ subject: { kind, row } }) =>
		kind === 'printer' ? deviceName(row) : textOrEmpty(row.deviceName),
	filaments: ofPrint((task) => usedFilaments(task).map(filamentTypeOf)),
	minMinutes: ofPrint((task) => {
		const minutes = minutesOf(task);
		return minutes === null ? '' : `${minutes} min`;
	}),
	messageTypes: ({ subject: { kind, row } }) => (kind === 'message' ? kindOf(row) : null),
	titleContains: ofPrint(taskTitle),
	titlePattern: ofPrint(taskTitle),
};

const nothingFits: NonNullable<Source['noSample']> = {
	message: 'There is nothing yet for the chosen events',
	description:
		'Choose more events, or let one happen, and try again. A published workflow fires by itself.',
};

/** What keeps out all that there is. */
function nothingMatches(inUse: FilterInUse[], leftOut: LeftOut<TriggerEvent>): typeof nothingFits {
	return {
		message: 'Nothing matches the filters of the trigger',
		description: `${leftOut.sentences(inUse)} ${remedy(inUse)} to get a test event. A published workflow fires by itself as soon as something matches.`,
	};
}

/** The filters, with the names of printers that were chosen by their serial numbers. */
async function withNames(inUse: FilterInUse[], send: Send): Promise<FilterInUse[]> {
	if (!inUse.some(({ name }) => name === 'deviceIds')) return inUse;
	const devices = await readDeviceList(send);
	const nameOf = (given: unknown) => deviceName(printerIn(devices, String(given)));
	return inUse.map((filter) =>
		filter.name === 'deviceIds'
			? { ...filter, wanted: [filter.wanted].flat().map(nameOf) }
			: filter,
	);
}

/** The first event of each name that the user listens for. */
function firstWanted(events: TriggerEvent[], scope: Scope): TriggerEvent[] {
	const wanted = events.filter((event) => isInScope(scope, event));
	return wanted.filter(
		(event, index) => wanted.findIndex(({ name }) => name === event.name) === index,
	);
}

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
		...settings.filters,
	};
	const events: TriggerEvent[] = [];
	const leftOut = new LeftOut(valuesOfEvents);
	/** How many there are of events that were not chosen. */
	let others = 0;
	let reason: typeof nothingFits | undefined;
	let failure: unknown;
	for (const name of sourceNames) {
		const own = eventsFrom(name, scope.events);
		if (own.length === 0) continue;
		const source = makeSource(name);
		try {
			const samples = await source.sample({
				cloud,
				// Signs in where that is still to be done.
				account: async () => await readAccount(cloud),
				scope: { ...scope, events: own },
				rules: settings.rules,
				isEnough: (found) => firstWanted(found, scope).length === own.length,
				now,
			});
			events.push(...firstWanted(samples, scope));
			const chosen = samples.filter((sample) => own.includes(sample.name));
			for (const sample of chosen) {
				leftOut.note(sample, (filter) => isInScope(withOneFilter(scope, filter), sample));
			}
			others += samples.length - chosen.length;
		} catch (error) {
			failure ??= error;
		}
		reason = source.noSample ?? reason;
	}
	events.push(...troubleSamples(settings.events, now));
	if (events.length === 0) {
		if (failure !== undefined) throw failure;
		const inUse = await withNames(settings.filtersInUse, cloud.send);
		// Where only other events have happened, the filters have nothing to do with it.
		const isFiltered = inUse.length > 0 && (others === 0 || !leftOut.isEmpty);
		reason ??= isFiltered ? nothingMatches(inUse, leftOut) : nothingFits;
		throw new NodeOperationError(context.getNode(), reason.message, reason);
	}
	const items = itemsFor(events, await fetchExtras(context, cloud, events, settings), settings);
	return items.map(({ json, ...rest }) => ({ json: { isExample: true, ...json }, ...rest }));
}
