import type { IDataObject } from 'n8n-workflow';

import {
	idText,
	isObject,
	objectsIn,
	parseJson,
	textOrEmpty,
	type JsonObject,
} from '../cloud/json';
import type { PlateFilamentRow, PlateRow, ProfileRow, ProjectRow } from './rowTypes';
import { colorName, hexColor } from './colors';
import { filamentNameOf } from './filamentNames';
import type { RowContext, RowForm } from './rowForm';
import { statusOfPrint } from './status';
import { readTime } from './times';
import { idOrNull, positive, scaled, numberOrNull, textOrNull } from './values';

function plateFilament(filament: PlateFilamentRow, { filamentNames }: RowContext): IDataObject {
	const id = textOrEmpty(filament.filament_id);
	return {
		filamentName: filamentNameOf(id, filamentNames),
		filamentType: textOrNull(filament.type),
		filamentId: id || null,
		color: hexColor(filament.color),
		colorName: colorName(filament.color),
		estimatedGrams: numberOrNull(filament.used_g),
		estimatedMetres: numberOrNull(filament.used_m),
	};
}

function plateRow(plate: PlateRow, context: RowContext): IDataObject {
	const thumbnail = isObject(plate.thumbnail) ? plate.thumbnail : {};
	return {
		plate: positive(plate.index) ?? null,
		estimatedMinutes: scaled(plate.prediction, 60, 1),
		estimatedGrams: scaled(plate.weight, 1, 2),
		filaments: objectsIn(plate.filaments).map((filament) => plateFilament(filament, context)),
		pictureUrl: textOrNull(thumbnail.url),
	};
}

function platesOf(row: JsonObject, context: RowContext): IDataObject[] {
	const plates = objectsIn(isObject(row.context) ? row.context.plates : undefined);
	return plates.map((plate) => plateRow(plate, context));
}

/** The filaments of all plates, by the ids that they are named by. */
export function plateFilamentIds(row: JsonObject): string[] {
	const plates = objectsIn(isObject(row.context) ? row.context.plates : undefined);
	const filaments = plates.flatMap((plate) => objectsIn(plate.filaments));
	return filaments.map(({ filament_id: id }) => textOrEmpty(id));
}

/** What projects, profiles and task details have in common. */
function common(row: JsonObject): IDataObject {
	return {
		title: textOrEmpty(row.name),
		createdAt: readTime(row.create_time),
		updatedAt: readTime(row.update_time),
		modelId: textOrNull(row.model_id),
	};
}

function compatibilityOf({ context }: JsonObject): IDataObject {
	const { compatibility } = isObject(context) ? context : {};
	const target = isObject(compatibility) ? compatibility : {};
	return {
		printerModel: textOrNull(target.dev_product_name),
		nozzleDiameter: positive(target.nozzle_diameter) ?? null,
	};
}

function profileRow(profile: ProfileRow, context: RowContext): IDataObject {
	return {
		id: idOrNull(profile.profile_id),
		...common(profile),
		...compatibilityOf(profile),
		plates: platesOf(profile, context),
		fileName: textOrNull(profile.filename),
		fileUrl: textOrNull(profile.url),
		statusCode: textOrNull(profile.status),
	};
}

export const profileForm: RowForm = {
	toRows: (profile, context) => [profileRow(profile, context)],
	simple: [
		'id',
		'title',
		'modelId',
		'printerModel',
		'nozzleDiameter',
		'createdAt',
		'updatedAt',
		'plates',
		'fileName',
		'fileUrl',
	],
	more: ['statusCode'],
};

/** A project of the list, which has neither profiles nor files. */
function projectRow(project: ProjectRow): IDataObject {
	return {
		id: idOrNull(project.project_id),
		...common(project),
		statusCode: textOrNull(project.status),
	};
}

export const projectForm: RowForm = {
	toRows: (project) => [projectRow(project)],
	simple: ['id', 'title', 'createdAt', 'updatedAt', 'modelId'],
	more: ['statusCode'],
};

/** A profile within its project, whose address and times are those of the project. */
function ownProfile(profile: ProfileRow, context: RowContext): IDataObject {
	const { id, title, printerModel, nozzleDiameter, plates } = profileRow(profile, context);
	return { id, title, printerModel, nozzleDiameter, plates };
}

export const projectDetailsForm: RowForm = {
	toRows: (project: ProjectRow, context) => [
		{
			...projectRow(project),
			profiles: objectsIn(project.profiles).map((profile) => ownProfile(profile, context)),
			fileUrl: textOrNull(project.download_url),
		},
	],
	simple: ['id', 'title', 'createdAt', 'updatedAt', 'modelId', 'profiles', 'fileUrl'],
	more: ['statusCode'],
};

/** The plate that was printed stands in a text that holds JSON. */
export function printedPlate(content: unknown): number | null {
	const parsed = parseJson(textOrEmpty(content));
	const info = isObject(parsed) && isObject(parsed.info) ? parsed.info : {};
	return numberOrNull(info.plate_idx);
}

/** The answer holds neither the print's own id nor its printer; both are there from elsewhere. */
function taskDetailsRow(details: JsonObject, context: RowContext): IDataObject {
	const { task } = context;
	const { title, ...rest } = common(details);
	return {
		id: idOrNull(task?.id),
		title,
		status: statusOfPrint(details.status),
		printerName: textOrNull(task?.deviceName),
		printerSerial: textOrNull(task?.deviceId),
		...compatibilityOf(details),
		...rest,
		plate: printedPlate(details.content),
		plates: platesOf(details, context),
		projectId: idText(details.project_id) === '' ? null : idOrNull(details.project_id),
		profileId: idOrNull(details.profile_id),
		statusCode: textOrNull(details.status),
	};
}

export const taskDetailsForm: RowForm = {
	toRows: (details, context) => [taskDetailsRow(details, context)],
	simple: [
		'id',
		'title',
		'status',
		'printerName',
		'createdAt',
		'updatedAt',
		'plate',
		'plates',
		'profileId',
		'modelId',
	],
	more: ['printerSerial', 'printerModel', 'nozzleDiameter', 'projectId', 'statusCode'],
};
