import { finiteNumber, isObject, type JsonObject } from '../cloud/json';
import { keptFields, keptOf, mergeInto } from './keptFields';
import type { LiveMessage } from './mqttMessage';
import { isCancelCode } from './codes';
import { saysState, stateWord } from './status';

/** What is known of a printer; plain JSON, as n8n stores it. */
export interface Known {
	/** The kept part of its status, put together from all reports. */
	print: JsonObject;
	/** Whether a whole report was among them. */
	isComplete: boolean;
	/** When the last report came. */
	at: number;
	/** When the last one came before a gap, as long as no whole report has followed. */
	gapAt?: number;
	/** When a code said that the print was cancelled; delta printers show it for two seconds. */
	cancelAt?: number;
	/** Whether the print that ended was cancelled. */
	isCancelled?: boolean;
	/** The last state that said something; some reports have none, or an unknown one. */
	lastState?: string;
	/** Since when the print that runs, or has run, has been seen. */
	jobSince?: number;
	/** When the print paused, and how often it has gone on after a pause of more than a moment. */
	pausedAt?: number;
	pauses?: number;
	/** What was told, and when: the ids of happenings. */
	told: { [id: string]: number };
	/** The number of the newest report. */
	sequence?: number;
}

/** What only the process remembers: which report each value came with, and that of the rest. */
export interface Order {
	ofPaths: Map<string, number>;
	ofRest: number | undefined;
}

export function newOrder(): Order {
	return { ofPaths: new Map(), ofRest: undefined };
}

/** Delta printers speak every ten seconds when at rest. */
const gapMs = 120_000;
/** A report that n8n hands on late is late by a few; a counter that began anew is not late. */
const maxLate = 30;
const maxLateMs = 10_000;
const cancelMs = 60_000;

function isOlder(sequence: number | undefined, than: number | undefined): boolean {
	if (sequence === undefined || than === undefined) return false;
	return sequence < than && than - sequence <= maxLate;
}

/** The status after a whole report: that report, but for what newer reports have told. */
function afterFull(known: JsonObject, given: JsonObject, order: Order, sequence?: number) {
	const seen = ({ ofPaths, ofRest }: Order, path: string) => ofPaths.get(path) ?? ofRest;
	const before = { ofPaths: new Map(order.ofPaths), ofRest: order.ofRest };
	const isNewer = (path: string) => isOlder(sequence, seen(before, path));
	const newer = structuredClone(known);
	const isLate = isOlder(sequence, order.ofRest) || order.ofPaths.size > 0;
	if (isLate) mergeInto(given, newer, keptFields, '', isNewer);
	for (const path of before.ofPaths.keys()) if (!isNewer(path)) order.ofPaths.delete(path);
	if (!isOlder(sequence, order.ofRest)) order.ofRest = sequence;
	return given;
}

function merged(
	known: Known,
	{ kind, print }: LiveMessage,
	order: Order,
	sequence: number | undefined,
): JsonObject {
	const given = keptOf(print);
	if (kind === 'full') return afterFull(known.print, given, order, sequence);
	const status = structuredClone(known.print);
	mergeInto(status, given, keptFields, '', (path) => {
		if (isOlder(sequence, order.ofPaths.get(path) ?? order.ofRest)) return false;
		if (sequence !== undefined) order.ofPaths.set(path, sequence);
		return true;
	});
	return status;
}

/** A cancelled print is failed, or forgotten at once. */
function mayBeCancelled(print: JsonObject): boolean {
	return ['FAILED', 'IDLE'].includes(stateWord(print));
}

/** Whether a print was cancelled: newer models say so for good, others for two seconds. */
function cancelMarks(known: Known, print: JsonObject, given: JsonObject, now: number) {
	const isCode = [given.print_error, print.print_error].some(isCancelCode);
	// Once another print runs, the code of the last one says nothing any more.
	const isOver = stateWord(given) !== '' && !mayBeCancelled(given);
	const cancelAt = isCode ? now : isOver ? undefined : known.cancelAt;
	const isNear = cancelAt !== undefined && now - cancelAt <= cancelMs;
	const isCancelled =
		mayBeCancelled(print) &&
		(isCancelCode(print.fail_reason) || isNear || known.isCancelled === true);
	return {
		...(isNear ? { cancelAt } : {}),
		...(isCancelled ? { isCancelled } : {}),
	};
}

/** What is known of the print as long as it is the same. */
function ofJob({ jobSince, pausedAt, pauses }: Known) {
	return {
		...(jobSince === undefined ? {} : { jobSince }),
		...(pausedAt === undefined ? {} : { pausedAt }),
		...(pauses === undefined ? {} : { pauses }),
	};
}

/** What is known after a report. Reports that come late, or twice, change nothing that is newer. */
export function knownAfter(
	before: Known | undefined,
	message: LiveMessage,
	order: Order,
	now: number,
): Known {
	const known: Known = before ?? { print: {}, isComplete: false, at: now, told: {} };
	const isStatus = message.kind === 'full' || message.kind === 'changes';
	if (!isStatus) return { ...known, at: message.kind === 'connection' ? known.at : now };
	const isSoon = now - known.at <= maxLateMs;
	const told = finiteNumber(message.print.sequence_id);
	// Long after the last report none is late.
	const sequence = isSoon ? told : undefined;
	if (!isSoon) Object.assign(order, newOrder());
	const print = merged(known, message, order, sequence);
	const isComplete = message.kind === 'full' || known.isComplete;
	const gapAt = known.gapAt ?? (before && now - known.at > gapMs ? known.at : undefined);
	const lastState = saysState(print) ? stateWord(print) : known.lastState;
	const newest = isOlder(told, known.sequence) && isSoon ? known.sequence : told;
	return {
		print,
		isComplete,
		at: now,
		told: known.told,
		...(gapAt === undefined || message.kind === 'full' ? {} : { gapAt }),
		...cancelMarks(known, print, message.print, now),
		...(lastState === undefined ? {} : { lastState }),
		...ofJob(known),
		...(newest === undefined ? {} : { sequence: newest }),
	};
}

/** What a later report is compared with: where the last one told no state, that of the one before it. */
export function comparable(known: Known): Pick<Known, 'print' | 'isComplete' | 'isCancelled'> {
	const { print, lastState } = known;
	if (saysState(print) || typeof lastState !== 'string') return known;
	return { ...known, print: { ...print, gcode_state: lastState } };
}

/** Whether something that n8n stored is what this version stores. */
export function isKnown(value: unknown): value is Known {
	return (
		isObject(value) &&
		isObject(value.print) &&
		isObject(value.told) &&
		typeof value.at === 'number' &&
		typeof value.isComplete === 'boolean'
	);
}
