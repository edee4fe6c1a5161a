import { finiteNumber, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { Status } from '../output/status';
import { errorsOf, pauseReasonOf, type LiveError } from './liveErrors';
import { dryingMinutes, humidityLevel, unitName, unitsIn } from './filament';
import type { ReportKind } from './mqttMessage';
import {
	isUnderWay,
	layersIn,
	progressIn,
	stageNumber,
	statusIn,
	taskIdIn,
	titleIn,
	type Layers,
} from './status';
import type { Known } from './known';

/** What happened, as far as it goes into a row beside the status. */
export interface Told {
	event: string;
	eventId: string;
	/** The reason, code, unit, percent, or layer that it is about. */
	eventDetail: string | null;
	/** The error that it is about; null where that is gone. */
	code?: string;
}

/** A report with what was known before, as the operation hands it on to become a row. */
export interface Reading {
	body: JsonObject;
	kind: ReportKind;
	serial: string | undefined;
	/** When it was read. */
	at: number;
	known: Pick<Known, 'print' | 'isComplete' | 'isCancelled' | 'gapAt'>;
	isOffline?: boolean;
	told?: Told;
	/** The print that the printer no longer names. */
	lost?: Pick<Snapshot, 'title' | 'taskId'>;
}

/** An operation's rows are plain objects to the engine. */
export function asRow(reading: Reading): JsonObject {
	return { ...reading };
}

const kinds: readonly ReportKind[] = ['full', 'changes', 'answer', 'connection'];

/** The reading that a row is; every part of it holds something usable. */
export function asReading(row: JsonObject): Reading {
	const known = isObject(row.known) ? row.known : {};
	const gapAt = finiteNumber(known.gapAt);
	const told = isObject(row.told) ? (row.told as unknown as Told) : undefined;
	const lost = isObject(row.lost) ? (row.lost as Reading['lost']) : undefined;
	return {
		body: isObject(row.body) ? row.body : {},
		kind: kinds.find((kind) => kind === row.kind) ?? 'changes',
		serial: textOrEmpty(row.serial) || undefined,
		at: finiteNumber(row.at) ?? 0,
		known: {
			print: isObject(known.print) ? known.print : {},
			isComplete: known.isComplete === true,
			isCancelled: known.isCancelled === true,
			...(gapAt === undefined ? {} : { gapAt }),
		},
		isOffline: row.isOffline === true,
		...(told === undefined ? {} : { told }),
		...(lost === undefined ? {} : { lost }),
	};
}

export interface Unit {
	name: string;
	humidityLevel: number | null;
	dryingMinutes: number | null;
}

/** What happenings are found by: two of them are compared. */
export interface Snapshot extends Layers {
	status: Status;
	isCancelled: boolean;
	taskId: number | string | null;
	title: string | null;
	progress: number | null;
	pauseReason: string | null;
	errors: LiveError[];
	units: Unit[];
}

export function snapshotOf({ print, isCancelled }: Reading['known']): Snapshot {
	const status = statusIn(print, isCancelled === true);
	const errors = errorsOf(print);
	return {
		status,
		isCancelled: isCancelled === true,
		taskId: taskIdIn(print, status),
		title: titleIn(print, status),
		progress: progressIn(print, status),
		pauseReason: status === 'paused' ? pauseReasonOf(errors, stageNumber(print)) : null,
		errors: errors.filter(({ isShown }) => isShown),
		units: unitsIn(print).flatMap((unit) => {
			const name = unitName(unit);
			const figures = { humidityLevel: humidityLevel(unit), dryingMinutes: dryingMinutes(unit) };
			return name === null ? [] : [{ name, ...figures }];
		}),
		...layersIn(print, status),
	};
}

/** When the print ends by the printer's own reckoning; in a pause nobody knows. */
export function endOf(at: number, minutes: number | null, status: Status): number | undefined {
	return status === 'running' && minutes !== null && minutes > 0
		? at + minutes * 60_000
		: undefined;
}

export function isBusy({ status }: Snapshot): boolean {
	return isUnderWay(status);
}
