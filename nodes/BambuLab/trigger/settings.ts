import { createHash } from 'node:crypto';

import { NodeOperationError } from 'n8n-workflow';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { pricesOf } from '../actions/task/prices';
import type { Send } from '../cloud/client';
import { entryOf, textOrEmpty, type JsonObject } from '../cloud/json';
import { defaultPictureField, maxBytesIn } from '../core/fields';
import { choiceIn, outputField } from '../core/output';
import type { FilterInUse } from '../core/leftOut';
import { checked, filtersInUse } from '../core/parameters';
import { printerIn, readDeviceList } from '../core/printers';
import { serialOf } from '../output/device';
import type { Prices } from '../output/prices';
import type { OutputChoice } from '../output/rowForm';
import * as parameters from './description';
import { troubleEvents } from './events';
import { printFilterIn, type Filters } from './scope';
import type { Opening, Rules } from './sources/source';

const minuteMs = 60_000;

/** The node's parameters, read. */
export interface Settings {
	events: string[];
	/** The chosen printers as they were given, names or serial numbers; empty for all. */
	printers: string[];
	filters: Filters;
	/** Hash of these, the same as long as they are. */
	chosen: string;
	rules: Rules;
	opening: Opening;
	choice: OutputChoice;
	splitByFilament: boolean;
	prices: Prices | undefined;
	/** The binary field for the picture; undefined where none is wanted. */
	pictureField: string | undefined;
	maxPictureBytes: number;
	filtersInUse: FilterInUse[];
	/** How long an outage may last before an execution shows it; milliseconds. */
	reportOutageAfterMs: number;
}

function openingIn({ onActivation, lastHours }: JsonObject, now: number): Opening {
	const hours = onActivation === 'lastHours' ? Number(lastHours) : -Infinity;
	return {
		since: now - hours * 60 * minuteMs,
		tellRunning: onActivation === 'running',
		goesOn: onActivation === 'continue',
	};
}

/**
 * @param now milliseconds, from which the hours of the past are counted
 * @throws NodeOperationError where a value cannot be used
 */
export function readSettings(context: IPollFunctions, now: number): Settings {
	try {
		return settingsIn(context, now);
	} catch (error) {
		const [message = '', ...description] = String((error as Error).message).split('. ');
		throw new NodeOperationError(context.getNode(), message, {
			description: description.join('. '),
		});
	}
}

function settingsIn(context: IPollFunctions, now: number): Settings {
	const zone = () => context.getTimezone();
	const read = (property: INodeProperties): unknown =>
		checked(property, context.getNodeParameter(property.name, property.default), zone);
	const textsIn = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
	const filters = read(parameters.filters) as JsonObject;
	const added = read(parameters.options) as JsonObject;
	const options: JsonObject = { ...parameters.optionDefaults, ...added };
	const minutes = (name: string) => Number(options[name]) * minuteMs;
	const events = textsIn(read(parameters.events));
	if (events.length === 0)
		throw new Error('No event is chosen. Choose at least one in "Trigger On".');
	if (events.every((name) => troubleEvents.some((own) => own === name)))
		throw new Error(
			'"Trigger Trouble" and "Trigger Recovered" cannot stand alone. Add the event to watch over, such as Print Ended.',
		);
	const output = read(outputField);
	const isReadable = output !== 'raw';
	const chosen = {
		events,
		printers: textsIn(filters.deviceIds),
		filters: {
			messageTypes: textsIn(filters.messageTypes),
			prints: printFilterIn(filters),
			statusFrom: textsIn(filters.statusFrom),
			statusTo: textsIn(filters.statusTo),
		},
	};
	return {
		...chosen,
		chosen: createHash('sha256').update(JSON.stringify(chosen)).digest('base64url').slice(0, 6),
		rules: {
			daysBefore: Number(options.daysBefore),
			filamentLimit:
				'filamentLimitPercent' in added
					? { unit: 'percent', least: Number(added.filamentLimitPercent) }
					: { unit: 'grams', least: Number(options.filamentLimitGrams) },
			filamentWaitMs: options.waitForFilament === true ? minutes('maxFilamentWait') : 0,
			idleAfterMs: minutes('idleAfter'),
			offlineAfterMs: minutes('offlineAfter'),
			overdue:
				'overdueMinutes' in added
					? { unit: 'minutes', by: Number(added.overdueMinutes) }
					: { unit: 'percent', by: Number(options.overduePercent) },
			milestoneEvery: Number(options.milestoneEvery),
			milestoneFigures: textsIn(options.milestoneFigures),
		},
		opening: openingIn(options, now),
		choice: choiceIn({ output, fields: output === 'fields' ? read(parameters.fields) : [] }),
		splitByFilament: isReadable && read(parameters.split) === true,
		prices: pricesOf(options as Parameters<typeof pricesOf>[0]),
		pictureField: options.includePicture
			? textOrEmpty(options.binaryPropertyName) || defaultPictureField
			: undefined,
		maxPictureBytes: maxBytesIn(options),
		filtersInUse: filtersInUse(parameters.filters, filters),
		reportOutageAfterMs: minutes('reportOutageAfter'),
	};
}

/**
 * The serial numbers of the chosen printers, by what was given.
 * @param known what was found before, so that neither a name that changes nor a printer that is gone stops
 * a trigger that is published
 * @throws UserError where there is no such printer, or several of the name
 */
export async function findPrinters(
	send: Send,
	given: string[],
	known: { [given: string]: string } = {},
): Promise<{ [given: string]: string }> {
	const isNew = given.some((text) => !Object.hasOwn(known, text));
	const devices = isNew ? await readDeviceList(send) : [];
	const serialFor = (text: string) => entryOf(known, text) ?? serialOf(printerIn(devices, text));
	return Object.fromEntries(given.map((text) => [text, serialFor(text)]));
}
