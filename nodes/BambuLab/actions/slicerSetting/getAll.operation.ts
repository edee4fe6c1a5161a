import { textOrEmpty } from '../../cloud/json';
import { readSettingRows } from '../../cloud/api/endpoints';
import { defineList } from '../../core/operation';
import { presetForm } from '../../output/setting';
import { checkedVersion, versionField } from './fields';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many slicer presets',
	description: 'Retrieve the presets of Bambu Studio: those of Bambu Lab and your own',
	properties: [
		versionField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. PLA',
					description: 'Only presets with this text in their name. Capitals don’t matter.',
				},
				{
					displayName: 'Scope',
					name: 'scope',
					type: 'options',
					default: 'private',
					description: 'Whose presets',
					options: [
						{ name: 'All', value: 'all' },
						{ name: 'Bambu Lab’s', value: 'public' },
						{ name: 'My Own', value: 'private' },
					],
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'filament',
					description: 'What the presets are for',
					options: [
						{ name: 'All', value: 'all' },
						{ name: 'Filament', value: 'filament' },
						{ name: 'Print', value: 'print' },
						{ name: 'Printer', value: 'printer' },
					],
				},
			],
		},
	],
	request: ({ version, filters: { scope } }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/slicer/setting',
		query: { version: checkedVersion(version), public: scope === 'private' ? false : undefined },
	}),
	paged: false,
	read: readSettingRows,
	keep:
		({ filters: { type = 'all', scope = 'all', name = '' } }) =>
		(row) =>
			(type === 'all' || row.type === type) &&
			(scope === 'all' || row.scope === scope) &&
			textOrEmpty(row.name).toLowerCase().includes(name.toLowerCase()),
	filterValues: {
		name: ({ name }) => textOrEmpty(name),
		type: ({ type }) => textOrEmpty(type),
	},
	readable: { form: presetForm },
	sample: {
		parameters: { version: '02.00.00.00', filters: { type: 'filament' } },
		request: 'GET /v1/iot-service/api/slicer/setting?version=02.00.00.00',
	},
});
