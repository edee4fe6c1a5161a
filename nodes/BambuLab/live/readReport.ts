import { UserError } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { EventName } from './eventOptions';
import { atRest, happeningsBetween, isOtherJob, type Happening, type Steps } from './happenings';
import { comparable, knownAfter, newOrder, type Known } from './known';
import { recall, remember, type Place } from './reportMemory';
import { readMessage, type LiveMessage } from './mqttMessage';
import { asRow, isBusy, snapshotOf, type Reading, type Snapshot, type Told } from './reading';

export interface LiveSettings {
	/** Whether a report of changes is put together with what was known. */
	isMerged: boolean;
	/** What to tell, each as a row; undefined where each report is a row. */
	events: readonly string[] | undefined;
	steps: Steps;
	/** Undefined where nothing may be remembered: in a test by hand. */
	place: Place | undefined;
}

/** The same thing is not told again within this time, however reports overtake one another. */
const onceMs = 60_000;
/** Sensors go to and fro between two levels. */
const humidOnceMs = 6 * 3_600_000;
/** A printer at rest speaks every ten seconds. */
const silenceMs = 300_000;
const maxReported = 60;

/** The print that something happened to: its id, or for one without since when it was seen. */
function jobOf({ before, after, known }: Telling): string {
	// A printer that forgets its print names none any more.
	const id = after.status === 'idle' ? before?.taskId : after.taskId;
	return String(id ?? Math.floor((known.jobSince ?? 0) / 1000));
}

/** These have no print that tells them apart, so the time does. */
const ofPrinter: readonly EventName[] = [
	...(['amsDryingFinished', 'amsHumid', 'errorRaised', 'errorCleared'] as const),
	...(['printerBack', 'printerGone'] as const),
];
const bucketMs = 600_000;

interface Telling {
	serial: string | undefined;
	before: Snapshot | undefined;
	after: Snapshot;
	known: Known;
	now: number;
}

/** Marks happenings as told; those that were told just now are left out. */
function tell(happenings: Happening[], telling: Telling): Told[] {
	const { serial, known, now } = telling;
	const pauses = known.pauses === undefined ? '' : `/${known.pauses}`;
	return happenings.flatMap(({ event, detail, place, error }) => {
		const isTimed = ofPrinter.includes(event);
		const job = isTimed ? [] : [jobOf(telling)];
		const own = `${detail} ${place === undefined ? '' : place + pauses}`.trim();
		const base = [serial ?? 'printer', event, ...job, ...(own === '' ? [] : [own])].join(':');
		const last = known.told[base];
		if (last !== undefined && now - last < (event === 'amsHumid' ? humidOnceMs : onceMs)) return [];
		known.told[base] = now;
		const eventId = isTimed ? `${base}:${Math.floor(now / bucketMs)}` : base;
		const eventDetail = error?.code ?? (detail || null);
		return [{ event, eventId, eventDetail, ...(error === undefined ? {} : { code: error.code }) }];
	});
}

function withoutOldest(told: Known['told']): Known['told'] {
	const entries = Object.entries(told);
	return entries.length <= maxReported
		? told
		: Object.fromEntries(entries.sort(([, a], [, b]) => b - a).slice(0, maxReported));
}

/** Since when the print is seen, and its pauses: two in the same layer are not the same. */
function followJob(known: Known, before: Snapshot | undefined, after: Snapshot, now: number): void {
	if (isBusy(after) && (before === undefined || !isBusy(before) || isOtherJob(before, after))) {
		known.jobSince = now;
		delete known.pauses;
	} else if (before?.status === 'paused' && after.status === 'running') {
		// A report that comes late may look like a moment between two pauses.
		const isLong = now - (known.pausedAt ?? now) >= onceMs;
		if (isLong) known.pauses = (known.pauses ?? 0) + 1;
	}
	if (after.status === 'paused' && before?.status !== 'paused') known.pausedAt = now;
}

/** What a broker, or a silence, says of the printer itself. */
function presence(
	message: LiveMessage,
	before: Known | undefined,
	now: number,
	isOwn: boolean,
): Happening[] {
	const { isConnected } = message;
	const isBack = isOwn && before !== undefined && now - before.at >= silenceMs;
	if (isConnected === false) return [{ event: 'printerGone', detail: '' }];
	return isConnected === true || isBack ? [{ event: 'printerBack', detail: '' }] : [];
}

/** Told alone, the last step of a cancel would be a failure. */
function namesNoPrinter(): UserError {
	return new UserError('The report does not say which printer it is from', {
		description:
			'Switch off the option Only Message of the MQTT Trigger: it leaves out the topic, which has the serial number. Events are found by comparing reports of the same printer.',
	});
}

/**
 * Reads one report. In the process this happens in one go, so that reports that come at once cannot mix up
 * what is known.
 *
 * @returns the rows: one for the report, or one for each thing that happened
 * @throws UserError where it is no report, or names no printer that it could be compared by
 */
export function readReport(value: unknown, settings: LiveSettings, now: number): JsonObject[] {
	const message = readMessage(value);
	const { serial, kind, body } = message;
	const { events, isMerged, steps } = settings;
	if (events !== undefined && serial === undefined && kind !== 'answer') throw namesNoPrinter();
	const place = serial === undefined ? undefined : settings.place;
	const remembered = place && serial ? recall(place, serial, now) : undefined;
	const earlier = remembered?.known;
	const order = remembered?.order ?? newOrder();
	const known = knownAfter(earlier, message, order, now);
	const before = earlier && snapshotOf(comparable(earlier));
	const after = snapshotOf(known);
	followJob(known, before, after, now);
	const isTest = settings.place === undefined;
	const found =
		events === undefined
			? []
			: [
					...presence(message, earlier, now, remembered?.isOwn === true),
					...happeningsBetween(isTest && kind === 'full' ? atRest : before, after, message, steps),
				];
	known.told = { ...known.told };
	const chosen = found.filter(({ event }) => events?.includes(event));
	const told = tell(chosen, { serial, before, after, known, now });
	known.told = withoutOldest(known.told);
	if (place && serial) {
		const storedAt = remembered?.storedAt ?? -Infinity;
		remember(place, serial, { known, order, storedAt, isOwn: true }, now, told.length > 0);
	}
	const isAlone = events === undefined && !isMerged;
	const reading: Reading = {
		body,
		kind,
		serial,
		at: now,
		known: isAlone ? knownAfter(undefined, message, newOrder(), now) : known,
		isOffline: message.isConnected === false,
	};
	if (events === undefined) return [asRow(reading)];
	// A printer that forgets its print names none any more.
	const { title, taskId } = before ?? after;
	const lost = after.status === 'idle' ? { lost: { title, taskId } } : {};
	return told.map((one) => asRow({ ...reading, ...lost, told: one }));
}
