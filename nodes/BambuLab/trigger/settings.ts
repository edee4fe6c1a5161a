import { NodeOperationError } from 'n8n-workflow';
import type { IPollFunctions } from 'n8n-workflow';

import { pricesOf } from '../actions/task/split';
import { findDevice } from '../cloud/api/devices';
import type { Send } from '../cloud/client';
import { entryOf, finiteNumber, textOrEmpty, type JsonObject } from '../cloud/json';
import { defaultPictureField, mostBytesIn } from '../core/fields';
import { checked } from '../core/parameters';
import { deviceName } from '../output/device';
import type { Prices } from '../output/filaments';
import {
	defaultDaysBefore,
	defaultFilamentWait,
	defaultHoursBack,
	defaultOfflineAfter,
	defaultOutageReport,
	messageTypeOptions,
	options as optionsField,
} from './description';
import { eventOptions } from './events';
import { readDeviceList } from './sources/printers';
import { fromNowOn, type Opening, type Rules } from './sources/source';

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

type Choice = { name: string; value: string };

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

/** The value that a text means, by its value or its name in the list, in any case. */
function choiceIn(choices: readonly Choice[], text: string): string | undefined {
	const wanted = text.toLowerCase();
	return choices.find(({ name, value }) =>
		[name, value].some((each) => each.toLowerCase() === wanted),
	)?.value;
}

function eventsIn(value: unknown): string[] {
	const texts = listOf(value).map(String);
	if (texts.length === 0) throw new Error('No event is chosen. Choose at least one in "Events".');
	return texts.map((text) => {
		const event = choiceIn(eventOptions, text.trim());
		if (event !== undefined) return event;
		const known = eventOptions.map((option) => option.value).join(', ');
		throw new Error(`There is no event "${text}". The field "Events" takes: ${known}.`);
	});
}

/** Bambu Lab numbers the kinds of messages, and has more than are known. */
function messageTypesIn(value: unknown): string[] {
	return textsOf('Message Types', value).map((text) => {
		const type = choiceIn(messageTypeOptions, text);
		if (type !== undefined || finiteNumber(text) !== undefined) return type ?? text;
		const known = messageTypeOptions.map((option) => option.value).join(', ');
		throw new Error(
			`There is no kind of message "${text}". "Message Types" takes a number, or: ${known}.`,
		);
	});
}

function openingIn(
	{ onActivation, lastHours = defaultHoursBack }: JsonObject,
	now: number,
): Opening {
	if (onActivation === 'running') return { since: Infinity, tellRunning: true };
	if (onActivation !== 'lastHours') return fromNowOn;
	return { since: now - Number(lastHours) * 60 * minuteMs, tellRunning: false };
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
	const filter = (name: string) => (name in filters ? (filters[name] ?? '') : []);
	const options = checked(
		optionsField,
		context.getNodeParameter('options', {}),
		zone,
	) as JsonObject;
	const minutes = (value: unknown, byDefault: number) => Number(value ?? byDefault) * minuteMs;
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return {
		events: eventsIn(context.getNodeParameter('events', [])),
		printers: textsOf('Printer Names or IDs', filter('deviceIds')),
		messageTypes: messageTypesIn(filter('messageTypes')),
		rules: {
			daysBefore: Number(options.daysBefore ?? defaultDaysBefore),
			filamentWaitMs:
				options.waitForFilament === false
					? 0
					: minutes(options.maxFilamentWait, defaultFilamentWait),
			offlineAfterMs: minutes(options.offlineAfter, defaultOfflineAfter),
		},
		opening: openingIn(options, now),
		simplify,
		splitByFilament: simplify && context.getNodeParameter('splitByFilament', false) === true,
		prices: pricesOf(options as Parameters<typeof pricesOf>[0]),
		pictureField: options.includePicture
			? textOrEmpty(options.binaryPropertyName) || defaultPictureField
			: undefined,
		mostPictureBytes: mostBytesIn(options),
		reportOutageAfterMs: minutes(options.reportOutageAfter, defaultOutageReport),
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
	const found = given.map((text): [string, string | undefined] => [text, entryOf(known, text)]);
	if (found.some(([, serial]) => serial === undefined)) {
		const devices = await readDeviceList(send);
		for (const entry of found) entry[1] ??= serialOf(context, devices, entry[0]);
	}
	return Object.fromEntries(found) as { [given: string]: string };
}

function serialOf(context: IPollFunctions, devices: JsonObject[], given: string): string {
	const serial = textOrEmpty(findDevice(devices, given)?.dev_id);
	if (serial !== '') return serial;
	const isNamed = (device: JsonObject) => deviceName(device).toLowerCase() === given.toLowerCase();
	const message = devices.some(isNamed)
		? `There are several printers "${given}"`
		: `There is no printer "${given}"`;
	const names = devices.map((device) => `${deviceName(device)} (${textOrEmpty(device.dev_id)})`);
	throw new NodeOperationError(context.getNode(), message, {
		description: `The filter "Printer Names or IDs" takes: ${names.join(', ') || 'nothing, as the account has no printers'}.`,
	});
}
