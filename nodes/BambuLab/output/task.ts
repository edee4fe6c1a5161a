import type { IDataObject } from 'n8n-workflow';

import { objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import { idValue, idOrNull, positive, rounded, scaled, textOrNull } from './values';
import type { FilamentUseRow, TaskRow } from './rowTypes';
import { colorName, hexColor } from './colors';
import { designUrl, hasDesign, taskTitle } from './design';
import { filamentNameOf } from './filamentNames';
import { costFields, figuresOf, type Figure, type Figures } from './printFigures';
import { filamentTypeOf } from './prices';
import type { RowContext, RowForm } from './rowForm';
import { hasTwoNozzles, nozzleOf, slotName } from './slots';
import { statusOfPrint, type Status } from './status';
import { isoTime, timeOf } from './times';

const minuteMs = 60_000;
/** What would have taken longer began by a clock that was never set. */
const maxPrintMs = 60 * 24 * 60 * minuteMs;

/** When a print began and ended, in milliseconds; undefined where that is not known (yet). */
export interface Span {
	start: number | undefined;
	end: number | undefined;
	/** By the slicer's estimate; undefined for a print that is over. */
	estimatedEnd: number | undefined;
}

/**
 * While a print runs the cloud gives an end a few seconds after the start; that is none. Nor is it one
 * beside a status that nobody knows; beside a known one, prints have ended that soon.
 */
export function spanOf(task: TaskRow): Span {
	const status = statusOfPrint(task.status);
	const isRunning = status === 'running';
	const given = timeOf(task.startTime);
	const shown = timeOf(task.endTime);
	const isTooSoon = (shown ?? NaN) - (given ?? NaN) < minuteMs;
	const end = isRunning || (status === 'unknown' && isTooSoon) ? undefined : shown;
	const start = end !== undefined && end - (given ?? 0) > maxPrintMs ? undefined : given;
	const planned = positive(task.costTime);
	const isKnown = isRunning && start !== undefined && planned !== undefined;
	return {
		start,
		end: end !== undefined && end >= (start ?? 0) ? end : undefined,
		estimatedEnd: isKnown ? start + planned * 1000 : undefined,
	};
}

function minutesOf({ start, end }: Span): Figure {
	const span = (end ?? NaN) - (start ?? NaN);
	return Number.isFinite(span) ? rounded(span / minuteMs, 1) : null;
}

/**
 * How much of a print was done. Of a failed one the time alone tells: a guess, because every other
 * figure of a failed print is the slicer's for the whole one.
 */
function usedShareOf(status: Status, minutes: Figure, planned: Figure): Figure {
	if (status === 'finished') return 1;
	if (status !== 'failed' || minutes === null || planned === null) return null;
	// Of no minutes out of none nobody knows the share.
	return minutes + planned === 0 ? null : rounded(Math.min(1, minutes / planned), 2);
}

/**
 * The filaments that a print uses, in the order of the slicer. A project's other filaments stand
 * between them as placeholders, without material, id and weight.
 */
export function usedFilaments(task: TaskRow): FilamentUseRow[] {
	return objectsIn(task.amsDetailMapping).filter(
		(use: FilamentUseRow) =>
			filamentTypeOf(use) !== '' ||
			textOrEmpty(use.filamentId) !== '' ||
			positive(use.weight) !== undefined,
	);
}

export interface ReadFilament extends IDataObject {
	filamentName: string | null;
	filamentType: string | null;
	filamentId: string | null;
	color: string | null;
	colorName: string | null;
	slot: string | null;
	nozzle: string | null;
}

function readFilament(
	use: FilamentUseRow,
	isTwoNozzle: boolean,
	{ filamentNames }: RowContext,
): ReadFilament {
	const color = textOrEmpty(use.targetColor) || use.sourceColor;
	const id = textOrEmpty(use.filamentId);
	return {
		filamentName: filamentNameOf(id, filamentNames),
		filamentType: filamentTypeOf(use) || null,
		filamentId: id || null,
		color: hexColor(color),
		colorName: colorName(color),
		slot: slotName(use, isTwoNozzle),
		nozzle: nozzleOf(use, isTwoNozzle),
	};
}

/** A print, read once for all its forms. */
export interface ReadTask {
	status: Status;
	startedAt: string | null;
	endedAt: string | null;
	estimatedEndAt: string | null;
	durationMinutes: Figure;
	estimatedMinutes: Figure;
	estimatedUsedShare: Figure;
	whole: Figures;
	/** One for each filament; one in all where none is known. */
	parts: Figures[];
	filaments: ReadFilament[];
}

export function readTask(task: TaskRow, context: RowContext): ReadTask {
	const status = statusOfPrint(task.status);
	const span = spanOf(task);
	const durationMinutes = minutesOf(span);
	const estimatedMinutes = scaled(task.costTime, 60, 1);
	const usedShare = usedShareOf(status, durationMinutes, estimatedMinutes);
	const isTwoNozzle = hasTwoNozzles(task);
	const uses = usedFilaments(task);
	const ofWhole = status === 'finished' ? durationMinutes : null;
	const run = {
		usedShare,
		minutes: ofWhole ?? estimatedMinutes ?? durationMinutes,
		usedMinutes: durationMinutes ?? (status === 'finished' ? estimatedMinutes : null),
	};
	return {
		status,
		startedAt: isoTime(span.start),
		endedAt: isoTime(span.end),
		estimatedEndAt: isoTime(span.estimatedEnd),
		durationMinutes,
		estimatedMinutes,
		estimatedUsedShare: usedShare,
		...figuresOf(task, uses, run, context.prices),
		filaments: uses.map((use) => readFilament(use, isTwoNozzle, context)),
	};
}

/** The filaments in a few words, such as "PLA green, PETG white"; each once. */
function summaryOf(filaments: ReadFilament[]): string | null {
	const words = filaments.map(({ filamentType, filamentId, colorName: color }) =>
		[filamentType ?? filamentId, color].filter((word) => word !== null).join(' '),
	);
	return [...new Set(words)].filter((word) => word !== '').join(', ') || null;
}

/** What of a print is the same in each of its rows, its ids and addresses last. */
export function commonFields(task: TaskRow, { website }: RowContext): IDataObject {
	return {
		plate: positive(task.plateIndex) ?? null,
		plateName: textOrNull(task.plateName),
		profileTitle: hasDesign(task) ? textOrNull(task.title) : null,
		bedType: textOrNull(task.bedType),
		mode: textOrNull(task.mode),
		printerSerial: textOrNull(task.deviceId),
		statusCode: textOrNull(task.status) === null ? null : idValue(task.status),
		designId: idOrNull(task.designId),
		modelId: textOrNull(task.modelId),
		profileId: idOrNull(task.profileId),
		url: designUrl(task, website),
		pictureUrl: textOrNull(task.cover),
	};
}

/**
 * A print as one row. Weights and lengths are the slicer's estimates, also for a failed print, so their
 * names say so. `length` comes in centimetres, `costTime` in seconds.
 */
function printRow(task: TaskRow, context: RowContext): IDataObject {
	const read = readTask(task, context);
	const { estimatedGrams, estimatedMetres, estimatedUsedGrams, ...costs } = read.whole;
	const filaments = read.filaments.map((use, index) => ({ ...use, ...read.parts[index] }));
	return {
		id: idValue(task.id),
		title: taskTitle(task),
		status: read.status,
		printerName: textOrNull(task.deviceName),
		startedAt: read.startedAt,
		endedAt: read.endedAt,
		estimatedEndAt: read.estimatedEndAt,
		durationMinutes: read.durationMinutes,
		estimatedGrams,
		filamentSummary: summaryOf(read.filaments),
		...costs,
		estimatedUsedGrams,
		estimatedUsedShare: read.estimatedUsedShare,
		estimatedMinutes: read.estimatedMinutes,
		estimatedMetres,
		filaments,
		printerModel: textOrNull(task.deviceModel),
		...commonFields(task, context),
	};
}

export const printForm: RowForm = {
	toRows: (task: JsonObject, context) => [printRow(task, context)],
	simple: [
		'id',
		'title',
		'status',
		'printerName',
		'startedAt',
		'endedAt',
		'estimatedEndAt',
		'durationMinutes',
		'estimatedGrams',
		'filamentSummary',
	],
	asked: costFields,
	more: [
		'estimatedCost',
		'estimatedUsedCost',
		'estimatedFilamentCost',
		'estimatedMachineCost',
		'estimatedUsedGrams',
		'estimatedUsedShare',
		'estimatedMinutes',
		'estimatedMetres',
		'filaments',
		'printerModel',
		'plate',
		'plateName',
		'profileTitle',
		'bedType',
		'mode',
		'printerSerial',
		'statusCode',
		'designId',
		'modelId',
		'profileId',
		'url',
		'pictureUrl',
	],
};
