import { defineObject } from '../../core/operation';
import { spoolField, spoolNumber } from './fields';

export default defineObject({
	name: 'Delete',
	value: 'delete',
	action: 'Delete filament spool',
	description: 'Remove a spool from the filament inventory',
	properties: [spoolField],
	request: ({ spoolId }) => ({
		method: 'DELETE',
		path: '/v1/design-user-service/my/filament/v2/batch',
		body: { ids: [spoolNumber(spoolId)] },
	}),
	isWrite: true,
	answer: () => ({ deleted: true }),
	sample: {
		parameters: { spoolId: '4980001' },
		request: 'DELETE /v1/design-user-service/my/filament/v2/batch',
		body: { ids: [4980001] },
	},
});
