import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { simplifySpool } from '../../output/spool';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many filament spools',
	description:
		'Retrieve the spools in the filament inventory. The weights are what the cloud believes is left.',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'string',
					default: '',
					placeholder: 'e.g. PETG',
					description: 'Only spools of this material',
				},
				{
					displayName: 'IDs',
					name: 'ids',
					type: 'string',
					default: '',
					placeholder: 'e.g. 4980001,4980002',
					description: 'Only the spools with these IDs, with commas between them',
				},
				{
					displayName: 'RFIDs',
					name: 'rfids',
					type: 'string',
					default: '',
					description: 'Only the spools with these tags, with commas between them',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 0,
					description: 'Only spools in this state',
					options: [
						{ name: 'Active', value: 0 },
						{ name: 'Information Needed', value: 1 },
					],
				},
			],
		},
	],
	request: ({ filters: { category, ids, rfids, status } }) => ({
		method: 'GET',
		path: '/v1/design-user-service/my/filament/v2',
		query: { category, ids, RFIDs: rfids, status },
	}),
	paged: true,
	read: readHits,
	simplify: simplifySpool,
	sample: {
		parameters: { limit: 2 },
		request: 'GET /v1/design-user-service/my/filament/v2?limit=2&offset=0',
	},
});
