import { UserError } from 'n8n-workflow';

import { isObject, parseJson, textOrEmpty, type JsonObject } from '../cloud/json';
import { keptOf } from './keptFields';

/**
 * What a message on a printer's report topic is: its whole status, what of it has changed, the answer to a
 * command, or that the printer came or went, which the cloud's broker tells.
 */
export type ReportKind = 'full' | 'changes' | 'answer' | 'connection';

export interface LiveMessage {
	kind: ReportKind;
	/** Undefined where neither the topic nor the report tells it. */
	serial: string | undefined;
	/** The message as the printer sent it. */
	body: JsonObject;
	/** The status in it; empty where it has none. */
	print: JsonObject;
	/** Whether the printer has come or gone. */
	isConnected?: boolean;
}

/** More than ten times the longest report. */
const maxTextLength = 1_000_000;
const deepestWrapping = 4;
/** A status with fewer fields and without a mark is one of changes; the smallest whole one has 63. */
const minOfFull = 30;

const partKeys = ['print', 'info', 'system', 'mc_print', 'upgrade', 'camera', 'xcam', 'security'];

/** Whether this is a report itself: other makers' messages have parts of the same names, but not what is in them. */
function isReport(value: JsonObject): boolean {
	const { print, event } = value;
	const hasCommand = partKeys.some((key) => {
		const part = value[key];
		return isObject(part) && textOrEmpty(part.command) !== '';
	});
	if (hasCommand || (isObject(event) && textOrEmpty(event.event) !== '')) return true;
	return isObject(print) && Object.keys(keptOf(print)).length > 0;
}

function notReport(reason: string): UserError {
	return new UserError(`This is not a report of a Bambu Lab printer: ${reason}`, {
		description:
			'Pass on the output of n8n’s MQTT Trigger, {{ $json }}, whatever its options are. Its topic is device/SERIAL/report, with the serial number of the printer.',
	});
}

/** The text of bytes, as n8n writes a buffer into JSON. */
function textOfBuffer({ type, data }: JsonObject): string | undefined {
	const isBuffer = type === 'Buffer' && Array.isArray(data) && data.length <= maxTextLength;
	return isBuffer ? Buffer.from(data as number[]).toString('utf8') : undefined;
}

interface Unwrapped {
	body: JsonObject;
	topic: string;
}

/** A message in whatever n8n or the user has wrapped it: text, a list of one, `message` beside its topic. */
function unwrapped(value: unknown, topic: string, levels: number): Unwrapped {
	if (levels === 0) throw notReport('it is wrapped in too many objects');
	if (typeof value === 'string') {
		if (value.length > maxTextLength) throw notReport('it is longer than any report');
		if (value.trim() === '') throw notReport('it is empty');
		const parsed = parseJson(value.replace(/^\uFEFF/, ''));
		const isText = typeof parsed === 'string';
		if (!isText && !isObject(parsed)) {
			throw notReport('it is not a JSON object, or not all of it arrived');
		}
		return unwrapped(parsed, topic, levels - 1);
	}
	if (Array.isArray(value) && value.length === 1) return unwrapped(value[0], topic, levels - 1);
	if (!isObject(value)) throw notReport('it is not a JSON object');
	if (isReport(value)) return { body: value, topic };
	const text = textOfBuffer(value);
	if (text !== undefined) return unwrapped(text, topic, levels - 1);
	const inner = value.message ?? value.payload ?? value.json;
	if (inner === undefined) throw notReport('nothing in it is known');
	return unwrapped(inner, topic || textOrEmpty(value.topic), levels - 1);
}

const serialForm = /^[0-9A-Za-z]{8,24}$/;

function serialOf({ body, topic }: Unwrapped): string | undefined {
	const ofTopic = /^device\/([^/]+)\/(?:report|request)$/.exec(topic)?.[1];
	const print = isObject(body.print) ? body.print : {};
	const { sn } = isObject(print.upgrade_state) ? print.upgrade_state : {};
	const found = ofTopic ?? textOrEmpty(sn);
	return serialForm.test(found) ? found : undefined;
}

/** Commands are answered under `print` too; what has no command can only be part of a status. */
function statusKind(print: JsonObject): ReportKind {
	const command = textOrEmpty(print.command);
	if (command !== 'push_status' && command !== '') return 'answer';
	if (String(print.msg) === '1') return 'changes';
	if (String(print.msg) === '0') return 'full';
	return Object.keys(print).length > minOfFull ? 'full' : 'changes';
}

/**
 * Reads what n8n's MQTT Trigger gives, whatever its options are.
 * @throws UserError where it is no report
 */
export function readMessage(value: unknown): LiveMessage {
	const found = unwrapped(value, '', deepestWrapping);
	const { body } = found;
	const serial = serialOf(found);
	if (isObject(body.print)) {
		const kind = statusKind(body.print);
		return { kind, serial, body, print: kind === 'answer' ? {} : body.print };
	}
	const told = isObject(body.event) ? textOrEmpty(body.event.event) : '';
	if (told === 'client.connected' || told === 'client.disconnected') {
		const isConnected = told === 'client.connected';
		return { kind: 'connection', serial, body, print: {}, isConnected };
	}
	return { kind: 'answer', serial, body, print: {} };
}
