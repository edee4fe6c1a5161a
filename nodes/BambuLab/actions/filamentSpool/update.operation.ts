import { defineCustom } from '../../core/operation';
import { finiteNumber, textOrEmpty } from '../../cloud/json';
import { idValue } from '../../output/values';
import {
	customField,
	deductField,
	filamentTexts,
	spoolDetails,
	spoolField,
	spoolNumber,
} from './fields';
import { findSpool, inTurn, inventory, lessOf, refuseNoChange, refuseOverfull } from './spool';

export default defineCustom({
	name: 'Update',
	value: 'update',
	action: 'Update filament spool',
	description: 'Change a spool in the filament inventory, or deduct what a print used from it',
	properties: [
		spoolField,
		{
			displayName: 'Update Fields',
			name: 'spoolDetails',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [deductField, ...spoolDetails, ...filamentTexts, customField],
		},
	],
	run: async ({ spoolId, spoolDetails }, cloud) => {
		refuseNoChange(spoolDetails);
		const { furtherFields, deductGrams, ...changes } = spoolDetails;
		return await inTurn(spoolId, async () => {
			const spool = await findSpool(spoolId, cloud);
			const details = { ...changes, ...lessOf(spool, deductGrams, changes.netWeight) };
			const { totalNetWeight, netWeight } = { ...spool, ...details };
			if (changes.netWeight !== undefined || changes.totalNetWeight !== undefined) {
				refuseOverfull(netWeight, totalNetWeight);
			}
			// The cloud demands a name with every change; an empty one would rename the spool.
			const filamentName = details.filamentName || textOrEmpty(spool.filamentName);
			await cloud.send({
				method: 'PUT',
				path: inventory,
				body: { ...details, ...furtherFields, id: spoolNumber(spoolId), filamentName },
			});
			const remainingGrams = finiteNumber(netWeight) ?? null;
			return [{ success: true, id: idValue(spoolId), remainingGrams }];
		});
	},
	isWrite: true,
	sample: {
		parameters: {
			spoolId: '4980001',
			spoolDetails: { netWeight: 500 },
		},
		before: ['GET /v1/design-user-service/my/filament/v2?ids=4980001&limit=20&offset=0'],
		request: 'PUT /v1/design-user-service/my/filament/v2',
		body: { id: 4980001, filamentName: 'PLA Basic', netWeight: 500 },
	},
});
