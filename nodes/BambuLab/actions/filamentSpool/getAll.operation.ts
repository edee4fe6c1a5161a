import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { spoolForm } from '../../output/spool';
import { textOrEmpty } from '../../cloud/json';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many filament spools',
	description:
		'Retrieve the spools in the filament inventory. Their weights are the cloud’s estimates.',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'IDs',
					name: 'ids',
					type: 'string',
					check: 'ids',
					default: '',
					placeholder: 'e.g. 4980001,4980002',
					description: 'Only the spools with these IDs, with commas between them',
				},
				{
					displayName: 'Materials',
					name: 'category',
					type: 'string',
					check: 'names',
					default: '',
					placeholder: 'e.g. PETG',
					description: 'Only spools of this material, or of several with commas between them',
				},
				{
					displayName: 'RFIDs',
					name: 'rfids',
					type: 'string',
					check: 'ids',
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
	request: ({ filters: { ids, rfids, status } }) => ({
		method: 'GET',
		path: '/v1/design-user-service/my/filament/v2',
		query: { ids: ids?.join(','), RFIDs: rfids?.join(','), status },
	}),
	paged: true,
	read: readHits,
	// The cloud finds a category only as it writes it itself; people write their materials as they like.
	keep: ({ filters: { category = [] } }) => {
		const wanted = category.map((material) => material.toLowerCase());
		if (wanted.length === 0) return undefined;
		return (spool) =>
			[spool.filamentType, spool.category].some((own) =>
				wanted.includes(textOrEmpty(own).toLowerCase()),
			);
	},
	filterValues: { category: ({ filamentType, category }) => textOrEmpty(filamentType ?? category) },
	readable: { form: spoolForm },
	sample: {
		parameters: { limit: 2 },
		request: 'GET /v1/design-user-service/my/filament/v2?limit=2&offset=0',
	},
});
