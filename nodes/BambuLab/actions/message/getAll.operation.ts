import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { simplifyMessage } from '../../output/message';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many messages',
	description: 'Retrieve the messages of the account, newest first',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'After Message ID',
					name: 'after',
					type: 'string',
					default: '',
					description:
						'ID of a message to start after. Bambu Lab documents it, but its cloud has not been seen to use it.',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 6,
					allowArbitraryValues: true,
					description:
						'Only messages of this category. What the others hold is not known for sure; an expression may give any number.',
					options: [
						{ name: 'Category 1', value: 1 },
						{ name: 'Category 2', value: 2 },
						{ name: 'Category 3', value: 3 },
						{ name: 'Category 4', value: 4 },
						{ name: 'Category 5', value: 5 },
						{ name: 'Category 6 (Prints)', value: 6 },
					],
				},
			],
		},
	],
	request: ({ filters: { type, after } }) => ({
		method: 'GET',
		path: '/v1/user-service/my/messages',
		query: { type, after },
	}),
	paged: true,
	read: readHits,
	simplify: simplifyMessage,
	sample: {
		parameters: { limit: 2, filters: { type: 6 } },
		request: 'GET /v1/user-service/my/messages?type=6&limit=2&offset=0',
	},
});
