import { defineObject } from '../../core/operation';
import { idOrNull } from '../../output/values';
import { readTime } from '../../output/times';
import { checkedVersion, settingField, versionField } from './fields';

export default defineObject({
	name: 'Create',
	value: 'create',
	action: 'Create slicer preset',
	description: 'Store a preset of your own in the cloud',
	properties: [
		{
			displayName: 'Type',
			name: 'settingType',
			type: 'options',
			default: 'filament',
			description: 'What the preset is for',
			options: [
				{ name: 'Filament', value: 'filament' },
				{ name: 'Print', value: 'print' },
				{ name: 'Printer', value: 'printer' },
			],
		},
		{
			displayName: 'Name',
			name: 'settingName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. House PLA',
			description: 'Name of the preset as Bambu Studio shows it',
		},
		{
			...settingField,
			displayName: 'Based On',
			name: 'baseId',
			description:
				'The preset of Bambu Lab that this one starts from. AI agents and expressions give its ID, for example GFSA00.',
		},
		versionField,
		{
			displayName: 'Preset Values (JSON)',
			name: 'setting',
			type: 'json',
			required: true,
			default: '{}',
			description:
				'The values in which the preset differs from its base, as one JSON object; "inherits" names the base',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Filament ID',
					name: 'filamentId',
					type: 'string',
					check: 'id',
					default: '',
					placeholder: 'e.g. GFA00',
					description: 'ID of the filament that the preset is for',
				},
			],
		},
	],
	request: ({ settingType, settingName, baseId, version, setting, additionalFields }) => ({
		method: 'POST',
		path: '/v1/iot-service/api/slicer/setting',
		body: {
			type: settingType,
			name: settingName,
			version: checkedVersion(version),
			base_id: baseId,
			...(additionalFields.filamentId ? { filament_id: additionalFields.filamentId } : {}),
			public: false,
			// Bambu Studio orders presets by this stamp of theirs: Unix seconds as text.
			setting: { updated_time: String(Math.floor(Date.now() / 1000)), ...setting },
		},
	}),
	isWrite: true,
	answer: (body) => ({
		success: true,
		id: idOrNull(body.setting_id),
		updatedAt: readTime(body.update_time),
	}),
	sample: {
		parameters: {
			settingType: 'filament',
			settingName: 'House PLA',
			baseId: 'GFSA00',
			version: '02.00.00.00',
			setting:
				'{"inherits":"Bambu PLA Basic @BBL X1C","nozzle_temperature":"215,210","updated_time":"1783637297"}',
		},
		request: 'POST /v1/iot-service/api/slicer/setting',
		body: {
			type: 'filament',
			name: 'House PLA',
			version: '02.00.00.00',
			base_id: 'GFSA00',
			public: false,
			setting: {
				inherits: 'Bambu PLA Basic @BBL X1C',
				nozzle_temperature: '215,210',
				updated_time: '1783637297',
			},
		},
	},
});
