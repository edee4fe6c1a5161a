import { NodeOperationError } from 'n8n-workflow';
import type { IPollFunctions } from 'n8n-workflow';

import { pricesOf } from '../actions/task/split';
import { findDevice } from '../cloud/api/endpoints';
import type { Send } from '../cloud/client';
import { entryOf, finiteNumber, textOrEmpty, type JsonObject } from '../cloud/json';
import { defaultPictureField, mostBytesIn } from '../core/fields';
import { checked } from '../core/parameters';
import { deviceName } from '../output/device';
import type { Prices } from '../output/filaments';
import { messageTypeOptions, optionDefaults, options as optionsField } from './description';
import { eventOptions } from './events';
import { readDeviceList } from './sources/printers';
import type { Opening, Rules } from './sources/source';

const minuteMs = 60_000;

/** The node's parameters, read. */
export interface Settings {
	events: string[];
	/** The chosen printers as they were given, names or serial numbers; empty for all. */
	printers: string[];
	messageTypes: string[];
	rules: Rules;
	opening: Opening;
	simplify: boolean;
	splitByFilament: boolean;
	prices: Prices | undefined;
	/** The binary field for the picture; undefined where none is wanted. */
	pictureField: string | undefined;
	mostPictureBytes: number;
	/** How long an outage may last before an execution shows it; milliseconds. */
	reportOutageAfterMs: number;
}

/** An expression may give a single value where a list is due. */
function listOf(value: unknown): unknown[] {
	return [value ?? []].flat();
}

/** @throws Error where an expression gave nothing: that must not widen the choice to everything */
function textsOf(label: string, value: unknown): string[] {
	return listOf(value).map((entry) => {
		const text = typeof entry === 'number' ? String(entry) : textOrEmpty(entry);
		if (text !== '') return text;
		throw new Error(`"${label}" has an empty value. Choose from the list, or remove it.`);
	});
}

/** What the texts mean, by value or name of a choice, in any case. Bambu Lab numbers what has no name. */
function choicesIn(
	label: string,
	choices: ReadonlyArray<{ name: string; value: string }>,
	texts: string[],
): string[] {
	return texts.map((text) => {
		const isMeant = (name: string) => name.toLowerCase() === text.toLowerCase();
		const choice = choices.find(({ name, value }) => isMeant(name) || isMeant(value));
		if (choice !== undefined) return choice.value;
		if (choices === messageTypeOptions && finiteNumber(text) !== undefined) return text;
		const known = choices.map(({ value }) => value).join(', ');
		throw new Error(`"${label}" has no "${text}". It takes: ${known}.`);
	});
}

function openingIn({ onActivation, lastHours }: JsonObject, now: number): Opening {
	const hours = onActivation === 'lastHours' ? Number(lastHours) : -Infinity;
	return { since: now - hours * 60 * minuteMs, tellRunning: onActivation === 'running' };
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
	const filters = context.getNodeParameter('filters', {}) as JsonObject;
	const filter = (name: string, label: string) =>
		textsOf(label, name in filters ? (filters[name] ?? '') : []);
	const given = checked(optionsField, context.getNodeParameter('options', {}), zone) as JsonObject;
	const options: JsonObject = { ...optionDefaults, ...given };
	const minutes = (name: string) => Number(options[name]) * minuteMs;
	const events = listOf(context.getNodeParameter('events', [])).map(String);
	if (events.length === 0) throw new Error('No event is chosen. Choose at least one in "Events".');
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return {
		events: choicesIn('Events', eventOptions, events),
		printers: filter('deviceIds', 'Printer Names or IDs'),
		messageTypes: choicesIn(
			'Message Types',
			messageTypeOptions,
			filter('messageTypes', 'Message Types'),
		),
		rules: {
			daysBefore: Number(options.daysBefore),
			filamentWaitMs: options.waitForFilament === true ? minutes('maxFilamentWait') : 0,
			offlineAfterMs: minutes('offlineAfter'),
		},
		opening: openingIn(options, now),
		simplify,
		splitByFilament: simplify && context.getNodeParameter('splitByFilament', false) === true,
		prices: pricesOf(options as Parameters<typeof pricesOf>[0]),
		pictureField: options.includePicture
			? textOrEmpty(options.binaryPropertyName) || defaultPictureField
			: undefined,
		mostPictureBytes: mostBytesIn(options),
		reportOutageAfterMs: minutes('reportOutageAfter'),
	};
}

/**
 * The serial numbers of the chosen printers, by what was given.
 * @param known what was found before, so that neither a name that changes nor a printer that is gone stops
 * a trigger that is published
 * @throws NodeOperationError where there is no such printer, or several of the name
 */
export async function findPrinters(
	context: IPollFunctions,
	send: Send,
	given: string[],
	known: { [given: string]: string } = {},
): Promise<{ [given: string]: string }> {
	if (given.every((text) => Object.hasOwn(known, text))) {
		return Object.fromEntries(given.map((text) => [text, known[text] ?? '']));
	}
	const devices = await readDeviceList(send);
	const serialOf = (text: string): string => {
		const serial = entryOf(known, text) ?? textOrEmpty(findDevice(devices, text)?.dev_id);
		if (serial !== '') return serial;
		const names = devices.map((device) => `${deviceName(device)} (${textOrEmpty(device.dev_id)})`);
		const isNamed = names.some((name) => name.toLowerCase().startsWith(`${text.toLowerCase()} (`));
		const message = `There ${isNamed ? 'are several printers' : 'is no printer'} "${text}"`;
		const description = `The filter "Printer Names or IDs" takes: ${names.join(', ')}.`;
		throw new NodeOperationError(context.getNode(), message, { description });
	};
	return Object.fromEntries(given.map((text) => [text, serialOf(text)]));
}
