import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { pricesOf } from '../actions/task/prices';
import { finiteNumber, isObject, objectsIn, textOrEmpty } from '../cloud/json';
import { defaultPictureField, mostBytesIn } from '../core/fields';
import type { Prices } from '../output/prices';
import type { OutputChoice } from '../output/row';
import { choiceIn } from '../core/output';
import {
	defaultDaysBefore,
	defaultFilamentWait,
	defaultHoursBack,
	defaultOfflineAfter,
	defaultOutageReport,
} from './defaults';
import { eventOptions } from './events';
import type { Opening, Wishes } from './kernel';
import { markOf } from './marks';

const minuteMs = 60_000;

/** The node's parameters, read. */
export interface Settings {
	wishes: Wishes;
	/** Serial numbers; empty for all. */
	deviceIds: string[];
	choice: OutputChoice;
	splitByFilament: boolean;
	prices: Prices | undefined;
	/** The binary field for the picture; undefined where none is wanted. */
	pictureField: string | undefined;
	mostPictureBytes: number;
	/** How long an outage may last before an execution shows it. */
	reportOutageAfterMs: number;
}

/** An expression may give a single value where a list is due. */
function textList(value: unknown): string[] {
	return [value ?? []].flat().map(String);
}

/** An expression may give less than the panel allows. */
function spanIn(options: IDataObject, name: string, byDefault: number): number {
	return Math.max(0, finiteNumber(options[name]) ?? byDefault);
}

function minutesIn(options: IDataObject, name: string, byDefault: number): number {
	return spanIn(options, name, byDefault) * minuteMs;
}

export const noOpening: Opening = { since: Infinity, tellRunning: false };

function openingIn(options: IDataObject, now: number): Opening {
	if (options.onActivation === 'running') return { since: Infinity, tellRunning: true };
	if (options.onActivation !== 'lastHours') return noOpening;
	const hours = spanIn(options, 'lastHours', defaultHoursBack);
	return { since: now - hours * 60 * minuteMs, tellRunning: false };
}

function priceList(options: IDataObject): Prices | undefined {
	const prices = isObject(options.prices) ? options.prices : {};
	const filaments = objectsIn(prices.filaments).map(({ filament, pricePerKg }) => ({
		filament: textOrEmpty(filament),
		pricePerKg: finiteNumber(pricePerKg) ?? 0,
	}));
	return pricesOf({
		pricePerKg: finiteNumber(options.pricePerKg),
		pricePerHour: finiteNumber(options.pricePerHour),
		prices: { filaments },
	});
}

/**
 * @param now milliseconds, from which the hours of the past are counted
 * @throws NodeOperationError where no event is chosen, or one that there is not
 */
export function readSettings(context: IPollFunctions, now: number): Settings {
	const events = textList(context.getNodeParameter('events', []));
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const choice = choiceIn({
		output: context.getNodeParameter('output', 'simple'),
		fields: context.getNodeParameter('fields', []),
	});
	if (events.length === 0) {
		throw new NodeOperationError(context.getNode(), 'No event is chosen', {
			description: 'Choose at least one in the field "Events".',
		});
	}
	const unknown = events.find((event) => !eventOptions.some(({ value }) => value === event));
	if (unknown !== undefined) {
		const known = eventOptions.map(({ value }) => value).join(', ');
		throw new NodeOperationError(context.getNode(), `There is no event "${unknown}"`, {
			description: `The field "Events" takes: ${known}.`,
		});
	}
	const deviceIds = textList(filters.deviceIds);
	const waits = options.waitForFilament ?? true;
	return {
		wishes: {
			scope: {
				events,
				printers: deviceIds.map(markOf),
				messageTypes: textList(filters.messageTypes),
			},
			daysBefore: spanIn(options, 'daysBefore', defaultDaysBefore),
			filamentWaitMs: waits ? minutesIn(options, 'maxFilamentWait', defaultFilamentWait) : 0,
			offlineAfter: minutesIn(options, 'offlineAfter', defaultOfflineAfter) / 1000,
			opening: openingIn(options, now),
		},
		deviceIds,
		choice,
		splitByFilament:
			choice.output !== 'raw' && context.getNodeParameter('splitByFilament', false) === true,
		prices: priceList(options),
		pictureField: options.includePicture
			? textOrEmpty(options.binaryPropertyName) || defaultPictureField
			: undefined,
		mostPictureBytes: mostBytesIn(options),
		reportOutageAfterMs: minutesIn(options, 'reportOutageAfter', defaultOutageReport),
	};
}
