import { defineObject } from '../../core/operation';
import { spoolDetails, spoolField, spoolNumber } from './fields';

export default defineObject({
	name: 'Update',
	value: 'update',
	action: 'Update a filament spool',
	description: 'Change a spool in the filament inventory, for example the weight that is left',
	properties: [
		spoolField,
		{
			displayName: 'Filament Name',
			name: 'filamentName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. PLA Basic',
			description: 'Name of the filament; Bambu Lab demands it with every change',
		},
		{
			displayName: 'Update Fields',
			name: 'spoolDetails',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: spoolDetails,
		},
	],
	request: ({ spoolId, filamentName, spoolDetails: { furtherFields, ...details } }) => ({
		method: 'PUT',
		path: '/v1/design-user-service/my/filament/v2',
		body: { ...details, ...furtherFields, id: spoolNumber(spoolId), filamentName },
	}),
	isWrite: true,
	sample: {
		parameters: {
			spoolId: '4980001',
			filamentName: 'PETG Basic',
			spoolDetails: { netWeight: 500 },
		},
		request: 'PUT /v1/design-user-service/my/filament/v2',
		body: { id: 4980001, filamentName: 'PETG Basic', netWeight: 500 },
	},
});
