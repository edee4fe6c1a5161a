import type { Cloud } from '../cloud';
import { json, text } from '../http/reply';
import { FILAMENTS } from '../world/catalogue';
import { iotTime } from '../world/times';
import type { Preset, PresetType } from '../world/types';
import { textField, type Call, type Handlers } from './call';
import { INVALID_PARAMETERS, IOT_SUCCESS, iotError } from './replies';

const TYPES: readonly PresetType[] = ['print', 'printer', 'filament'];
const ID_PREFIX = { print: 'PPUS', printer: 'PMUS', filament: 'PFUS' };
/** Private presets of one type that an account may keep. */
const QUOTA = 100;

const SYSTEM_BUILDS: Record<string, string> = { windows: 'win', macos: 'mac', linux: 'linux' };

const NO_VERSION = text('field "version" is not set', 400);

function lacksVersion({ version }: Call['query'], { settings }: Cloud): boolean {
	return version === undefined && settings.presetVersion === 'needed';
}

export const slicerHandlers: Handlers = {
	getSlicerResources: ({ query, headers }, cloud) => {
		const build = SYSTEM_BUILDS[headers['x-bbl-os-type'] ?? ''] ?? 'win';
		const resource = (type: string | null, version: string, path: string, description = '') => ({
			type,
			version,
			description,
			url: `${cloud.filesUrl}/${path}`,
			force_update: false,
		});
		const types = Object.keys(query);
		return json({
			...IOT_SUCCESS,
			software: resource(
				null,
				'02.02.01.60',
				`studio/software/02.02.01.60/Bambu_Studio_${build}-v02.02.01.60.exe`,
				'[Improvements]\n1. Faster slicing of large models.',
			),
			guide: null,
			resources:
				types.length === 0
					? null
					: types.map((type) =>
							resource(type, '02.02.01.55', `${type}/02.02.01.55/${build}_02.02.01.55.zip`),
						),
		});
	},

	getSlicerSettings: ({ query }, cloud) => {
		const group = (type: PresetType) => {
			const rows = (isPublic: boolean) =>
				cloud.world.presets
					.filter((preset) => preset.type === type && preset.public === isPublic)
					.map(presetRow);
			return { public: query.public === 'false' ? [] : rows(true), private: rows(false) };
		};
		return json({
			...IOT_SUCCESS,
			print: group('print'),
			printer: group('printer'),
			filament: group('filament'),
			settings: [],
		});
	},

	getSlicerSetting: ({ params, query }, cloud) => {
		if (lacksVersion(query, cloud)) return NO_VERSION;
		const preset = cloud.world.presets.find(({ id }) => id === params.settingId);
		if (!preset) return iotError(400, 2, 'missing resource');
		return json({
			...IOT_SUCCESS,
			setting_id: preset.id,
			public: preset.public,
			version: preset.version,
			type: preset.type,
			name: preset.name,
			nickname: null,
			base_id: preset.baseId,
			update_time: iotTime(preset.updatedAt),
			filament_id: preset.filamentId,
			setting: preset.setting,
		});
	},

	createSlicerSetting: ({ body }, cloud) => {
		const type = TYPES.find((candidate) => candidate === body.type);
		const { setting } = body;
		if (!type || typeof setting !== 'object' || setting === null) return INVALID_PARAMETERS;
		if (privatePresets(cloud, type).length >= QUOTA) {
			return json({
				message: 'preset limit exceeded',
				code: 14,
				error: null,
				setting_id: null,
				update_time: null,
			});
		}
		const preset = createPreset(type, body, { ...setting }, cloud);
		cloud.world.presets.push(preset);
		return json({
			...IOT_SUCCESS,
			setting_id: preset.id,
			update_time: iotTime(preset.updatedAt),
		});
	},

	updateSlicerSetting: ({ params, body }, cloud) => {
		const preset = cloud.world.presets.find(
			(candidate) => !candidate.public && candidate.id === params.settingId,
		);
		const { setting } = body;
		if (!preset || typeof setting !== 'object' || setting === null) return INVALID_PARAMETERS;
		preset.name = textField(body, 'name');
		preset.version = textField(body, 'version');
		preset.baseId = textField(body, 'base_id') || null;
		preset.setting = { ...setting };
		preset.inherits = textField(preset.setting, 'inherits') || null;
		preset.updatedAt = cloud.now();
		return json({
			...IOT_SUCCESS,
			setting_id: preset.id,
			update_time: iotTime(preset.updatedAt),
		});
	},

	deleteSlicerSetting: ({ params, query }, cloud) => {
		if (lacksVersion(query, cloud)) return NO_VERSION;
		const { presets } = cloud.world;
		const place = presets.findIndex((preset) => !preset.public && preset.id === params.settingId);
		if (place >= 0) presets.splice(place, 1);
		// The real one answers the same for a preset that does not exist.
		return json(IOT_SUCCESS);
	},
};

function privatePresets(cloud: Cloud, type: PresetType): Preset[] {
	return cloud.world.presets.filter((preset) => !preset.public && preset.type === type);
}

function createPreset(
	type: PresetType,
	body: Record<string, unknown>,
	setting: Record<string, unknown>,
	cloud: Cloud,
): Preset {
	return {
		id: `${ID_PREFIX[type]}${cloud.world.randomText(14)}`,
		type,
		public: false,
		name: textField(body, 'name'),
		version: textField(body, 'version'),
		updatedAt: cloud.now(),
		baseId: textField(body, 'base_id') || null,
		filamentId: textField(body, 'filament_id') || null,
		inherits: textField(setting, 'inherits') || null,
		setting,
	};
}

function presetRow(preset: Preset) {
	return {
		setting_id: preset.id,
		version: preset.version,
		name: preset.name,
		nickname: null,
		filament_id: preset.filamentId,
		...(preset.public ? {} : newerFields(preset)),
	};
}

/** System presets still come with the five fields of the old rows. */
function newerFields(preset: Preset) {
	const base = { update_time: iotTime(preset.updatedAt), base_id: preset.baseId };
	if (preset.type !== 'filament') return { ...base, inherits: preset.inherits };
	const type = textField(preset.setting, 'filament_type') || 'PLA';
	const support = FILAMENTS.some(({ id, support: is }) => is && id === preset.filamentId);
	return {
		...base,
		filament_vendor: textField(preset.setting, 'filament_vendor').replace(/"/g, ''),
		filament_type: type,
		filament_is_support: support ? '1' : '0',
		nozzle_temperature: [190, 240],
		nozzle_hrc: '3',
		inherits: preset.inherits,
	};
}
