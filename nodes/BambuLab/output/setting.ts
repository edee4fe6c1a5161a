import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, textOrEmpty } from '../cloud/json';
import type { SettingRow } from '../cloud/api/rows';
import { iotTime } from './times';

/** A preset of the list as a flat row. "… @BBL X1C" names the printer a preset is for. */
export function simplifySettingRow(preset: SettingRow): IDataObject {
	const name = textOrEmpty(preset.name);
	return {
		id: textOrEmpty(preset.setting_id) || null,
		name: name || null,
		type: textOrEmpty(preset.type) || null,
		scope: textOrEmpty(preset.scope) || null,
		version: textOrEmpty(preset.version) || null,
		baseId: textOrEmpty(preset.base_id) || null,
		inherits: textOrEmpty(preset.inherits) || null,
		printer: /@(?:BBL\s+)?(.+)$/.exec(name)?.[1] ?? null,
		filamentId: textOrEmpty(preset.filament_id) || null,
		filamentVendor: textOrEmpty(preset.filament_vendor) || null,
		filamentType: textOrEmpty(preset.filament_type) || null,
		isSupport:
			preset.filament_is_support === undefined
				? null
				: finiteNumber(preset.filament_is_support) === 1,
		updatedAt: iotTime(preset.update_time),
		updateTime: textOrEmpty(preset.update_time) || null,
	};
}
