import { UserError } from 'n8n-workflow';

import { textOrEmpty, type JsonObject } from '../../cloud/json';
import { defineCustom } from '../../core/operation';
import { flagOf } from '../../output/values';
import { customField, filamentField, filamentTexts, spoolDetails } from './fields';
import { findFilament, inventory, refuseOverfull } from './spool';

/** @throws UserError where neither catalogue nor user say what filament it is */
function named(filament: JsonObject, wanted: string): JsonObject {
	const missing = ['filamentVendor', 'filamentType', 'filamentName'].some(
		(name) => textOrEmpty(filament[name]) === '',
	);
	if (!missing) return filament;
	throw new UserError(`The catalogue has no filament "${wanted}"`, {
		description:
			'Choose one from the list, or add Vendor, Material, and Filament Name under "Additional Fields".',
	});
}

export default defineCustom({
	name: 'Create',
	value: 'create',
	action: 'Create filament spool',
	description:
		'Add a spool to the filament inventory. The cloud returns no ID; "Get Many" shows it.',
	properties: [
		filamentField,
		{
			displayName: 'Additional Fields',
			name: 'spoolDetails',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [...spoolDetails, ...filamentTexts, customField],
		},
	],
	run: async ({ filamentId, spoolDetails: { furtherFields, ...details } }, cloud) => {
		const known = (await findFilament(filamentId, cloud)) ?? {};
		const { filamentVendor, filamentType, filamentName } = known;
		const filament = named({ filamentVendor, filamentType, filamentName, ...details }, filamentId);
		const body = {
			createType: 'manual',
			filamentId: textOrEmpty(known.filamentId) || filamentId,
			color: '#FFFFFF',
			colorType: 2,
			isSupport: flagOf(known.isSupport) === true,
			netWeight: 1000,
			totalNetWeight: 1000,
			...filament,
			...furtherFields,
		};
		refuseOverfull(body.netWeight, body.totalNetWeight);
		await cloud.send({ method: 'POST', path: inventory, body });
		return [{ success: true }];
	},
	isWrite: true,
	sample: {
		parameters: {
			filamentId: 'GFA00',
			spoolDetails: { color: '#00AE42', netWeight: 800 },
		},
		before: ['GET /v1/design-user-service/filament/config'],
		request: 'POST /v1/design-user-service/my/filament/v2',
		body: {
			createType: 'manual',
			filamentVendor: 'Bambu Lab',
			filamentType: 'PLA',
			filamentName: 'PLA Basic',
			filamentId: 'GFA00',
			color: '#00AE42',
			colorType: 2,
			isSupport: false,
			netWeight: 800,
			totalNetWeight: 1000,
		},
	},
});
