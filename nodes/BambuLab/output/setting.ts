import type { IDataObject } from 'n8n-workflow';

import { isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import type { SettingRow } from './rowTypes';
import type { RowForm } from './rowForm';
import { readTime } from './times';
import { flagOf, positive, textOrNull } from './values';

/** Whom a preset is for, where its name says so: "… @BBL X1C", "… @ BBL X1C 0.6 nozzle". */
function targetOf(name: string): { printerModel: string | null; nozzleDiameter: number | null } {
	const [, target = ''] = /@\s*BBL\s+([^@]+)$/.exec(name) ?? [];
	const [, model = '', nozzle] = /^(.*?)(?:\s+(\d\.\d+)(?:\s+nozzle)?)?$/.exec(target.trim()) ?? [];
	return { printerModel: model || null, nozzleDiameter: positive(nozzle) ?? null };
}

/** A preset's name without whom it is for. */
export function presetName(name: string): string {
	return name.replace(/\s*@[^@]*$/, '');
}

/** A preset as a flat row. */
function presetRow(preset: SettingRow): IDataObject {
	const name = textOrEmpty(preset.name);
	return {
		id: textOrNull(preset.setting_id),
		name: name || null,
		type: textOrNull(preset.type),
		scope: textOrNull(preset.scope),
		...targetOf(name),
		filamentType: textOrNull(preset.filament_type),
		filamentId: textOrNull(preset.filament_id),
		inherits: textOrNull(preset.inherits),
		updatedAt: readTime(preset.update_time),
		version: textOrNull(preset.version),
		baseId: textOrNull(preset.base_id),
		filamentVendor: textOrNull(preset.filament_vendor),
		isSupport: flagOf(preset.filament_is_support),
	};
}

const simple = ['id', 'name', 'type', 'scope', 'printerModel', 'filamentId', 'updatedAt'];

export const presetForm: RowForm = {
	toRows: (preset) => [presetRow(preset)],
	simple,
	more: [
		'nozzleDiameter',
		'filamentType',
		'inherits',
		'version',
		'baseId',
		'filamentVendor',
		'isSupport',
	],
};

/** One preset, which comes in its own way, with the values in which it differs from what it inherits. */
function presetDetailsRow(preset: JsonObject): IDataObject {
	const setting = isObject(preset.setting) ? preset.setting : {};
	const isPublic = flagOf(preset.public);
	const scope = isPublic === null ? null : isPublic ? 'public' : 'private';
	const { inherits, filament_type, filament_vendor } = setting;
	return {
		...presetRow({ inherits, filament_type, filament_vendor, ...preset, scope }),
		setting: setting as IDataObject,
	};
}

export const presetDetailsForm: RowForm = {
	toRows: (preset) => [presetDetailsRow(preset)],
	simple: [
		'id',
		'name',
		'type',
		'scope',
		'printerModel',
		'nozzleDiameter',
		'filamentId',
		'inherits',
		'updatedAt',
		'setting',
	],
	more: ['filamentType', 'version', 'baseId', 'filamentVendor', 'isSupport'],
};
