import type { IDataObject } from 'n8n-workflow';

import {
	finiteNumber,
	idText,
	idValue,
	isObject,
	objectsIn,
	parseJson,
	textOrEmpty,
	type JsonObject,
} from '../cloud/json';
import type { PlateFilamentRow, PlateRow, ProfileRow, ProjectRow } from '../cloud/api/rows';
import { hexColor } from './colors';
import { iotTime } from './times';

function simplifyPlate(plate: PlateRow): IDataObject {
	const thumbnail = isObject(plate.thumbnail) ? plate.thumbnail : {};
	const seconds = finiteNumber(plate.prediction);
	return {
		plate: finiteNumber(plate.index) ?? null,
		estimatedMinutes: seconds === undefined ? null : Math.round(seconds / 6) / 10,
		estimatedGrams: finiteNumber(plate.weight) ?? null,
		pictureUrl: textOrEmpty(thumbnail.url) || null,
		filaments: objectsIn(plate.filaments).map((filament: PlateFilamentRow) => ({
			type: textOrEmpty(filament.type) || null,
			color: hexColor(filament.color),
			estimatedGrams: finiteNumber(filament.used_g) ?? null,
			estimatedMetres: finiteNumber(filament.used_m) ?? null,
		})),
	};
}

function platesOf(row: JsonObject): IDataObject[] {
	return objectsIn(isObject(row.context) ? row.context.plates : undefined).map(simplifyPlate);
}

/** What projects, profiles and task details have in common. The raw stamps stay beside the ISO times. */
function common(row: JsonObject): IDataObject {
	return {
		name: textOrEmpty(row.name) || null,
		status: textOrEmpty(row.status) || null,
		modelId: idText(row.model_id) || null,
		createdAt: iotTime(row.create_time),
		updatedAt: iotTime(row.update_time),
		createTime: textOrEmpty(row.create_time) || null,
		updateTime: textOrEmpty(row.update_time) || null,
	};
}

export function simplifyProfile(profile: ProfileRow): IDataObject {
	const context = isObject(profile.context) ? profile.context : {};
	const compatibility = isObject(context.compatibility) ? context.compatibility : {};
	return {
		id: idText(profile.profile_id) || null,
		...common(profile),
		printerModel: textOrEmpty(compatibility.dev_product_name) || null,
		nozzleDiameter: finiteNumber(compatibility.nozzle_diameter) ?? null,
		plates: platesOf(profile),
		fileName: textOrEmpty(profile.filename) || null,
		fileUrl: textOrEmpty(profile.url) || null,
	};
}

export function simplifyProject(project: ProjectRow): IDataObject {
	return {
		id: idText(project.project_id) || null,
		...common(project),
		...(project.profiles === undefined
			? {}
			: { profiles: objectsIn(project.profiles).map(simplifyProfile) }),
		...(project.download_url === undefined
			? {}
			: { fileUrl: textOrEmpty(project.download_url) || null }),
	};
}

/** The plate that was printed stands in a text that holds JSON. */
export function printedPlate(content: unknown): number | null {
	const parsed = parseJson(textOrEmpty(content));
	const info = isObject(parsed) && isObject(parsed.info) ? parsed.info : {};
	return finiteNumber(info.plate_idx) ?? null;
}

export function simplifyTaskDetails(task: JsonObject): IDataObject {
	return {
		...common(task),
		projectId: idText(task.project_id) || null,
		profileId: idValue(task.profile_id),
		plate: printedPlate(task.content),
		content: textOrEmpty(task.content) || null,
		plates: platesOf(task),
	};
}
