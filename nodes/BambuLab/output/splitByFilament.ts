import type { IDataObject } from 'n8n-workflow';

import { idValue, textOrNull } from './values';
import type { TaskRow } from './rowTypes';
import type { RowContext, RowForm } from './rowForm';
import { taskTitle } from './design';
import { costFields } from './printFigures';
import { commonFields, readTask, type ReadFilament } from './task';

const noFilament: ReadFilament = {
	filamentName: null,
	filamentType: null,
	filamentId: null,
	color: null,
	colorName: null,
	slot: null,
	nozzle: null,
};

/**
 * One row per filament, ready for a spreadsheet. The columns of grams, metres and cost add up to the
 * figures of the print; its minutes stand in the first row alone, so that their sums are right too. A
 * print without filament data stays one row.
 */
function filamentRows(task: TaskRow, context: RowContext): IDataObject[] {
	const { filaments, parts, ...read } = readTask(task, context);
	const id = idValue(task.id);
	const { plate, plateName, profileTitle, bedType, mode, ...idsAndUrls } = commonFields(
		task,
		context,
	);
	return parts.map((figures, index) => {
		const { estimatedGrams, estimatedMetres, estimatedUsedGrams, ...costs } = figures;
		const { filamentId, ...filament } = filaments[index] ?? noFilament;
		const isFirst = index === 0;
		return {
			// One and the same for a sheet that several workflows write to.
			rowId: `${String(id)}-${index + 1}`,
			title: taskTitle(task),
			status: read.status,
			printerName: textOrNull(task.deviceName),
			startedAt: read.startedAt,
			endedAt: read.endedAt,
			estimatedEndAt: read.estimatedEndAt,
			durationMinutes: isFirst ? read.durationMinutes : null,
			...filament,
			estimatedGrams,
			estimatedMetres,
			...costs,
			estimatedUsedGrams,
			estimatedUsedShare: read.estimatedUsedShare,
			estimatedMinutes: isFirst ? read.estimatedMinutes : null,
			printerModel: textOrNull(task.deviceModel),
			plate,
			plateName,
			profileTitle,
			bedType,
			mode,
			filamentNumber: index + 1,
			filamentCount: filaments.length,
			filamentId,
			id,
			...idsAndUrls,
		};
	});
}

export const filamentForm: RowForm = {
	toRows: (task, context) => filamentRows(task, context),
	simple: [
		'rowId',
		'title',
		'status',
		'printerName',
		'startedAt',
		'endedAt',
		'filamentName',
		'filamentType',
		'colorName',
		'estimatedGrams',
	],
	asked: costFields,
	more: [
		'estimatedEndAt',
		'durationMinutes',
		'color',
		'slot',
		'nozzle',
		'estimatedMetres',
		'estimatedCost',
		'estimatedUsedCost',
		'estimatedFilamentCost',
		'estimatedMachineCost',
		'estimatedUsedGrams',
		'estimatedUsedShare',
		'estimatedMinutes',
		'printerModel',
		'plate',
		'plateName',
		'profileTitle',
		'bedType',
		'mode',
		'filamentNumber',
		'filamentCount',
		'filamentId',
		'id',
		'printerSerial',
		'statusCode',
		'designId',
		'modelId',
		'profileId',
		'url',
		'pictureUrl',
	],
};
